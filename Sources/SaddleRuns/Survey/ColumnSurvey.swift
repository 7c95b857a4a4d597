// SPDX-License-Identifier: Apache-2.0

/// What a first pass over a log learns of one column, in constant memory.
struct ColumnStatistics: Sendable, Equatable {
  var count = 0
  var nonFinite = 0
  var minimum = Double.infinity
  var maximum = -Double.infinity
  var wholeNumbers = 0
  /// The first and the last order (see `RowPlace.order`) and the places where it went back.
  var firstOrder: Int?
  var lastOrder: Int?
  var restarts = Staircase()
  /// The session of the last value, as the log itself marks sessions.
  var session = 0
  /// Values whose step is far from the step of the losses around it.
  var strangeSteps = 0
  var lastValue = Double.nan

  mutating func take(_ value: Double) {
    count += 1
    lastValue = value
    guard value.isFinite else {
      nonFinite += 1
      return
    }
    if value < minimum { minimum = value }
    if value > maximum { maximum = value }
    if value == value.rounded() { wholeNumbers += 1 }
  }

  var isWithinUnit: Bool { count > nonFinite && minimum >= 0 && maximum <= 1 }
}

/// Where a sequence goes back, and what that makes obsolete.
///
/// After a restart at step s, everything that was written before it with a step of at least s is
/// superseded (as TensorBoard does). Keeps the lowest later restart for each row: a list of rows
/// whose steps increase.
struct Staircase: Sendable, Equatable {
  static let limit = 50_000

  private(set) var entries: [(row: Int, order: Int)] = []
  private(set) var count = 0
  /// The last time it went back: where, to what, and from what.
  private(set) var last: (row: Int, order: Int, from: Int)?
  /// What that made needless.
  private var superseded: [(row: Int, order: Int)] = []

  mutating func goBack(to order: Int, from: Int, row: Int) {
    count += 1
    last = (row, order, from)
    let kept = entries.lastIndex { $0.order < order }.map { $0 + 1 } ?? 0
    superseded = Array(entries[kept...])
    entries.removeLast(superseded.count)
    if entries.count < Staircase.limit { entries.append((row, order)) }
  }

  /// Forgets what goes back at a row or behind it; what that made needless is needed again.
  mutating func drop(from row: Int) {
    guard let last = entries.last, last.row >= row else { return }
    while let entry = entries.last, entry.row >= row {
      entries.removeLast()
      count -= 1
    }
    entries += superseded.filter { $0.row < row }
    superseded = []
  }

  static func == (left: Staircase, right: Staircase) -> Bool {
    left.count == right.count && left.entries.elementsEqual(right.entries, by: ==)
  }
}
