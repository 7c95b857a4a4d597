// SPDX-License-Identifier: Apache-2.0

/// The value of one key, as it stands in a YAML file.
public enum ConfigurationValue: Sendable, Equatable {
  /// Nothing: `null`, for keys that may be left open.
  case none
  /// `true` or `false`.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// A finite number.
  case number(Double)
  /// Text, or the canonical name of a choice.
  case text(String)
  /// A list of names.
  case list([String])

  /// The value as YAML, readable by every YAML 1.1 and 1.2 reader as the same type.
  public var yaml: String {
    switch self {
    case .none: "null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): Self.yaml(value)
    case .text(let value): Self.yaml(value)
    case .list(let values): "[" + values.map(Self.yaml).joined(separator: ", ") + "]"
    }
  }

  /// Writes a number with a point, because YAML 1.1 readers take `5e-05` for text.
  private static func yaml(_ value: Double) -> String {
    let text = String(describing: value)
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else {
      return text
    }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  private static func yaml(_ value: String) -> String {
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      value.unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "/" } ?? false
    let isSafe = value.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789._/-".unicodeScalars.contains($0))
    }
    if isPlain, isSafe, !reserved.contains(value.lowercased()) { return value }
    return quoted(value)
  }

  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
