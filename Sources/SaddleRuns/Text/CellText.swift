// SPDX-License-Identifier: Apache-2.0

/// What a cell of a table holds.
enum CellText: Equatable {
  /// Nothing, or a word for it: an empty cell, `NA`, `None`, `-`.
  case empty
  /// A number, and those that follow it in the same cell: `[0.69 0.76]`.
  case number(Double, rest: [Double])
  /// `3/25`: the third of 25 in a column that is a place, and no number elsewhere.
  case place(Double)
  /// Digits in a notation that may mean two numbers, or none.
  case unread
  /// A word.
  case text

  private static let emptyWords: Set<String> = [
    "na", "n/a", "none", "null", "-", "--", "nil", "...",
  ]

  /// Whether a word has digits in it, or signs of other scripts that may be numbers: in a column of
  /// numbers it is one that wasn't read.
  static func mayBeNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { Ascii.isDigit($0) || $0 >= 0x80 }
  }

  init(_ bytes: UnsafeRawBufferPointer, decimalComma: Bool, allowsComma: Bool) {
    if bytes.isEmpty {
      self = .empty
    } else if let first = bytes.first,
      Ascii.isDigit(first) || [.plus, .minus, .point].contains(first)
    {
      self = CellText.digits(bytes, decimalComma: decimalComma, allowsComma: allowsComma)
    } else if let value = NumberText.parse(bytes) {
      self = .number(value, rest: [])
    } else if let list = CellText.list(bytes) {
      self = list
    } else if bytes.count <= 4,
      CellText.emptyWords.contains(String(decoding: bytes, as: UTF8.self).lowercased())
    {
      self = .empty
    } else {
      self = .text
    }
  }

  private static func digits(
    _ bytes: UnsafeRawBufferPointer,
    decimalComma: Bool,
    allowsComma: Bool
  ) -> CellText {
    if let value = NumberText.parse(bytes) { return .number(value, rest: []) }
    var cursor = TextCursor(bytes)
    if allowsComma, bytes.contains(.comma) {
      let text = cursor.takeCommaNumber()
      if cursor.isAtEnd {
        if case .value(let value) = CommaNumber(text, decimalComma: decimalComma) {
          return .number(value, rest: [])
        }
        return .unread
      }
      cursor = TextCursor(bytes)
    }
    switch NumberToken.scan(&cursor, decimalComma: decimalComma) {
    case .number(let token):
      cursor.skipSpaces()
      // 51.5%, 1_000; "0.5 (0.6)" and "0.5 +- 0.1" begin with their value.
      guard token.suffix.isEmpty else { return dashed(bytes) }
      if cursor.isAtEnd || cursor.peek() == .openParenthesis {
        return .number(token.value, rest: [])
      }
      if cursor.match("+-") || cursor.match("+/-") || cursor.match("\u{b1}") {
        cursor.skipSpaces()
        let isDeviation = cursor.peek().map { Ascii.isDigit($0) || $0 == .point } ?? false
        guard isDeviation, cursor.number() != nil, cursor.isAtEnd else { return .unread }
        return .number(token.value, rest: [])
      }
      return dashed(bytes)
    case .fraction(let done, _) where cursor.isAtEnd: return .place(Double(done))
    default: return dashed(bytes)
    }
  }

  /// A lone dash is no value; dates and times are words; other digits are a number not read.
  private static func dashed(_ bytes: UnsafeRawBufferPointer) -> CellText {
    if bytes.allSatisfy({ $0 == .minus || $0 == .point }) { return .empty }
    let marks = bytes.count { $0 == .minus || $0 == .colon || $0 == .slash }
    let hasWords = bytes.count { Ascii.isLetter($0) } > 1
    return marks > 1 || hasWords ? .text : .unread
  }

  /// `[0.69 0.76]`, `(0.69, 0.76)`.
  private static func list(_ bytes: UnsafeRawBufferPointer) -> CellText? {
    var cursor = TextCursor(bytes)
    guard cursor.match("[") || cursor.match("(") else { return nil }
    var values: [Double] = []
    while values.count < 64 {
      _ = cursor.take {
        Ascii.isSpace($0)
          || [.comma, .openBracket, .closeBracket, .openParenthesis, .closeParenthesis].contains($0)
      }
      if cursor.isAtEnd { break }
      guard let value = WrappedNumber.scan(&cursor) ?? cursor.number() else { return nil }
      values.append(value)
    }
    guard let first = values.first, cursor.isAtEnd else { return nil }
    return .number(first, rest: Array(values.dropFirst()))
  }
}
