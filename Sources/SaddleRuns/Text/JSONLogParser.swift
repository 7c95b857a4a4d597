// SPDX-License-Identifier: Apache-2.0

/// Cuts a text into JSON objects and reads each as a row.
///
/// Objects may stand one a line, in a list, or spread over lines. A damaged one costs itself: the
/// search goes on at the next line that begins with a brace.
struct JSONLogParser: LogParser {
  static let objectLimit = 1 << 20

  private var decoder = TextDecoder()
  private var object: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isOverlong = false
  private var sawNewline = false
  /// Whether records were complete at the end of a line so far.
  private var isOneALine = true
  private var atLineStart = true
  private var lastSignificant: UInt8 = 0
  private var offset = 0
  private var objectStart = 0
  private var junk = 0
  private var memory = ObjectMemory()

  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    if let converted = decoder.convert(bytes) {
      converted.withUnsafeBytes { scan($0, into: &rows) }
    } else {
      scan(bytes, into: &rows)
    }
  }

  mutating func finish(into rows: inout ParsedRows) {
    if depth > 0 { rows.damage.add(.truncated, offset: objectStart, bytes: offset - objectStart) }
    endJunk(into: &rows)
    depth = 0
    object = []
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    for byte in bytes {
      take(byte, into: &rows)
      offset += 1
    }
  }

  private mutating func take(_ byte: UInt8, into rows: inout ParsedRows) {
    if byte == 10 || byte == 13 {
      endLine(into: &rows)
      return
    }
    // A brace in the first column while an object is open: the open one was cut off, unless a
    // value is expected here.
    if atLineStart, byte == 123, depth > 0,
      ![58, 44, 91].contains(lastSignificant) || isInString
    {
      abandon(into: &rows)
    }
    if !Ascii.isSpace(byte) { atLineStart = false }
    if depth == 0 {
      outside(byte, into: &rows)
    } else {
      inside(byte, into: &rows)
    }
    if !Ascii.isSpace(byte) { lastSignificant = byte }
  }

  /// Between objects: list punctuation, or text that is not JSON.
  private mutating func outside(_ byte: UInt8, into rows: inout ParsedRows) {
    if byte == 123 {
      endJunk(into: &rows)
      depth = 1
      objectStart = offset
      object = [byte]
      sawNewline = false
      isOverlong = false
    } else if byte != 91, byte != 93, byte != 44, !Ascii.isSpace(byte) {
      junk += 1
    }
  }

  private mutating func inside(_ byte: UInt8, into rows: inout ParsedRows) {
    append(byte)
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == 92 {
        isEscaped = true
      } else if byte == 34 {
        isInString = false
      }
      return
    }
    switch byte {
    case 34: isInString = true
    case 123: depth += 1
    case 125:
      depth -= 1
      if depth == 0 { endObject(into: &rows) }
    default: break
    }
  }

  private mutating func append(_ byte: UInt8) {
    if object.count >= JSONLogParser.objectLimit {
      isOverlong = true
    } else {
      object.append(byte)
    }
  }

  private mutating func endLine(into rows: inout ParsedRows) {
    if depth > 0 {
      // Strings cannot span lines; neither can records of a log of one a line.
      if isInString || (isOneALine && rows.recordsRead > 0) {
        abandon(into: &rows)
      } else {
        append(10)
        sawNewline = true
      }
    } else {
      endJunk(into: &rows)
    }
    atLineStart = true
  }

  private mutating func endObject(into rows: inout ParsedRows) {
    if sawNewline { isOneALine = false }
    if isOverlong {
      rows.damage.add(.oversized, offset: objectStart, bytes: offset + 1 - objectStart)
    } else {
      let isValid = object.withUnsafeBytes { memory.read($0, into: &rows) }
      if !isValid {
        rows.damage.add(.malformed, offset: objectStart, bytes: object.count)
      }
    }
    object.removeAll(keepingCapacity: object.capacity <= 1 << 16)
  }

  private mutating func abandon(into rows: inout ParsedRows) {
    rows.damage.add(.malformed, offset: objectStart, bytes: offset - objectStart)
    depth = 0
    isInString = false
    isEscaped = false
    object.removeAll(keepingCapacity: object.capacity <= 1 << 16)
  }

  private mutating func endJunk(into rows: inout ParsedRows) {
    if junk > 0 { rows.linesIgnored += 1 }
    junk = 0
  }
}

/// Reads one JSON object as a row, and knows what the one before said.
struct ObjectMemory: Sendable {
  private static let depthLimit = 32

  /// The last count, mean and deviation of columns that have them.
  private var last: [String: (Double, Double, Double)] = [:]

