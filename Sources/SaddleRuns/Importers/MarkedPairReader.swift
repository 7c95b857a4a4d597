// SPDX-License-Identifier: Apache-2.0

/// A line that has a form's mark, read as names and numbers.
///
/// Most trainers print pairs; their importers differ in how a line is told from others and in what
/// stands before the pairs.
struct MarkedPairReader: LineReader {
  private var scanner: LineScanner
  private let mark: @Sendable (inout TextCursor, inout ParsedRows) -> Bool

  /// - Parameter mark: Passes over what identifies the line, adding axis cells that only this form
  ///   has; false when the line is another.
  init(
    dialect: NameTable.Dialect = .common,
    mark: @escaping @Sendable (inout TextCursor, inout ParsedRows) -> Bool
  ) {
    scanner = LineScanner(dialect: dialect)
    self.mark = mark
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = TextCursor(line)
    guard line.count <= 8192, mark(&cursor, &rows), scanner.scan(cursor, into: &rows).columns > 0
    else {
      rows.cancelRow()
      return false
    }
    rows.endRow()
    return true
  }
}
