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
    guard text.wholeMatch(of: /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/) != nil else {
      return nil
    }
    return Double(text)
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
    let exponent = #/[eE][+-]?[0-9]+$/#
    let tail = text.firstMatch(of: exponent).map { String($0.output) } ?? ""
    let body = text.dropLast(tail.count)
    if body.wholeMatch(of: /[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]*/) != nil
      || body.wholeMatch(of: /[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){2,}/) != nil
    {
      return Double(body.filter { $0 != "," } + tail)
    }
    if body.wholeMatch(of: /[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+/) != nil {
      return Double(body.filter { $0 != "." }.map { $0 == "," ? "." : String($0) }.joined() + tail)
    }
    if body.wholeMatch(of: /[+-]?[0-9]+,[0-9]+/) != nil,
      body.wholeMatch(of: /[+-]?[1-9][0-9]{0,2},[0-9]{3}/) == nil
    {
      return Double(body.map { $0 == "," ? "." : String($0) }.joined() + tail)
    }
    if text.wholeMatch(of: /[+-]?[0-9]+(_[0-9]+)+/) != nil {
      return Double(text.filter { $0 != "_" })
    }
    return nil
  }
}
