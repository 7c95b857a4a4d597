// SPDX-License-Identifier: Apache-2.0

/// Measuring and breaking text for a terminal.
package enum TextLayout {
  /// Returns the columns that a text takes; East Asian wide characters and emoji take two.
  package static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }

  /// Returns the text with blanks behind it, `columns` wide; a longer text stays as it is.
  package static func pad(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// Returns the text with blanks before it.
  package static func padLeft(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - width(text))) + text
  }

  /// Returns the text cut to at most `columns`, with an ellipsis in the middle where it was cut.
  package static func shorten(_ text: String, to columns: Int) -> String {
    guard width(text) > columns, columns > 3 else { return text }
    var head = ""
    var tail = ""
    var left = columns - 1
    var front = Substring(text)
    while left > 0, let first = front.first {
      let takeTail = width(tail) < (columns - 1) / 2
      let next = takeTail ? front.last ?? first : first
      let cost = width(String(next))
      guard cost <= left else { break }
      left -= cost
      if takeTail {
        tail = String(next) + tail
        front.removeLast()
      } else {
        head.append(next)
        front.removeFirst()
      }
    }
    return head + "…" + tail
  }

  /// Returns the text broken at blanks into lines of at most `columns`.
  ///
  /// A word longer than a line is broken where the line ends.
  package static func wrap(_ text: String, to columns: Int) -> [String] {
    let columns = max(8, columns)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      var word = String(word)
      if !line.isEmpty, width(line) + 1 + width(word) <= columns {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while width(word) > columns {
        let cut = prefix(word, columns)
        lines.append(cut)
        word = String(word.dropFirst(cut.count))
      }
      line = word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  private static func prefix(_ word: String, _ columns: Int) -> String {
    var result = ""
    var used = 0
    for character in word {
      used += width(String(character))
      if used > columns && !result.isEmpty { break }
      result.append(character)
    }
    return result
  }

  /// Returns the text in ASCII: signs that have a spelling get it, the rest becomes `?`.
  package static func ascii(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += spelling[scalar] ?? "?"
      }
    }
    return result
  }

  private static let spelling: [Unicode.Scalar: String] = [
    "·": "-", "—": "--", "–": "-", "…": "~", "→": "->", "←": "<-", "×": "x", "≥": ">=", "≤": "<=",
    "≈": "~", "±": "+-", "│": "|", "┤": "|", "└": "+", "─": "-", "┬": "+", "━": "=", "╾": "=",
    "◆": "*", "▲": "^", "▼": "v", "•": "*", "“": "\"", "”": "\"", "’": "'", "‘": "'", "é": "e",
    "ö": "o", "ü": "u", "ä": "a", "γ": "gamma", "λ": "lambda", "²": "2", "∇": "grad ", "╌": "-",
    "✓": "+", "✗": "x", "∞": "inf",
  ]
}
