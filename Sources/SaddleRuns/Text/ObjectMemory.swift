// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON object as a row, and knows what the one before said.
struct ObjectMemory: Sendable {
  private static let depthLimit = 32

  /// The last count, mean and deviation of columns that have them.
  private var last: [String: (Double, Double, Double)] = [:]

  private var history = JSONHistory()
  private var titles = LongTitles()
  /// Whether the text may end within the object.
  private var mayBeCut = false

  /// Reads what is there of an object whose end is missing, where it is a history; otherwise false.
  mutating func readCut(_ bytes: [UInt8], into rows: inout ParsedRows) -> Bool {
    mayBeCut = true
    defer { mayBeCut = false }
    history = JSONHistory()
    var path: [UInt8] = []
    bytes.withUnsafeBytes { bytes in
      var cursor = TextCursor(bytes)
      _ = object(&cursor, &path, depth: 0, into: &rows)
    }
    let isHistory = history.isHistory(besides: rows)
    rows.cancelRow()
    return isHistory && history.addRows(to: &rows)
  }

  /// Adds the object's numbers as a row; false when it is not valid JSON.
  ///
  /// An object that holds a whole history (lists of numbers, a list of objects) adds its rows.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer,
    into rows: inout ParsedRows,
    adding cell: (name: String, value: Double)? = nil
  ) -> Bool {
    var cursor = TextCursor(bytes)
    var path: [UInt8] = []
    history = JSONHistory()
    guard object(&cursor, &path, depth: 0, into: &rows) else {
      rows.cancelRow()
      return false
    }
    if history.isHistory(besides: rows) {
      rows.cancelRow()
      return history.addRows(to: &rows)
    }
    for name in history.names { rows.note(name, .other) }
    if let cell { rows.add(cell.name, cell.value) }
    rows.endRow()
    return true
  }

  private mutating func object(
    _ cursor: inout TextCursor,
    _ path: inout [UInt8],
    depth: Int,
    into rows: inout ParsedRows
  ) -> Bool {
    guard depth < ObjectMemory.depthLimit, cursor.match("{") else { return false }
    var summary = Summary()
    var long = LongRecord()
    cursor.skipSpaces()
    if cursor.match("}") { return true }
    while true {
      cursor.skipSpaces()
      guard let key = string(&cursor) else { return false }
      cursor.skipSpaces()
      guard cursor.match(":") else { return false }
      cursor.skipSpaces()
      let length = path.count
      if !path.isEmpty { path.append(.slash) }
      path.append(contentsOf: key.prefix(ColumnNames.nameBytes))
      if cursor.peek() == .openBracket {
        guard history.takeList(&cursor, path, strings: string, mayBeCut: mayBeCut) else {
          return false
        }
      } else if depth == 0, cursor.peek() == .openBrace, let step = JSONHistory.step(key) {
        guard history.takeRecord(&cursor, step: step, strings: string) else { return false }
      } else if cursor.peek() == .openBrace {
        guard object(&cursor, &path, depth: depth + 1, into: &rows) else { return false }
      } else {
        guard let value = JSONScalar(&cursor, string) else { return false }
        switch value {
        case .number(let number):
          // What is taken is kept for the end of this object.
          if !(depth > 0 ? summary.take(key, number) : long.take(key, number, &titles)) {
            path.withUnsafeBytes { rows.add($0, number) }
          }
        case .text(let text):
          take(text, path, into: &rows)
          if depth == 0 { long.take(key, text: text, &titles) }
        case .other: break
        }
      }
      path.removeLast(path.count - length)
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      guard cursor.match("}") else { return false }
      add(summary, path, into: &rows)
      if let cell = long.cell(beside: rows.openNames, &titles) {
        cell.name.withUnsafeBytes { rows.add($0, cell.value) }
      }
      return true
    }
  }

  /// A text may be a number as tables have them, or one that can't be read.
  private func take(_ text: [UInt8], _ path: [UInt8], into rows: inout ParsedRows) {
    text.withUnsafeBytes { text in
      guard text.count <= 40, CellText.mayBeNumber(text) else { return }
      path.withUnsafeBytes { path in
        switch CellText(text, decimalComma: false, allowsComma: true) {
        case .number(let value, let rest) where rest.isEmpty: rows.add(path, value)
        case .empty: break
        case .number, .place, .unread, .text:
          rows.noteUnread(String(decoding: path, as: UTF8.self), text)
        }
      }
    }
  }

  /// `{"num": n, "mean": m, "std": s}`, what StyleGAN collects of a tick.
  private struct Summary {
    var count: Double?
    var mean: Double?
    var deviation: Double?

    mutating func take(_ key: [UInt8], _ number: Double) -> Bool {
      if key.elementsEqual("num".utf8) {
        count = number
      } else if key.elementsEqual("mean".utf8) {
        mean = number
      } else if key.elementsEqual("std".utf8) {
        deviation = number
      } else {
        return false
      }
      return true
    }
  }

  private mutating func add(_ summary: Summary, _ path: [UInt8], into rows: inout ParsedRows) {
    guard let mean = summary.mean else { return }
    // No samples: the mean is made up. The same three numbers again: nothing was reported since
    // (training_stats.py, keep_previous). The clock and the axis do go on.
    if summary.count == 0 { return }
    let name = String(decoding: path, as: UTF8.self)
    if let count = summary.count, let deviation = summary.deviation, count > 1 {
      let now = (count, mean, deviation)
      if let before = last[name], before.0 == now.0, same(before.1, now.1), same(before.2, now.2) {
        return
      }
      if last.count < 1000 || last[name] != nil { last[name] = now }
    }
    path.withUnsafeBytes { rows.add($0, mean) }
  }

  private func same(_ left: Double, _ right: Double) -> Bool {
    left == right || (left.isNaN && right.isNaN)
  }

  /// A string's content; the escapes that names contain are resolved.
  private func string(_ cursor: inout TextCursor) -> [UInt8]? {
    guard cursor.match("\"") else { return nil }
    var result: [UInt8] = []
    while let byte = cursor.peek() {
      cursor.advance()
      if byte == .quote { return result }
      guard byte == .backslash else {
        result.append(byte)
        continue
      }
      guard let escaped = cursor.peek() else { return nil }
      cursor.advance()
      switch escaped {
      case UInt8(ascii: "n"): result.append(.lineFeed)
      case UInt8(ascii: "t"): result.append(.tab)
      case UInt8(ascii: "r"): result.append(.carriageReturn)
      case UInt8(ascii: "b"): result.append(8)  // backspace
      case UInt8(ascii: "f"): result.append(12)  // form feed
      case UInt8(ascii: "u"):
        guard let unit = hexadecimal(&cursor) else { return nil }
        append(unit, &cursor, to: &result)
      default: result.append(escaped)
      }
    }
    return nil
  }

  /// Appends the character of a UTF-16 unit and, where one follows, the second of its pair.
  ///
  /// Half a pair stays as it is written: names that differ stay different.
  private func append(_ unit: UInt16, _ cursor: inout TextCursor, to text: inout [UInt8]) {
    guard UTF16.isSurrogate(unit) else {
      text.append(contentsOf: String(decoding: [unit], as: UTF16.self).utf8)
      return
    }
    var probe = cursor
    if UTF16.isLeadSurrogate(unit), probe.match("\\u"), let second = hexadecimal(&probe),
      UTF16.isTrailSurrogate(second)
    {
      cursor = probe
      text.append(contentsOf: String(decoding: [unit, second], as: UTF16.self).utf8)
    } else {
      text.append(contentsOf: "\\u\(String(unit, radix: 16))".utf8)
    }
  }

  private func hexadecimal(_ cursor: inout TextCursor) -> UInt16? {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = cursor.peek() else { return nil }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
      cursor.advance()
    }
    return unit
  }
}
