// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// How the table in a text is built, as its beginning shows.
struct TableShape: Sendable, Equatable {
  var separator: TableSeparator
  /// The header's cells; nil where the table begins with numbers.
  var header: [String]?
  /// Cells of a row.
  var width: Int
  /// Whether numbers have decimal commas.
  var decimalComma = false
  /// A table of three columns or more that holds one value a row: where the names and the values
  /// stand.
  var long: (name: Int, value: Int)?
  /// Lines of the beginning that are rows, and those that are not.
  var rows = 0
  var otherLines = 0

  static func == (left: TableShape, right: TableShape) -> Bool {
    left.separator == right.separator && left.header == right.header && left.width == right.width
      && left.decimalComma == right.decimalComma && left.long?.name == right.long?.name
      && left.long?.value == right.long?.value
  }

  private static let lineLimit = 400

  /// Finds the table, or nil where there is none of two rows.
  static func detect(_ head: [UInt8]) -> TableShape? {
    let lines = lines(of: head)
    guard lines.count >= 2 else { return nil }
    var best: TableShape?
    for separator in TableSeparator.allCases {
      guard let shape = detect(lines, separator) else { continue }
      if shape.rows > best?.rows ?? (shape.header == nil ? 1 : 0)
        || shape.rows == best?.rows && shape.header != nil && best?.header == nil
      {
        best = shape
      }
    }
    return best
  }

