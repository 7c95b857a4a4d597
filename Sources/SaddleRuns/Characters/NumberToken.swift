// SPDX-License-Identifier: Apache-2.0

/// A number in a line of text, told from dates, times, versions and words.
struct NumberToken {
  /// What stands where a number could begin.
  enum Found {
    /// A number, read whole.
    case number(NumberToken)
    /// Two whole numbers with a slash: `3/25`.
    case fraction(Int, of: Int)
    /// `1,234`: grouped it is this; it may have a decimal comma.
    case ambiguous(Int)
    /// Digits that are no number to read: a date, a time, a version, a word, or a notation that
    /// can't be read whole.
    case unreadable
  }

  /// The number; per cent are divided by 100.
  var value: Double
  /// The number where it is whole, written without point, sign and unit.
  var whole: Int?
  /// What follows without a space: `it` of `120it`, `batch` of `1-50batch`.
  var suffix = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Reads what begins at the cursor, which is at a digit, a sign, a point or a letter.
  ///
  /// Returns nil, the cursor unchanged, where no number begins.
  static func scan(_ cursor: inout TextCursor, decimalComma: Bool) -> Found? {
    let start = cursor.position
    if let found = whole(&cursor) { return found }
    cursor.position = start
    if let found = withCommas(&cursor, decimalComma: decimalComma) { return found }
    cursor.position = start
    guard let value = cursor.number() else { return nil }
    let isWhole = cursor.slice(start, cursor.position).allSatisfy(Ascii.isDigit)
    return behind(&cursor, NumberToken(value: value, whole: isWhole ? Int(exactly: value) : nil))
  }

  /// What begins with a whole number and is more than one: a fraction, a time, a date, a range.
  private static func whole(_ cursor: inout TextCursor) -> Found? {
    let start = cursor.position
    guard let value = cursor.integer() else { return nil }
    switch cursor.peek() {
    case UInt8.slash, UInt8.space: return fraction(&cursor, value)
    case UInt8.colon where isDigit(cursor.peek(1)):
      // 12:30, 1:02:03.5
      _ = cursor.take { Ascii.isDigit($0) || [.colon, .point, .comma].contains($0) }
      return .unreadable
    case UInt8.minus where isDigit(cursor.peek(1)): return range(&cursor)
    case UInt8.underscore where isDigit(cursor.peek(1)):
      cursor.position = start
      return underscored(&cursor)
    default: return nil
    }
  }

  /// Python's `1_000`.
  private static func underscored(_ cursor: inout TextCursor) -> Found {
    let text = cursor.take { Ascii.isWord($0) || $0 == .point }
    let isBroken = cursor.peek() == .comma && isDigit(cursor.peek(1))
    guard text.allSatisfy({ Ascii.isDigit($0) || $0 == .underscore }), text.last != .underscore,
      !isBroken
    else {
      return unreadable(&cursor, behind: cursor)
    }
    let number = text.filter { $0 != .underscore }.withUnsafeBytes { bytes in
      var inner = TextCursor(bytes)
      return inner.integer()
    }
    guard let number else { return .unreadable }
    return behind(&cursor, NumberToken(value: Double(number), whole: number))
  }

  /// `3/25`, `3 / 25`; a date with slashes is none.
  private static func fraction(_ cursor: inout TextCursor, _ value: Int) -> Found? {
    var probe = cursor
    probe.skipSpaces()
    guard probe.match("/") else { return nil }
    probe.skipSpaces()
    guard let total = probe.integer(grouped: true) else { return nil }
    if probe.peek() == .point, isDigit(probe.peek(1)) { return nil }
    if probe.peek() == .slash, isDigit(probe.peek(1)) {
      _ = probe.take { Ascii.isDigit($0) || $0 == .slash }
      cursor = probe
      return .unreadable
    }
    if let next = probe.peek(), Ascii.isWord(next) { return nil }
    cursor = probe
    return .fraction(value, of: total)
  }

  /// A date, or `1-50batch`, of which the end counts.
  private static func range(_ cursor: inout TextCursor) -> Found? {
    cursor.advance()
    guard let end = cursor.integer() else { return nil }
    if let next = cursor.peek(), Ascii.isLetter(next) {
      let suffix = cursor.take(while: Ascii.isLetter)
      return .number(NumberToken(value: Double(end), whole: end, suffix: suffix))
    }
    _ = cursor.take { Ascii.isWord($0) || $0 == .minus }
    return .unreadable
  }

  /// A number with commas, or nil where commas separate numbers.
  private static func withCommas(_ cursor: inout TextCursor, decimalComma: Bool) -> Found? {
    let start = cursor.position
    var probe = cursor
    let text = probe.takeCommaNumber()
    let isListed = start > 0 && [.openBracket, .openParenthesis].contains(cursor.bytes[start - 1])
    guard text.contains(.comma), !isListed else { return nil }
    // `1,5x`: neither one number nor two.
    if probe.peek().map(Ascii.isWord) == true { return unreadable(&cursor, behind: probe) }
    switch CommaNumber(text, decimalComma: decimalComma) {
    case .value(let value):
      cursor = probe
      let isInteger = !decimalComma && value == value.rounded()
      return behind(
        &cursor,
        NumberToken(value: value, whole: isInteger ? Int(exactly: value) : nil)
      )
    case .ambiguous(let grouped):
      cursor = probe
      return .ambiguous(grouped)
    case .none: return nil
    }
  }

  /// Looks at what follows the number directly.
  private static func behind(_ cursor: inout TextCursor, _ token: NumberToken) -> Found {
    var token = token
    guard let next = cursor.peek() else { return .number(token) }
    if next == .percent {
      cursor.advance()
      // The share of a progress bar.
      if cursor.peek() == .bar { return .unreadable }
      let isWord = cursor.peek().map { Ascii.isWord($0) || $0 == .percent } ?? false
      if isWord || goesOn(cursor) { return unreadable(&cursor, behind: cursor) }
      token.value /= 100
      token.whole = nil
    } else if goesOn(cursor) {
      return unreadable(&cursor, behind: cursor)
    } else if Ascii.isWord(next) {
      token.suffix = cursor.take { Ascii.isWord($0) || $0 == .slash }
    }
    return .number(token)
  }

  /// Whether what follows directly belongs to the number, which then isn't one: `1.2.3`, `1+2`, `-1-2`.
  private static func goesOn(_ cursor: TextCursor) -> Bool {
    guard let after = cursor.peek(1) else { return cursor.peek() == .plus }
    switch cursor.peek() {
    case .plus: return !isDeviation(cursor)
    case .minus: return isDigit(after) || after == .plus || after == .point
    case .point: return Ascii.isWord(after)
    default: return false
    }
  }

  /// Passes over what looks like a number and can't be read.
  private static func unreadable(_ cursor: inout TextCursor, behind end: TextCursor) -> Found {
    cursor = end
    _ = cursor.take { Ascii.isWord($0) || [.percent, .plus, .comma, .minus, .point].contains($0) }
    return .unreadable
  }

  /// `+-0.1` or `+/-0.1` behind a mean.
  private static func isDeviation(_ cursor: TextCursor) -> Bool {
    var probe = cursor
    guard probe.match("+-") || probe.match("+/-") else { return false }
    probe.skipSpaces()
    return isDigit(probe.peek()) || probe.peek() == .point
  }

  private static func isDigit(_ byte: UInt8?) -> Bool { byte.map(Ascii.isDigit) ?? false }
}
