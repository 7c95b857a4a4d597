// SPDX-License-Identifier: Apache-2.0

/// Count, mean, spread and extremes of a stretch of a signal, mergeable.
public struct Moments: Codable, Sendable, Equatable {
  /// Count of finite values.
  public var count = 0
  /// Mean; 0 where `count` is 0.
  public var mean = 0.0
  /// Sum of squared distances from the mean.
  public var squares = 0.0
  /// Smallest value.
  public var minimum = 0.0
  /// Largest value.
  public var maximum = 0.0
  /// Step of the first value.
  public var firstStep = 0
  /// Step of the last value.
  public var lastStep = 0

  /// Creates an empty stretch.
  public init() {}

  /// Variance, 0 for fewer than two values.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

  /// Standard deviation.
  public var deviation: Double { variance.squareRoot() }

  /// Adds a value (Welford's update).
  @inline(__always) public mutating func add(_ value: Double, step: Int) {
    if count == 0 {
      firstStep = step
      minimum = value
      maximum = value
    }
    count += 1
    lastStep = step
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
    if value < minimum { minimum = value }
    if value > maximum { maximum = value }
  }

  /// Appends the stretch that follows this one (Chan's formula).
  public mutating func append(_ next: Moments) {
    guard next.count > 0 else { return }
    guard count > 0 else {
      self = next
      return
    }
    let total = Double(count + next.count)
    let gap = next.mean - mean
    squares += next.squares + gap * gap * Double(count) * Double(next.count) / total
    mean += gap * Double(next.count) / total
    count += next.count
    lastStep = next.lastStep
    minimum = Swift.min(minimum, next.minimum)
    maximum = Swift.max(maximum, next.maximum)
  }
}
