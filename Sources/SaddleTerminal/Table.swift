// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// A plain table: a head, rows, columns as wide as their widest cell.
public struct Table: Sendable {
  /// A cell's text and color.
  public struct Cell: Sendable, Equatable, ExpressibleByStringLiteral {
    package let text: String
    package let color: Ink?

    /// Creates a cell; control characters are replaced.
    public init(_ text: String, _ color: Ink? = nil) {
      self.text = ForeignText.inLine(text)
      self.color = color
    }

    /// Creates a cell from a literal.
    public init(stringLiteral value: String) { self.init(value) }
  }

  /// A column's name and side.
  public struct Column: Sendable {
    let name: String
    let isNumber: Bool

    /// A column of words, flush left.
    public static func text(_ name: String) -> Column { Column(name: name, isNumber: false) }
    /// A column of numbers, flush right.
    public static func number(_ name: String) -> Column { Column(name: name, isNumber: true) }
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []

  /// Creates an empty table.
  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Appends a row; missing cells are empty, too many are left out.
  public mutating func append(_ cells: [Cell]) {
    rows.append(Array(cells.prefix(columns.count)))
  }

  /// Returns the table, lines cut to the terminal's width where it is one.
  public func render(_ terminal: Terminal) -> String {
    let widths = columns.indices.map { index in
      rows.reduce(columns[index].name.count) { width, row in
        max(width, index < row.count ? row[index].text.count : 0)
      }
    }
    let head = columns.map { Cell($0.name, .dim) }
    return ([head] + rows).map { row in
      let cells = columns.indices.map { index in
        Self.pad(index < row.count ? row[index] : "", columns[index], widths[index], terminal)
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return terminal.isInteractive ? ProgressLine.cut(line, to: terminal.width) : line
    }.joined(separator: "\n")
  }

  private static func pad(
    _ cell: Cell,
    _ column: Column,
    _ width: Int,
    _ terminal: Terminal
  ) -> String {
    let gap = String(repeating: " ", count: max(0, width - cell.text.count))
    let text = cell.color.map { terminal.paint(cell.text, $0) } ?? cell.text
    return column.isNumber ? gap + text : text + gap
  }
}
