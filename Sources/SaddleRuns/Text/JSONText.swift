// SPDX-License-Identifier: Apache-2.0

/// Strings of JSON.
enum JSONText {
  /// The string at the cursor as it stands there; nil, the cursor unchanged, where it has escapes or
  /// is none.
  static func plain(_ cursor: inout TextCursor) -> UnsafeRawBufferPointer? {
    guard cursor.peek() == .quote else { return nil }
    let start = cursor.position + 1
    var index = start
    while index < cursor.end {
      let byte = cursor.bytes[index]
      if byte == .quote {
        cursor.position = index + 1
        return cursor.slice(start, index)
      }
      if byte == .backslash { return nil }
      index += 1
    }
    return nil
  }

  /// The content of the string at the cursor, escapes resolved; nil where it is none.
  static func string(_ cursor: inout TextCursor) -> [UInt8]? {
    if let plain = plain(&cursor) { return Array(plain) }
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
      if escaped == UInt8(ascii: "u") {
        guard let unit = hexadecimal(&cursor) else { return nil }
        append(unit, &cursor, to: &result)
      } else {
        result.append(self.escaped(escaped))
      }
    }
    return nil
  }

  /// What a backslash before a letter stands for: a line feed for `n`; the byte itself for most.
  static func escaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "n"): .lineFeed
    case UInt8(ascii: "t"): .tab
    case UInt8(ascii: "r"): .carriageReturn
    case UInt8(ascii: "b"): .backspace
    case UInt8(ascii: "f"): .formFeed
    default: letter
    }
  }

  /// Appends the character of a UTF-16 unit and, where one follows, the second of its pair.
  ///
  /// Half a pair stays as it is written: names that differ stay different.
  private static func append(
    _ unit: UInt16,
    _ cursor: inout TextCursor,
    to text: inout [UInt8]
  ) {
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

  private static func hexadecimal(_ cursor: inout TextCursor) -> UInt16? {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = cursor.peek() else { return nil }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      unit = unit << 4 | UInt16(digit)
      cursor.advance()
    }
    return unit
  }
}
