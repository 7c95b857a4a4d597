// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Numbers as a person writes them, the same in terminal and page.
public enum NumberText {
  /// Returns a value with three significant digits: `0.0123`, `1.39`, `12,300`, `4.5e-7`, `NaN`.
  public static func value(_ value: Double, digits: Int = 3) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "Infinity" : "-Infinity" }
    if value == 0 { return "0" }
    let exponent = Int(log10(value.magnitude).rounded(.down))
    if exponent >= 7 || exponent < -4 {
      let parts = String(format: "%.*e", digits - 1, value).split(separator: "e")
      guard parts.count == 2, let power = Int(parts[1]) else { return "\(value)" }
      return trimmed(String(parts[0])) + "e\(power)"
    }
    let text = String(format: "%.*f", max(0, digits - 1 - exponent), value)
    return exponent >= 4 ? grouped(trimmed(text)) : trimmed(text)
  }

  /// Returns a whole number with groups of three digits: `1,250,000`.
  public static func count(_ count: Int) -> String { grouped("\(count)") }

  /// Returns a step: `step 1,250`.
  public static func step(_ step: Int) -> String { "step \(count(step))" }

  /// Returns a share as a percentage: `93 %`.
  public static func percent(_ share: Double) -> String {
    guard share.isFinite else { return value(share) }
    let percent = share * 100
    return percent > 0 && percent < 1 ? "< 1 %" : String(format: "%.0f %%", percent)
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.hasSuffix("0") { result.removeLast() }
    if result.hasSuffix(".") { result.removeLast() }
    return String(result)
  }

  private static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.drop { $0 == "-" }.prefix { $0 != "." }
    let rest = text.drop { $0 == "-" }.dropFirst(digits.count)
    guard digits.count > 4 else { return text }
    var result = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0 && (digits.count - offset) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return sign + result + rest
  }
}
