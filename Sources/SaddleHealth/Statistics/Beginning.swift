// SPDX-License-Identifier: Apache-2.0

/// The mean of a signal's first three values: what untrained networks begin with.
struct Beginning: Codable, Sendable, Equatable {
  /// Values that make up a beginning.
  static let length = 3

  private(set) var count = 0
  /// The mean of the first values so far; 0 before the first.
  private(set) var mean = 0.0

  /// Takes in a value; one behind the beginning is left out.
  mutating func add(_ value: Double) {
    guard count < Self.length else { return }
    count += 1
    mean += (value - mean) / Double(count)
  }
}
