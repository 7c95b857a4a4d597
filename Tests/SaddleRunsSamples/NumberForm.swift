// SPDX-License-Identifier: Apache-2.0

/// What a text is as one number, told without Saddle's readers: by the shape of its characters and
/// the standard library's conversion.
enum NumberForm: Equatable {
  /// This number.
  case value(Double)
  /// Several plain numbers with commas between them; this is the first.
  case list(Double)
  /// It may be two numbers, or is none.
  case none

  init(_ text: String) {
    if let value = NumberForm.number(text) ?? NumberForm.special(text) {
      self = .value(value)
    } else if text.hasSuffix("%"), let value = NumberForm.number(String(text.dropLast())) {
      self = .value(value / 100)
    } else if let sign = text.firstRange(of: "+-"),
      let value = NumberForm.plain(String(text[..<sign.lowerBound])),
      NumberForm.plain("+" + text[sign.upperBound...]) != nil
    {
      // A mean and its deviation.
      self = .value(value)
    } else {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.map { NumberForm.plain(String($0)) }
      // `1,234` is one number of which two readings differ, and no list.
      let isAmbiguous =
        parts.count == 2 && parts[1].count == 3 && !parts[0].contains { ".eE".contains($0) }
      if parts.count > 1, !isAmbiguous, !numbers.contains(nil), let first = numbers[0] {
        self = .list(first)
      } else {
        self = .none
      }
    }
  }

  private static func number(_ text: String) -> Double? { plain(text) ?? marked(text) }

  /// Sign, digits, a point, digits, an exponent.
  private static func plain(_ text: String) -> Double? {
    var shape = NumberShape(text)
    return shape.takePlain() && shape.isAtEnd ? Double(text) : nil
  }

  private static func special(_ text: String) -> Double? {
    let word = text.lowercased()
    let isNegative = word.hasPrefix("-")
    switch isNegative || word.hasPrefix("+") ? String(word.dropFirst()) : word {
    case "nan": return .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }

  /// Groups, a decimal comma, Python's underscores.
  private static func marked(_ text: String) -> Double? {
    let tail = NumberShape.exponent(of: text)
    let body = String(text.dropLast(tail.count))
    var shape = NumberShape(body)
    if let groups = shape.takeGroups(separatedBy: ","), groups > 0 {
      let hasPoint = shape.take(".")
      if hasPoint { _ = shape.takeDigits() }
      if shape.isAtEnd, hasPoint || groups > 1 { return Double(body.filter { $0 != "," } + tail) }
    }
    shape = NumberShape(body)
    if let groups = shape.takeGroups(separatedBy: "."), groups > 0, shape.take(","),
      shape.takeDigits() > 0, shape.isAtEnd
    {
      return Double(body.filter { $0 != "." }.map { $0 == "," ? "." : String($0) }.joined() + tail)
    }
    shape = NumberShape(body)
    if shape.takeSigned() > 0, shape.take(","), shape.takeDigits() > 0, shape.isAtEnd {
      var other = NumberShape(body)
      // `1,234`: as likely one group.
      let isAmbiguous = other.takeGroups(separatedBy: ",") == 1 && other.isAtEnd
      if !isAmbiguous { return Double(body.map { $0 == "," ? "." : String($0) }.joined() + tail) }
    }
    return underscored(text)
  }

  private static func underscored(_ text: String) -> Double? {
    var shape = NumberShape(text)
    guard text.contains("_"), shape.takeSigned() > 0 else { return nil }
    while shape.take("_") { guard shape.takeDigits() > 0 else { return nil } }
    return shape.isAtEnd ? Double(text.filter { $0 != "_" }) : nil
  }
}

/// Passes over the parts of a number, greedily.
private struct NumberShape {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  /// Returns how many digits there were.
  mutating func takeDigits() -> Int {
    let digits = rest.prefix(while: Self.isDigit)
    rest.removeFirst(digits.count)
    return digits.count
  }

  mutating func takeSigned() -> Int {
    _ = take("+") || take("-")
    return takeDigits()
  }

  mutating func takePlain() -> Bool {
    let whole = takeSigned()
    let fraction = take(".") ? takeDigits() : 0
    guard whole + fraction > 0 else { return false }
    if take("e") || take("E") { return takeSigned() > 0 }
    return true
  }

  /// One to three digits, none of them a leading zero, then groups of three; nil where a group is
  /// none.
  mutating func takeGroups(separatedBy mark: Unicode.Scalar) -> Int? {
    _ = take("+") || take("-")
    guard rest.first.map({ $0 != UInt8(ascii: "0") && Self.isDigit($0) }) == true,
      (1...3).contains(takeDigits())
    else { return nil }
    var count = 0
    while take(mark) {
      guard takeDigits() == 3 else { return nil }
      count += 1
    }
    return count
  }

  /// The exponent that a text ends with, or nothing.
  static func exponent(of text: String) -> String {
    guard let mark = text.lastIndex(where: { $0 == "e" || $0 == "E" }) else { return "" }
    var shape = NumberShape(String(text[text.index(after: mark)...]))
    return shape.takeSigned() > 0 && shape.isAtEnd ? String(text[mark...]) : ""
  }
}
