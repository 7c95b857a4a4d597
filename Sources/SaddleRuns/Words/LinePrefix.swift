// SPDX-License-Identifier: Apache-2.0

/// What stands before and around the words of a line.
enum LinePrefix {
  /// The line without terminal codes, quotes of a notebook's source and white space at its ends.
  static func clean(_ bytes: UnsafeRawBufferPointer) -> String {
    var line = Array(bytes)
    if line.contains(.escape) { TerminalCodes.remove(from: &line) }
    // A line of a notebook's JSON: `   "step 3\n",`; terminal codes are escaped there.
    var text = String(decoding: line, as: UTF8.self)
    let trimmed = text.trimmed
    if trimmed.hasPrefix("\""), trimmed.hasSuffix("\"") || trimmed.hasSuffix("\",") {
      var inner = trimmed.dropFirst()
      if inner.hasSuffix(",") { inner = inner.dropLast() }
      inner = inner.dropLast()
      if inner.hasSuffix("\\n") { inner = inner.dropLast(2) }
      text = unescaped(inner)
    }
    return text
  }

  /// JSON's escapes for quotes, backslashes, tabs and terminal codes.
  private static func unescaped(_ text: Substring) -> String {
    guard text.contains("\\") else { return String(text) }
    var output: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == .backslash, let escape = bytes.popFirst() else {
        output.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "n"): output.append(.lineFeed)
      case UInt8(ascii: "t"): output.append(.tab)
      case UInt8(ascii: "u") where bytes.prefix(4).elementsEqual("001b".utf8):
        bytes = bytes.dropFirst(4)
        output.append(.escape)
      default: output.append(escape)
      }
    }
    if output.contains(.escape) { TerminalCodes.remove(from: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether nothing but a logger's date, level and name stands before the words.
  ///
  /// Such a prefix ends with a bracket, a colon, a dash, a bar or `>`, or is all digits and signs.
  static func isPrefix(_ text: Substring) -> Bool {
    let trimmed = text.trimmed
    guard let last = trimmed.utf8.last else { return true }
    if [.closeBracket, .colon, .minus, .bar, .greater, .closeParenthesis, .caret].contains(last) {
      return true
    }  // ] : - | > ) ^
    return trimmed.utf8.allSatisfy { !Ascii.isLetter($0) } || trimmed == "^C"
  }
}

extension Substring {
  /// Without white space at both ends.
  var trimmed: Substring {
    var rest = self
    while let first = rest.utf8.first, Ascii.isSpace(first) { rest = rest.dropFirst() }
    while let last = rest.utf8.last, Ascii.isSpace(last) { rest = rest.dropLast() }
    return rest
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: Substring { self[...].trimmed }
}
