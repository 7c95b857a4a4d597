// SPDX-License-Identifier: Apache-2.0

/// Reads numbers as training scripts print them.
///
/// `nan`, `-inf`, `Infinity`, Visual C's `1.#IND` and `1.#INF`, `1e+38`, `tensor(0.5, ...)`; the
/// result is the nearest double, as Swift's own parser gives it.
enum NumberText {
  /// Returns the number that `bytes` are, spaces and quotes around it aside, or nil.
  static func parse(_ bytes: UnsafeRawBufferPointer, decimalComma: Bool = false) -> Double? {
    if decimalComma, bytes.contains(.comma), !bytes.contains(.point) {
      return bytes.map { $0 == .comma ? .point : $0 }.withUnsafeBytes { parse($0) }
    }
    var cursor = TextCursor(bytes)
    cursor.skipSpaces()
    let quote = cursor.peek()
    let isQuoted = quote == .quote || quote == .apostrophe
    if isQuoted { cursor.advance() }
    cursor.skipSpaces()
    guard let value = cursor.number() else { return nil }
    cursor.skipSpaces()
    if isQuoted, cursor.peek() == quote { cursor.advance() }
    cursor.skipSpaces()
    return cursor.isAtEnd ? value : nil
  }

  /// Returns the longest number at the cursor.
  static func scan(_ cursor: inout TextCursor) -> Double? {
    let start = cursor.position
    guard let first = cursor.peek() else { return nil }
    if Ascii.isDigit(first), cursor.peek(2) != UInt8(ascii: "#") {
      return decimal(&cursor, start: start, isNegative: false)
    }
    if Ascii.lower(first) == UInt8(ascii: "t"), cursor.match("tensor(") {
      while let byte = cursor.peek(), byte == .openBracket || Ascii.isSpace(byte) {
        cursor.advance()
      }
      guard let value = cursor.number() else { return nil }
      guard cursor.skip(past: ")") else { return nil }
      return value
    }
    var isNegative = false
    if let sign = cursor.peek(), sign == .plus || sign == .minus {
      isNegative = sign == .minus
      cursor.advance()
    }
    if let special = special(&cursor) { return isNegative ? -special : special }
    return decimal(&cursor, start: start, isNegative: isNegative)
  }

  private static func special(_ cursor: inout TextCursor) -> Double? {
    if cursor.match("1.#") {
      let name = cursor.take(while: Ascii.isWord)
      var inner = TextCursor(name)
      return inner.match("inf") ? .infinity : .nan
    }
    let before = cursor.position
    var value: Double?
    if cursor.match("nan") {
      value = .nan
      if cursor.peek() == .openParenthesis { _ = cursor.skip(past: ")") }  // nan(ind)
    } else if cursor.match("infinity") || cursor.match("inf") {
      value = .infinity
    }
    // "info" and "nano" are words.
    if value != nil, let next = cursor.peek(), Ascii.isWord(next) {
      cursor.position = before
      return nil
    }
    return value
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }

  private static func decimal(
    _ cursor: inout TextCursor,
    start: Int,
    isNegative: Bool
  ) -> Double? {
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var scale = 0
    var sawPoint = false
    var position = cursor.position
    scanning: while position < cursor.end {
      switch cursor.bytes[position] {
      case let byte where Ascii.isDigit(byte):
        digits += 1
        if significant < 19 {
          mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
          if mantissa != 0 { significant += 1 }
          if sawPoint { scale -= 1 }
        } else {
          significant += 1
        }
      case UInt8(ascii: ".") where !sawPoint: sawPoint = true
      default: break scanning
      }
      position += 1
    }
    cursor.position = position
    guard digits > 0 else { return nil }
    var exponent = 0
    if let byte = cursor.peek(), Ascii.lower(byte) == UInt8(ascii: "e") {
      var probe = cursor
      probe.advance()
      let sign = probe.peek()
      if sign == .plus || sign == .minus { probe.advance() }
      if let next = probe.peek(), Ascii.isDigit(next) {
        while let byte = probe.peek(), Ascii.isDigit(byte) {
          if exponent < 100_000 { exponent = exponent * 10 + Int(byte - 48) }
          probe.advance()
        }
        if sign == .minus { exponent = -exponent }
        cursor = probe
      }
    }
    // Exact when mantissa and power of ten are both exact doubles (Clinger's fast path).
    let power = scale + exponent
    if significant <= 19, mantissa <= 1 << 53, abs(power) <= 22 {
      let value = Double(mantissa)
      let result = power < 0 ? value / powers[-power] : value * powers[power]
      return isNegative ? -result : result
    }
    return Double(String(decoding: cursor.slice(start, cursor.position), as: UTF8.self))
  }
}
