// SPDX-License-Identifier: Apache-2.0

/// A piece of markup: a string that is put into it is escaped, another piece is not.
///
/// `"<p>\(name)</p>" as HTML` is safe whatever `name` holds; attributes stand in double quotes.
public struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The markup.
  public let text: String

  /// Takes a literal of the program as markup.
  public init(stringLiteral value: String) { text = value }

  /// Takes an interpolation whose strings were escaped.
  public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  private init(raw: String) { text = raw }

  /// Returns one piece of markup with the separator between each two.
  public static func join(_ pieces: [HTML], _ separator: HTML = "") -> HTML {
    HTML(raw: pieces.map(\.text).joined(separator: separator.text))
  }

  /// Returns text as markup that shows it.
  public static func escape(_ text: String) -> HTML {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return HTML(raw: result)
  }

  /// Takes a program's own asset or JSON that can't end a script as it is.
  static func trusted(_ text: String) -> HTML { HTML(raw: text) }

  /// Returns JSON that can stand in a script element: no `<`, `>` or `&` is left in it.
  static func scriptJSON(_ json: String) -> HTML {
    var result = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return HTML(raw: result)
  }

  /// Collects literals as they are and strings escaped.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text: String

    /// Begins a piece.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    /// Appends the program's own markup.
    public mutating func appendLiteral(_ literal: String) { text += literal }
    /// Appends text, escaped.
    public mutating func appendInterpolation(_ value: String) { text += HTML.escape(value).text }
    /// Appends a number in digits, which need no escaping.
    public mutating func appendInterpolation(_ value: Int) { text += "\(value)" }
    /// Appends markup.
    public mutating func appendInterpolation(_ value: HTML) { text += value.text }
  }
}
