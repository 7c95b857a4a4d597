// SPDX-License-Identifier: Apache-2.0

/// The last few values of a signal: where a log of twenty rows stands, which no average over a window
/// tells.
struct Tail: Codable, Sendable, Equatable {
  static let capacity = 8

  /// A ring: the next value goes to `count` modulo the capacity.
  private var values = SIMD8<Double>()
  /// Values so far.
  private(set) var count = 0

  /// Adds a value; one that is not finite is left out.
  @inline(__always) mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    values[count & (Self.capacity - 1)] = value
    count += 1
  }

  /// The median of the last third of what was seen, of four values at least and eight at most; nil for
  /// fewer than four.
  var median: Double? {
    guard count >= 4 else { return nil }
    let wanted = Swift.max(4, Swift.min(Self.capacity, count / 3))
    let sorted = (1...wanted).map { values[(count - $0) & (Self.capacity - 1)] }.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
