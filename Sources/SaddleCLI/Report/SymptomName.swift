// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleText

/// The names that a user may give a symptom by.
enum SymptomName {
  /// Returns the symptom that a name means; case, blanks, hyphens and underscores don't matter.
  static func parse(_ text: String) -> Symptom? {
    let key = fold(text)
    return Symptom.allCases.first { fold($0.rawValue) == key || fold($0.title) == key }
  }

  /// What to say of a name that is none: the nearest ones, by spelling or by what they are about.
  static func unknown(_ text: String) -> String {
    let near = Spelling.nearest(to: text, amongParts: Symptom.allCases.map(\.rawValue))
    let words = near.isEmpty ? about(text) : near
    let hint =
      words.isEmpty
      ? "'saddle explain' lists them all." : "Did you mean \(words.joined(separator: " or "))?"
    return "'\(ForeignText.inLine(text))' is no symptom. \(hint)"
  }

  /// Symptoms whose guide speaks of a word, at most three.
  private static func about(_ text: String) -> [String] {
    let word = text.lowercased()
    guard word.count >= 3 else { return [] }
    return Symptom.allCases.filter { symptom in
      let guide = symptom.guide
      return (guide.title + " " + guide.meaning).lowercased()
        .split { !$0.isLetter && !$0.isNumber }.contains { $0 == word }
    }.prefix(3).map(\.rawValue)
  }

  private static func fold(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
