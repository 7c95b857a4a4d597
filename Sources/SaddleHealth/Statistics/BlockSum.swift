// SPDX-License-Identifier: Apache-2.0

/// The sums of a few values around the first of them: `Moments` without a division a value.
struct BlockSum: Codable, Sendable, Equatable {
  private(set) var count = 0
  private var origin = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var minimum = 0.0
  private var maximum = 0.0
  private var firstStep = 0
  private var lastStep = 0

  @inline(__always) mutating func add(_ value: Double, step: Int) {
    if count == 0 {
      origin = value
      minimum = value
      maximum = value
      firstStep = step
    }
    count += 1
    lastStep = step
    let distance = value - origin
    sum += distance
    squares += distance * distance
    if value < minimum { minimum = value }
    if value > maximum { maximum = value }
  }

  /// The same as moments.
  var moments: Moments {
    var moments = Moments()
    guard count > 0 else { return moments }
    let mean = sum / Double(count)
    moments.count = count
    moments.mean = origin + mean
    moments.squares = Swift.max(0, squares - sum * mean)
    moments.minimum = minimum
    moments.maximum = maximum
    moments.firstStep = firstStep
    moments.lastStep = lastStep
    return moments
  }
}
