// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Numbers as a person writes them, the same in terminal and page.
package enum NumberText {
  /// Returns a value with three significant digits: `0.0123`, `1.39`, `12,300`, `4.5e-7`, `NaN`.
  package static func value(_ value: Double, digits: Int = 3) -> String {
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
  ///
  /// - Parameter fewest: Digits from which on there are groups.
  package static func count(_ count: Int, groupedFrom fewest: Int = 5) -> String {
    grouped("\(count)", from: fewest)
  }

  /// Returns a step: `step 1,250`.
  package static func step(_ step: Int) -> String { "step \(count(step))" }

  /// Returns a share as a percentage: `93 %`.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return value(share) }
    let percent = share * 100
    return percent > 0 && percent < 1 ? "< 1 %" : String(format: "%.0f %%", percent)
  }

  /// Returns a share with a tenth of a percent: `98.9 %`.
  package static func tenths(_ share: Double) -> String {
    String(format: "%.1f %%", share * 100)
  }

  /// Returns a value with four significant digits, noughts included: `12.50`, `1.235e-05`, `NaN`.
  package static func measured(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "inf" : "-inf" }
    if value == 0 { return "0" }
    let size = value.magnitude
    if size >= 1e6 || size < 1e-4 { return String(format: "%.3e", value) }
    let digits = max(0, 3 - Int(log10(size).rounded(.down)))
    return String(format: "%.\(digits)f", value)
  }

  /// Returns a value in few characters of a line that changes: `1.386`, `1.20e-04`; `-` for none.
  package static func running(_ value: Double?) -> String {
    guard let value else { return "-" }
    let isFar = abs(value) >= 1000 || (abs(value) < 0.001 && value != 0)
    return String(format: isFar ? "%.2e" : "%.3f", value)
  }

  /// Returns a count with a unit: `1.21 G`.
  package static func short(_ count: Int) -> String {
    scaled(count, [("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)]) ?? "\(count)"
  }

  /// Returns bytes with a unit: `12.3 MB`.
  package static func bytes(_ count: Int) -> String {
    scaled(count, [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]) ?? "\(count) B"
  }

  /// Returns hours, minutes and seconds: `1:02:03`, `0:07`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e8 else { return "?" }
    let total = Int(seconds.rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }

  private static func scaled(_ count: Int, _ units: [(name: String, size: Double)]) -> String? {
    let found = units.first { Double(count) >= $0.size }
    return found.map { "\(value(Double(count) / $0.size)) \($0.name)" }
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.hasSuffix("0") { result.removeLast() }
    if result.hasSuffix(".") { result.removeLast() }
    return String(result)
  }

  private static func grouped(_ text: String, from fewest: Int = 5) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.drop { $0 == "-" }.prefix { $0 != "." }
    let rest = text.drop { $0 == "-" }.dropFirst(digits.count)
    guard digits.count >= fewest else { return text }
    var result = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0 && (digits.count - offset) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return sign + result + rest
  }
}
