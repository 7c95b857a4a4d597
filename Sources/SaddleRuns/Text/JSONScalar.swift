// SPDX-License-Identifier: Apache-2.0

/// A JSON value that is no container; a text that is a number is one.
enum JSONScalar {
  case number(Double), text([UInt8]), other

  /// Reads the value at the cursor; nil where there is none.
  init?(_ cursor: inout TextCursor) {
    let first = cursor.peek()
    if first == .quote {
      guard let text = JSONText.string(&cursor) else { return nil }
      self = text.withUnsafeBytes { NumberText.parse($0) }.map(JSONScalar.number) ?? .text(text)
    } else if first.map(Ascii.isLetter) == true, JSONSkipper.matchWord(&cursor) {
      self = .other
    } else if let number = cursor.number() {
      self = .number(number)
    } else {
      return nil
    }
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
}
