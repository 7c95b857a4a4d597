// SPDX-License-Identifier: Apache-2.0

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

  /// "50 times", "a 50th of"; the factor must be positive.
  static func times(_ factor: Double) -> String {
    factor >= 1 ? "\(number(whole(factor))) times" : "1/\(number(whole(1 / factor))) of"
  }

  private static func whole(_ value: Double) -> Double {
    value >= 10 ? value.rounded() : rounded2(value)
  }

  private static func rounded2(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
