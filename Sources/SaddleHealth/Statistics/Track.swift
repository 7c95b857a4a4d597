// SPDX-License-Identifier: Apache-2.0

/// What is remembered of one signal: O(1) memory, whatever the length of the run.
public struct Track: Codable, Sendable, Equatable {
  /// Values in a block.
  static let blockLength = 8
  /// Observations from one look at what costs more to the next.
  static let stretchLength = 8 * blockLength

  /// Count of finite values.
  public internal(set) var count = 0
  /// Count of NaN and infinities.
  public internal(set) var nonFiniteCount = 0
  /// The last finite value.
  public internal(set) var last = 0.0
  /// The step of the last value.
  public internal(set) var lastStep = 0
  /// The step of the first value.
  public internal(set) var firstStep = 0
  /// Exponential average over about 16 values.
  public internal(set) var fast = 0.0
  /// Exponential average over about `RunView.window` values.
  public internal(set) var slow = 0.0
  /// Exponential average of squared distances from `slow`, over the same window.
  public internal(set) var slowVariance = 0.0
  /// Smoothed mean squared difference of successive values, over the same window.
  public internal(set) var slowDifference = 0.0
  /// The block that is being filled.
  var block = BlockSum()
  /// The run in stretches.
  public internal(set) var history = History()

  /// Creates a track that has seen nothing.
  init() {}

  /// Adds a value; a non-finite one is counted and left out of the averages.
  @inline(__always) mutating func add(_ value: Double, step: Int, rate: Double) {
    guard value.isFinite else {
      nonFiniteCount += 1
      return
    }
    if count == 0 {
      fast = value
      slow = value
      firstStep = step
    } else {
      // Until a window is full, the average is the plain mean of what there is.
      let early = count < 1024 ? 1 / Double(count + 1) : 0
      fast += (value - fast) * Swift.max(1.0 / 16, early)
      let slowRate = Swift.max(rate, early)
      let difference = value - last
      slowDifference += (difference * difference - slowDifference) * slowRate
      let distance = value - slow
      slow += distance * slowRate
      slowVariance += (distance * (value - slow) - slowVariance) * slowRate
    }
    count += 1
    last = value
    lastStep = step
    block.add(value, step: step)
    guard block.count == Self.blockLength else { return }
    history.append(block.moments)
    block = BlockSum()
  }
}
