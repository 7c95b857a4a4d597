// SPDX-License-Identifier: Apache-2.0

import SaddleText

// Lists of a network's losses behind its name: `[D] real 0.42 fake 0.44  [G] fake 0.94 reg 0.03`.
extension LabelReader {
  /// The last network in brackets of a text, brackets included; nil where none is.
  static func section(_ text: UnsafeRawBufferPointer) -> String? {
    guard let end = text.lastIndex(of: .closeBracket),
      let start = text[..<end].lastIndex(of: .openBracket), end - start <= 16
    else { return nil }
    let word = String(decoding: text[(start + 1)..<end], as: UTF8.self)
    return SaidWords.isNetwork(word.lowercased()) ? "[\(word)]" : nil
  }

  /// A label in such a list: the network belongs to its name.
  func listed(_ label: LineLabel, in section: String, _ text: UnsafeRawBufferPointer) -> LineLabel {
    var end = text.count
    while end > 0, !Ascii.isWord(text[end - 1]) { end -= 1 }
    let start = LabelReader.nameStart(text, end)
    let name = String(decoding: text[start..<end], as: UTF8.self).trimmingSpaces
    guard !name.isEmpty else { return label }
    let own = "\(section) \(name)"
    var result = label
    switch label.role {
    case .value(_, let wasKnown):
      if isKnown(own) {
        result.role = .value(own, isKnown: true)
      } else if !wasKnown {
        result.role = .value(own, isKnown: false)
      }
    case .words where !name.contains(" "): result.role = .value(own, isKnown: isKnown(own))
    case .words, .axis, .none, .parenthesis, .slash, .deviation: return label
    }
    result.spareWords = 0
    return result
  }
}
