// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of a table.
struct TableReader: LineReader {
  private let shape: TableShape
  private let splitter: CellSplitter
  /// The column's name where the table has only values and places.
  private let tag: String
  private var columns: [Column] = []
  private var header: [String]?
  /// Where a long table has its names and values, as its last header has them.
  private var long: (name: Int, value: Int)?
  private var cells: [Range<Int>] = []

  private enum Column: Sendable, Equatable {
    case value(String)
    case passed
  }

  init(_ shape: TableShape, tag: String) {
    self.shape = shape
    self.tag = tag
    splitter = CellSplitter(separator: shape.separator)
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    if TableShape.isRule(line) { return true }
    splitter.split(line, into: &cells)
    if header == nil, shape.header == nil {
      begin((1...max(1, shape.width)).map { "column \($0)" })
    }
    if let isBegun = readHeader(line, into: &rows) { return isBegun }
    guard header != nil, cells.count == columns.count else { return false }
    return long == nil ? readRow(line, into: &rows) : readLong(line, into: &rows)
  }

  /// True where the line is a header; nil where it is a row.
  private mutating func readHeader(
    _ line: UnsafeRawBufferPointer,
    into rows: inout ParsedRows
  ) -> Bool? {
    guard let expected = shape.header else { return nil }
    guard header == nil || mayBeHeader(line) else { return nil }
    let names = header ?? expected
    let same = TableShape.headerCells(Array(line), width: names.count, splitter)
    if same == names {
      // The table was begun anew.
      if header != nil { rows.beginSession() } else { begin(names) }
      return true
    }
    guard header != nil else { return false }
    // Rewritten with more columns.
    if cells.count > 1, cells.count <= CellSplitter.cellLimit,
      let other = TableShape.headerCells(Array(line), width: cells.count, splitter)
    {
      begin(other)
      return true
    }
    return nil
  }

  /// Whether more cells are words than numbers.
  private func mayBeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let first = cells.first(where: { !$0.isEmpty }) else { return false }
    let byte = line[first.lowerBound]
    guard
      Ascii.isLetter(byte) || byte >= 0x80 || byte == .quote || byte == .underscore || byte == .hash
    else {
      return false
    }
    let words = cells.count { cell(line, $0) == .text }
    return words * 2 > cells.count
  }

  private mutating func begin(_ names: [String]) {
    header = names
    long = shape.long.flatMap { place in
      guard let first = shape.header else { return nil }
      let (name, value) = (first[place.name], first[place.value])
      guard let name = names.firstIndex(of: name), let value = names.firstIndex(of: value) else {
        return nil
      }
      return (name, value)
    }
    if names.map({ $0.lowercased() }) == ["wall time", "step", "value"] {
      columns = [.value("wall_time"), .value("step"), .value(tag)]
      return
    }
    // "run - metric", W&B's charts: the metric is behind the last dash where there is one run.
    let runs = Set(names.compactMap { TableReader.chart($0)?.run })
    columns = names.enumerated().map { index, name in
      if name.hasSuffix("__MIN") || name.hasSuffix("__MAX") { return .passed }
      if let chart = TableReader.chart(name) {
        return .value(runs.count > 1 ? "\(chart.run)/\(chart.metric)" : chart.metric)
      }
      return .value(name.isEmpty ? "column \(index + 1)" : name)
    }
  }

  private static func chart(_ cell: String) -> (run: String, metric: String)? {
    guard let start = cell.range(ofLast: " - ") else { return nil }
    return (String(cell[..<cell.index(start, offsetBy: -3)]), String(cell[start...]))
  }

  private func cell(_ line: UnsafeRawBufferPointer, _ range: Range<Int>) -> CellText {
    CellText(
      UnsafeRawBufferPointer(rebasing: line[range]),
      decimalComma: shape.decimalComma,
      allowsComma: shape.separator != .comma || line.contains(.quote)
    )
  }

  private mutating func readRow(
    _ line: UnsafeRawBufferPointer,
    into rows: inout ParsedRows
  ) -> Bool {
    var hasValue = false
    for (index, range) in cells.enumerated() {
      guard case .value(let name) = columns[index] else { continue }
      switch cell(line, range) {
      case .empty: break
      case .number(let value, let rest):
        hasValue = true
        rows.add(name, value)
        for (number, value) in rest.enumerated() { rows.add("\(name)[\(number + 1)]", value) }
      case .place(let done) where LabelReader.axis(name) != nil:
        hasValue = true
        rows.add(name, done)
      case .place, .unread: rows.noteUnread(name, UnsafeRawBufferPointer(rebasing: line[range]))
      case .text:
        rows.note(name, .text)
        let text = UnsafeRawBufferPointer(rebasing: line[range])
        if CellText.mayBeNumber(text) { rows.noteUnread(name, text) }
      }
    }
    guard hasValue else {
      rows.cancelRow()
      return false
    }
    rows.endRow()
    return true
  }

  /// A row of a long table: the place, and one value under the name in another column.
  private mutating func readLong(
    _ line: UnsafeRawBufferPointer,
    into rows: inout ParsedRows
  ) -> Bool {
    guard let long else { return false }
    let content = cell(line, cells[long.value])
    guard case .number(let value, _) = content else {
      if content != .empty {
        let name = String(decoding: line[cells[long.name]], as: UTF8.self)
        rows.noteUnread(name, UnsafeRawBufferPointer(rebasing: line[cells[long.value]]))
      }
      return false
    }
    for (index, range) in cells.enumerated() where index != long.value && index != long.name {
      guard case .value(let name) = columns[index] else { continue }
      switch cell(line, range) {
      case .number(let place, _), .place(let place): rows.add(name, place)
      case .empty, .unread, .text: break
      }
    }
    rows.add(UnsafeRawBufferPointer(rebasing: line[cells[long.name]]), value)
    rows.endRow()
    return true
  }
}
