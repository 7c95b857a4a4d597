// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// Text as a terminal may get it: names and values of foreign logs can hold what a terminal obeys.
///
/// Everything that is printed passes here once, at the stream; what stands within a line passes
/// `ForeignText.inLine` before, which keeps it from making lines of its own.
package enum TerminalText {
  /// Returns text whose lines, tabs and colors of our own are kept; `?` is everything else that a
  /// terminal would obey.
  package static func harmless(_ text: String) -> String {
    guard needsLook(text) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if let color = ownColor(rest) {
        result.append(contentsOf: rest.prefix(color))
        rest = rest.dropFirst(color)
        continue
      }
      let isKept = scalar == "\n" || scalar == "\t" || !ForeignText.isObeyed(scalar)
      result.append(isKept ? scalar : "?")
      rest.removeFirst()
    }
    return String(result)
  }

  /// Returns JSON with what a terminal would obey as `\u` escapes; the values are the same.
  package static func json(_ text: String) -> String {
    guard needsLook(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", scalar != "\t", ForeignText.isObeyed(scalar) {
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

  /// The scalars of a color that begins `text`, one that `Ink` writes; nil where none does.
  private static func ownColor(_ text: Substring.UnicodeScalarView) -> Int? {
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
