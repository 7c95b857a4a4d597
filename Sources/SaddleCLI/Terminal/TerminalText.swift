// SPDX-License-Identifier: Apache-2.0

/// Text as a terminal may get it: names and values of foreign logs can hold what a terminal obeys.
///
/// Everything that is printed passes here once, at the stream; what stands within a line passes
/// `TextLayout.harmless` before, which keeps it from making lines of its own.
enum TerminalText {
  /// Returns whether a terminal would obey a scalar: control characters (ESC and U+009B begin
  /// sequences), and marks that turn the direction of what is shown.
  static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
      0x2066...0x2069:
      true
    default: false
    }
  }

  /// Returns text whose lines, tabs and colours of our own are kept; `?` is everything else that a
  /// terminal would obey.
  static func harmless(_ text: String) -> String {
    guard needsLook(text) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if let colour = ownColour(rest) {
        result.append(contentsOf: rest.prefix(colour))
        rest = rest.dropFirst(colour)
        continue
      }
      let isKept = scalar == "\n" || scalar == "\t" || !isObeyed(scalar)
      result.append(isKept ? scalar : "?")
      rest.removeFirst()
    }
    return String(result)
  }

  /// Returns JSON with what a terminal would obey as `\u` escapes; the values are the same.
  static func json(_ text: String) -> String {
    guard needsLook(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", scalar != "\t", isObeyed(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether there is anything but printable ASCII and line ends: most text is passed as it is.
  private static func needsLook(_ text: String) -> Bool {
    !text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 10 }
  }

  /// The scalars of a colour that begins `text`, one that `Terminal.paint` and `ReportStyle.paint`
  /// write; nil where none does.
  private static func ownColour(_ text: Substring.UnicodeScalarView) -> Int? {
    guard text.starts(with: ["\u{1B}", "["]) else { return nil }
    let body = text.dropFirst(2).prefix(12)
    guard let end = body.firstIndex(of: "m") else { return nil }
    let codes = String(body[..<end]).split(separator: ";", omittingEmptySubsequences: false)
    let isOurs = codes.allSatisfy { code in
      ["0", "1", "2", "7"].contains(code) || (Int(code).map { (31...36).contains($0) } ?? false)
    }
    return isOurs ? text.distance(from: text.startIndex, to: end) + 1 : nil
  }
}
