// SPDX-License-Identifier: Apache-2.0

/// The last few values of a signal: where a log of twenty rows stands, which no average over a window
/// tells.
struct Tail: Codable, Sendable, Equatable {
  static let capacity = 8

  private var values: [Double] = []
  /// Values so far.
  private(set) var count = 0

  /// Adds a value; one that is not finite is left out.
  mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    count += 1
    values.append(value)
    if values.count > Self.capacity { values.removeFirst() }
  }

  /// The median of the last third of what was seen, of four values at least and eight at most; nil for
  /// fewer than four.
  var median: Double? {
    guard values.count >= 4 else { return nil }
    let sorted = values.suffix(Swift.max(4, Swift.min(Self.capacity, count / 3))).sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