  /// Adds the object's numbers as a row; false when it is not valid JSON.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer,
    into rows: inout ParsedRows,
    adding cell: (name: String, value: Double)? = nil
  ) -> Bool {
    var cursor = TextCursor(bytes)
    var path: [UInt8] = []
    guard object(&cursor, &path, depth: 0, into: &rows) else {
      rows.cancelRow()
      return false
    }
    if let cell { rows.add(cell.name, cell.value) }
    rows.endRow()
    return true
  }

  private enum Value { case number(Double), object, other }

  private mutating func object(
    _ cursor: inout TextCursor,
    _ path: inout [UInt8],
    depth: Int,
    into rows: inout ParsedRows
  ) -> Bool {
    guard depth < ObjectMemory.depthLimit, cursor.match("{") else { return false }
    var summary = Summary()
    cursor.skipSpaces()
    if cursor.match("}") { return true }
    while true {
      cursor.skipSpaces()
      guard let key = string(&cursor) else { return false }
      cursor.skipSpaces()
      guard cursor.match(":") else { return false }
      cursor.skipSpaces()
      let length = path.count
      if !path.isEmpty { path.append(47) }
      path.append(contentsOf: key.prefix(ColumnNames.nameBytes))
      if cursor.peek() == 123 {
        guard object(&cursor, &path, depth: depth + 1, into: &rows) else { return false }
      } else {
        guard let value = value(&cursor, depth: depth) else { return false }
        if case .number(let number) = value {
          if depth > 0, summary.take(key, number) {
            // Kept for the end of this object.
          } else {
            path.withUnsafeBytes { rows.add($0, number) }
          }
        }
      }
      path.removeLast(path.count - length)
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      guard cursor.match("}") else { return false }
      add(summary, path, into: &rows)
      return true
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

  private func value(_ cursor: inout TextCursor, depth: Int) -> Value? {
    switch cursor.peek() {
    case 34:
      guard let text = string(&cursor) else { return nil }
      return text.withUnsafeBytes { NumberText.parse($0) }.map(Value.number) ?? .other
    case 91: return list(&cursor, depth: depth + 1) ? .other : nil
    case 123: return skipObject(&cursor, depth: depth + 1) ? .object : nil
    default: break
    }
    if cursor.match("true") || cursor.match("false") || cursor.match("null")
      || cursor.match("None")
    {
      return .other
    }
    return cursor.number().map(Value.number)
  }

  private func list(_ cursor: inout TextCursor, depth: Int) -> Bool {
    guard depth < ObjectMemory.depthLimit, cursor.match("[") else { return false }
    cursor.skipSpaces()
    if cursor.match("]") { return true }
    while true {
      cursor.skipSpaces()
      guard value(&cursor, depth: depth) != nil else { return false }
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      return cursor.match("]")
    }
  }

  private func skipObject(_ cursor: inout TextCursor, depth: Int) -> Bool {
    guard depth < ObjectMemory.depthLimit, cursor.match("{") else { return false }
    cursor.skipSpaces()
    if cursor.match("}") { return true }
    while true {
      cursor.skipSpaces()
      guard string(&cursor) != nil else { return false }
      cursor.skipSpaces()
      guard cursor.match(":") else { return false }
      cursor.skipSpaces()
      guard value(&cursor, depth: depth) != nil else { return false }
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      return cursor.match("}")
    }
  }

  /// A string's content; the escapes that names contain are resolved.
  private func string(_ cursor: inout TextCursor) -> [UInt8]? {
    guard cursor.match("\"") else { return nil }
    var result: [UInt8] = []
    while let byte = cursor.peek() {
      cursor.advance()
      if byte == 34 { return result }
      guard byte == 92 else {
        result.append(byte)
        continue
      }
      guard let escaped = cursor.peek() else { return nil }
      cursor.advance()
      switch escaped {
      case 110: result.append(10)
      case 116: result.append(9)
      case 114: result.append(13)
      case 98: result.append(8)
      case 102: result.append(12)
      case 117:
        guard let unit = hexadecimal(&cursor) else { return nil }
        result.append(contentsOf: String(decoding: [unit], as: UTF16.self).utf8)
      default: result.append(escaped)
      }
    }
    return nil
  }

  private func hexadecimal(_ cursor: inout TextCursor) -> UInt16? {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = cursor.peek() else { return nil }
      let digit: UInt8
      switch byte {
      case 48...57: digit = byte - 48
      case 65...70: digit = byte - 55
      case 97...102: digit = byte - 87
      default: return nil
      }
      unit = unit << 4 | UInt16(digit)
      cursor.advance()
    }
    return unit
  }
}
