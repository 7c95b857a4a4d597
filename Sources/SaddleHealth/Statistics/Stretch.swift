// SPDX-License-Identifier: Apache-2.0

/// Observations in a row at which a condition held, and since when.
struct Stretch: Codable, Sendable, Equatable {
  /// How many.
  private(set) var rows = 0
  /// The step of the first of them.
  private(set) var since = 0

  /// Takes in whether the condition holds; returns whether it begins here.
  @discardableResult @inline(__always) mutating func take(_ holds: Bool, step: Int) -> Bool {
    let begins = holds && rows == 0
    if begins { since = step }
    rows = holds ? rows + 1 : 0
    return begins
  }

  /// Whether it has held at all.
  var isOpen: Bool { rows > 0 }

  /// Whether it has held for a count of observations and for a share of the run: a warm-up and a last
  /// moment of a long run are neither.
  @inline(__always) func isLong(_ fewest: Int, share: Double, of count: Int) -> Bool {
    rows >= fewest && Double(rows) >= share * Double(count)
  }
}
