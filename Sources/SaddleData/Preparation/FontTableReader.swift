// SPDX-License-Identifier: Apache-2.0

/// How much of a font may be read: tables that point at each other could be read without end.
final class ReadingBudget {
  /// Some thirty times what a font of 4,000 pictures takes.
  private var left = 1 << 22

  func spend(_ count: Int) throws(DataError) {
    left -= count
    guard left >= 0 else {
      throw DataError(.damaged, "font: its tables point at each other without end")
    }
  }
}

/// Big-endian numbers of one table of a font, checked against its end.
struct TableReader {
  private let bytes: [UInt8]
  private let table: Range<Int>
  let budget: ReadingBudget
  /// Next byte, counted from the table's beginning.
  var position = 0

  init(_ bytes: [UInt8], _ table: Range<Int>? = nil, budget: ReadingBudget) {
    self.bytes = bytes
    self.table = table ?? bytes.indices
    self.budget = budget
  }

  /// Returns the place in the file of a part of the table.
  func range(_ start: Int, _ length: Int) throws(DataError) -> Range<Int> {
    try budget.spend(1)
    guard start >= 0, length >= 0, start <= table.count, length <= table.count - start else {
      throw DataError(.damaged, "font: byte \(start) of a table with \(table.count)")
    }
    return (table.lowerBound + start)..<(table.lowerBound + start + length)
  }

  /// Returns a big-endian number of 1 to 4 bytes.
  func number(_ size: Int, at start: Int) throws(DataError) -> Int {
    bytes[try range(start, size)].reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func take(_ count: Int) throws(DataError) -> ArraySlice<UInt8> {
    let part = bytes[try range(position, count)]
    position += count
    return part
  }

  mutating func number(_ size: Int) throws(DataError) -> Int {
    try take(size).reduce(0) { $0 << 8 | Int($1) }
  }
}
