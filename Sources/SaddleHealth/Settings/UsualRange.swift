// SPDX-License-Identifier: Apache-2.0

/// The values that published recipes have for a setting.
///
/// What lies outside by a factor of `far` is said to be wrong; what lies outside by less is
/// doubtful: a cause where something else is wrong as well, and not worth a word otherwise.
struct UsualRange: Sendable, Equatable {
  /// A factor of ten: no published recipe of the same kind is that far outside of the others.
  static let far = 10.0

  /// The smallest published value.
  let lower: Double
  /// The largest published value.
  let upper: Double
  /// The value to take where nothing else is known.
  let typical: Double
  /// Where the ends were published.
  let source: String

  /// The factor by which a value lies outside, with its sign: above 1 it is too large, below 1 too
  /// small, and 1 is inside.
  func excess(_ value: Double) -> Double {
    if value > upper { return upper > 0 ? value / upper : .infinity }
    if value < lower { return lower > 0 ? Swift.max(0, value) / lower : 0 }
    return 1
  }

  /// How much a value counts: nil inside, doubtful outside, far beyond a factor of `far`.
  func weight(_ value: Double) -> SettingIssue.Weight? {
    let excess = excess(value)
    if excess == 1 { return nil }
    return excess >= Self.far || excess <= 1 / Self.far ? .far : .doubtful
  }

  /// The range in words: "0.00001 to 0.0025".
  var text: String { "\(SettingText.number(lower)) to \(SettingText.number(upper))" }
}

/// Numbers of settings as a person writes them, and as YAML reads them back.
enum SettingText {
  /// Up to four significant digits, without the noise of binary fractions.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.text }
    if value == 0 { return "0" }
    if value.magnitude >= 1e-5, value.magnitude < 1e15 { return decimal(value) }
    let (mantissa, exponent) = scientific(value)
    return "\(mantissa)e\(exponent)"
  }

  /// Rounds to four significant digits: 0.010000000000000002 is 0.01.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    return Double(number(value)) ?? value
  }

  private static func decimal(_ value: Double) -> String {
    var magnitude = value.magnitude
    var exponent = 0
    while magnitude >= 10 {
      magnitude /= 10
      exponent += 1
    }
    while magnitude < 1 {
      magnitude *= 10
      exponent -= 1
    }
    let places = Swift.max(0, 3 - exponent)
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let scaled = (value.magnitude * factor).rounded()
    var digits = String(UInt64(scaled))
    if digits.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.count) + digits
    }
    let whole = digits.dropLast(places)
    var fraction = String(digits.suffix(places))
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let sign = value < 0 ? "-" : ""
    return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func scientific(_ value: Double) -> (mantissa: String, exponent: Int) {
    var mantissa = value
    var exponent = 0
    while mantissa.magnitude >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa.magnitude < 1 {
      mantissa *= 10
      exponent -= 1
    }
    // Rounding may reach the next power of ten: 9.9999 is 10.
    if (mantissa.magnitude * 1000).rounded() >= 10_000 {
      mantissa /= 10
      exponent += 1
    }
    let text = decimal(mantissa)
    // A point, as YAML 1.1 reads `5e-05` as text.
    return (text.contains(".") ? text : text + ".0", exponent)
  }
}
