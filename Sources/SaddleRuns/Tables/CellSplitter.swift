// SPDX-License-Identifier: Apache-2.0

/// What stands between the cells of a table.
enum TableSeparator: Sendable, Equatable, CaseIterable {
  case tab, semicolon, comma, bar, spaces

  var byte: UInt8 {
    switch self {
    case .tab: 9
    case .semicolon: 59
    case .comma: 44
    case .bar: 124
    case .spaces: 32
    }
  }
}

/// Cuts a line of a table into cells.
///
/// Quotes and brackets hold a cell together: `"a, b"`, `tensor(0.5, device='cuda')`, `[0.1 0.2]`.
struct CellSplitter: Sendable {
  static let cellLimit = 10_000

  let separator: TableSeparator

  /// Replaces `cells` by the places of the line's cells, spaces around them left out.
  ///
  /// A bar at either end of the line (Markdown, console tables) opens no cell.
  func split(_ line: UnsafeRawBufferPointer, into cells: inout [Range<Int>]) {
    cells.removeAll(keepingCapacity: true)
    var start = 0
    var depth = 0
    var quote: UInt8 = 0
    var index = 0
    while index < line.count {
      let byte = line[index]
      let width = width(line, index, byte)
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == .quote || (byte == .apostrophe && depth > 0) {
        quote = byte
      } else if byte == .openParenthesis || byte == .openBracket {
        depth += 1
      } else if byte == .closeParenthesis || byte == .closeBracket {
        depth = max(0, depth - 1)
      } else if width > 0, depth == 0 {
        add(line, start..<index, to: &cells)
        if cells.count > CellSplitter.cellLimit { return }
        index += width
        if separator == .spaces {
          while index < line.count, Ascii.isSpace(line[index]) { index += 1 }
        }
        start = index
        continue
      }
      index += 1
    }
    // Brackets or quotes that never close: they hold nothing together.
    if depth > 0 || quote != 0 { return splitPlainly(line, into: &cells) }
    add(line, start..<line.count, to: &cells)
    if separator == .bar { dropOuter(&cells) }
    if separator == .spaces { cells.removeAll(where: \.isEmpty) }
  }

  private func splitPlainly(_ line: UnsafeRawBufferPointer, into cells: inout [Range<Int>]) {
    cells.removeAll(keepingCapacity: true)
    var start = 0
    for index in line.indices where width(line, index, line[index]) > 0 && index >= start {
      add(line, start..<index, to: &cells)
      start = index + width(line, index, line[index])
      if cells.count > CellSplitter.cellLimit { return }
    }
    add(line, start..<max(start, line.count), to: &cells)
    if separator == .bar { dropOuter(&cells) }
    if separator == .spaces { cells.removeAll(where: \.isEmpty) }
  }

  /// Bytes of the separator at `index`; 0 where none stands there.
  private func width(_ line: UnsafeRawBufferPointer, _ index: Int, _ byte: UInt8) -> Int {
    switch separator {
    case .tab, .semicolon, .comma: return byte == separator.byte ? 1 : 0
    case .spaces: return Ascii.isSpace(byte) ? 1 : 0
    case .bar:
      if byte == .bar { return 1 }
      // U+2502, U+2503, U+2551: the bars of console tables.
      guard byte == 0xe2, index + 2 < line.count else { return 0 }
      let isBar =
        line[index + 1] == 0x94 && [0x82, 0x83].contains(line[index + 2])
        || line[index + 1] == 0x95 && line[index + 2] == 0x91
      return isBar ? 3 : 0
    }
  }

  private func add(
    _ line: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    to cells: inout [Range<Int>]
  ) {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, Ascii.isSpace(line[low]) { low += 1 }
    while low < high, Ascii.isSpace(line[high - 1]) { high -= 1 }
    if high - low >= 2, line[low] == .quote, line[high - 1] == .quote {
      low += 1
      high -= 1
      while low < high, Ascii.isSpace(line[low]) { low += 1 }
      while low < high, Ascii.isSpace(line[high - 1]) { high -= 1 }
    }
    cells.append(low..<high)
  }

  private func dropOuter(_ cells: inout [Range<Int>]) {
    if let first = cells.first, first.isEmpty { cells.removeFirst() }
    if let last = cells.last, last.isEmpty { cells.removeLast() }
  }
}