  /// The whole lines of the head, without blank ones and rules.
  private static func lines(of head: [UInt8]) -> [[UInt8]] {
    var bytes = head
    if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff])
      || head.starts(with: [0xef, 0xbb, 0xbf])
    {
      var decoder = TextDecoder()
      bytes = head.withUnsafeBytes { decoder.convert($0) } ?? head
    }
    var lines = bytes.split(
      maxSplits: lineLimit * 2,
      whereSeparator: { $0 == .lineFeed || $0 == .carriageReturn }
    ).map(Array.init)
    if lines.count > 2, head.count >= LogProbe.headBytes || lines.count > lineLimit * 2 {
      lines.removeLast()
    }
    return Array(lines.filter { !TableShape.isRule($0) }.prefix(lineLimit))
  }

  /// `|---|---:|`, `+----+`, `-----`, box drawing: a line without letters and digits.
  static func isRule(_ line: some Collection<UInt8>) -> Bool {
    line.allSatisfy { byte in
      Ascii.isSpace(byte) || [.plus, .minus, .colon, .equals, .bar, .underscore].contains(byte)
        || byte == 0xe2
        || (0x80...0xbf).contains(byte)
    }
  }

  private static func detect(_ lines: [[UInt8]], _ separator: TableSeparator) -> TableShape? {
    let splitter = CellSplitter(separator: separator)
    var cells: [Range<Int>] = []
    var kinds: [[CellText]] = []
    for line in lines {
      kinds.append(
        line.withUnsafeBytes { bytes in
          splitter.split(bytes, into: &cells)
          return cells.map { cell in
            CellText(
              UnsafeRawBufferPointer(rebasing: bytes[cell]),
              decimalComma: false,
              allowsComma: separator != .comma || bytes.contains(.quote)
            )
          }
        }
      )
    }
    guard let width = commonWidth(kinds, separator) else { return nil }
    let isRow = kinds.map { $0.count == width && TableShape.isRow($0, separator) }
    guard let first = isRow.firstIndex(of: true) else { return nil }
    var shape = TableShape(separator: separator, width: width)
    shape.rows = isRow.count { $0 }
    shape.header = header(lines, before: first, width: width, splitter)
    let skipped = shape.header == nil ? 0 : 1
    shape.otherLines = max(0, isRow.count { !$0 } - skipped)
    shape.decimalComma = separator != .comma && decimalCommas(lines, isRow) > 0
    shape.long = long(zip(kinds, isRow).filter(\.1).map(\.0), shape.header)
    if shape.long == nil, separator == .spaces,
      zip(kinds, isRow).contains(where: { $1 && $0.contains(.text) })
    {
      return nil
    }
    return shape
  }

  /// The count of cells that most lines with numbers have.
  private static func commonWidth(_ kinds: [[CellText]], _ separator: TableSeparator) -> Int? {
    var votes: [Int: Int] = [:]
    for row in kinds where row.count >= 2 && isRow(row, separator) {
      votes[row.count, default: 0] += 1
    }
    return votes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  /// Whether a line has numbers and hardly anything else.
  private static func isRow(_ cells: [CellText], _ separator: TableSeparator) -> Bool {
    let numbers = cells.count {
      switch $0 {
      case .number, .place, .unread: true
      case .empty, .text: false
      }
    }
    let words = cells.count { $0 == .text }
    return numbers > 0 && (separator == .spaces ? words <= 1 && numbers > 1 : numbers >= words)
  }

  private static func header(
    _ lines: [[UInt8]],
    before first: Int,
    width: Int,
    _ splitter: CellSplitter
  ) -> [String]? {
    guard first > 0 else { return nil }
    for line in lines[..<first].suffix(3).reversed() {
      guard let names = headerCells(line, width: width, splitter) else { continue }
      return names
    }
    return nil
  }

  /// The names in a line, where it is a header of `width` columns.
  static func headerCells(_ line: [UInt8], width: Int, _ splitter: CellSplitter) -> [String]? {
    var bytes = line[...]
    // np.savetxt(header=...)
    if bytes.first == .hash || bytes.first == .percent {
      bytes = bytes.drop { $0 == .hash || $0 == .percent || Ascii.isSpace($0) }
    }
    var names = cells(Array(bytes), splitter)
    if splitter.separator == .spaces, names.count != width, names.count != width - 1 {
      // Names with single spaces in them.
      names = String(decoding: bytes, as: UTF8.self).replacing("  ", with: "\t")
        .split(separator: "\t").map(\.trimmingSpaces).filter { !$0.isEmpty }
      if names.count != width, let comma = Optional(CellSplitter(separator: .comma)) {
        names = cells(Array(bytes), comma)
      }
    }
    // A data frame's index has no name.
    if names.count == width - 1, splitter.separator == .spaces { names.insert("", at: 0) }
    let words = names.count { $0.utf8.contains { Ascii.isLetter($0) || $0 >= 0x80 } }
    guard names.count == width, words * 2 > names.count || words > 0 && words * 2 == names.count,
      names.allSatisfy({ $0.utf8.count <= 200 })
    else { return nil }
    return names
  }

  private static func cells(_ line: [UInt8], _ splitter: CellSplitter) -> [String] {
    var ranges: [Range<Int>] = []
    return line.withUnsafeBytes { bytes in
      splitter.split(bytes, into: &ranges)
      return ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  /// Numbers like `0,75`, which can be nothing else.
  private static func decimalCommas(_ lines: [[UInt8]], _ isRow: [Bool]) -> Int {
    zip(lines, isRow).count { line, isRow in
      isRow
        && line.indices.dropFirst().dropLast().contains { index in
          line[index] == .comma && line[index - 1] == UInt8(ascii: "0")
            && Ascii.isDigit(line[index + 1])
            && (index < 2 || !Ascii.isDigit(line[index - 2]) && line[index - 2] != .point)
        }
    }
  }

  /// Where a long table has its names and values: words that come again, and one number more than
  /// the place.
  private static func long(_ rows: [[CellText]], _ header: [String]?) -> (name: Int, value: Int)? {
    guard let header, rows.count >= 2, let width = rows.first?.count, width >= 2 else { return nil }
    let words = (0..<width).filter { column in rows.allSatisfy { $0[column] == .text } }
    let titles = header.map { NameWords($0).joined }
    guard let name = words.first(where: { LongNames.names.contains(titles[$0]) }) ?? words.last,
      words.count <= 2
    else { return nil }
    let value = (0..<width).first { column in
      !words.contains(column) && LongNames.values.contains(titles[column])
    }
    guard let value else { return nil }
    return (name, value)
  }
}
