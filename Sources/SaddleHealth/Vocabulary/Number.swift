// SPDX-License-Identifier: Apache-2.0

/// A number that survives JSON: non-finite values are the strings `"NaN"`, `"Infinity"` and
/// `"-Infinity"`, everything else is a JSON number.
public struct Number: Codable, Sendable, Equatable, ExpressibleByFloatLiteral {
  /// The value.
  public var value: Double

  /// Wraps a value.
  public init(_ value: Double) { self.value = value }

  /// Wraps a literal.
  public init(floatLiteral value: Double) { self.value = value }

  /// Reads a number or one of the three strings.
  ///
  /// - Throws: `DecodingError` where it is neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "NaN": value = .nan
    case "Infinity": value = .infinity
    case "-Infinity": value = -.infinity
    case let text:
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(text)' is not a number; known words: NaN, Infinity, -Infinity"
      )
    }
  }

  /// Writes a number or one of the three strings.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else if value.isNaN {
      try container.encode("NaN")
    } else {
      try container.encode(value > 0 ? "Infinity" : "-Infinity")
    }
  }

  /// Compares bit for bit, so that NaN equals itself.
  public static func == (left: Number, right: Number) -> Bool {
    left.value.bitPattern == right.value.bitPattern
  }
}

extension Number {
  /// The number as a person writes it: three significant digits, the words of JSON otherwise.
  public var text: String { value.text }
}

extension Double {
  /// The number with `digits` significant digits, without Foundation.
  func text(digits: Int = 3) -> String {
    if isNaN { return "NaN" }
    if isInfinite { return self > 0 ? "Infinity" : "-Infinity" }
    if self == 0 { return "0" }
    let exponent = Int(log10Floor)
    if exponent >= 6 || exponent < -4 {
      let mantissa = self / power(exponent)
      return "\(mantissa.rounded(toPlaces: digits - 1))e\(exponent)"
    }
    let places = Swift.max(0, digits - 1 - exponent)
    let rounded = self.rounded(toPlaces: places)
    return places == 0 || rounded == rounded.rounded() && magnitude >= 100
      ? "\(Int(rounded))" : "\(rounded)"
  }

  /// The number with three significant digits.
  var text: String { text(digits: 3) }

  private var log10Floor: Double {
    var value = magnitude
    var exponent = 0.0
    while value >= 10 {
      value /= 10
      exponent += 1
    }
    while value < 1 {
      value *= 10
      exponent -= 1
    }
    return exponent
  }

  private func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<Swift.abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }

  private func rounded(toPlaces places: Int) -> Double {
    let factor = power(places)
    return (self * factor).rounded() / factor
  }
}
