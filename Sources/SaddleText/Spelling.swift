// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was probably meant.
package enum Spelling {
  /// Returns the candidates nearest to `word`, best first: at most three, none that is far off.
  ///
  /// Case, hyphens, underscores and spaces don't count. Nearest is by the fewest insertions,
  /// deletions, replacements and swaps of neighbors.
  package static func nearest(to word: String, among candidates: [String]) -> [String] {
    let wanted = normalized(word)
    guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
    let limit = max(1, wanted.count / 3)
    var scored: [(distance: Int, name: String)] = []
    for candidate in candidates {
      let name = normalized(candidate)
      guard abs(name.utf8.count - wanted.utf8.count) <= 4 * limit else { continue }
      let found = distance(wanted, name)
      if found <= limit { scored.append((found, candidate)) }
    }
    let best = scored.map(\.distance).min()
    return Array(scored.filter { $0.distance == best }.map(\.name).prefix(3))
  }

  /// Returns `text` in lower case, with letters and digits only.
  package static func normalized(_ text: String) -> String {
    text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }

  /// Returns the count of edits (insert, remove, replace, swap neighbors) between two words.
  package static func distance(_ left: String, _ right: String) -> Int {
    distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// Returns `did you mean a, b or c?` with the names given; nil for none.
  package static func question(_ names: [String]) -> String? {
    guard let last = names.last else { return nil }
    let head = names.dropLast().joined(separator: ", ")
    return "did you mean " + (head.isEmpty ? last : head + " or " + last) + "?"
  }
}

// What a person typed at a prompt: a part of a name will do.
extension Spelling {
  /// Returns the nearest of `words`, at most `count`, best first; none where all are far off.
  ///
  /// A word counts as near, too, where one of the words that it is made of is (`modeCollapse`).
  package static func nearest(
    to word: String,
    amongParts words: [String],
    count: Int = 3
  ) -> [String] {
    let wanted = folded(word)
    guard !wanted.isEmpty else { return [] }
    let limit = max(1, wanted.count / 3)
    return words.map { (word: $0, cost: cost(wanted, $0)) }
      .filter { $0.cost <= limit }
      .sorted { ($0.cost, $0.word) < ($1.cost, $1.word) }
      .prefix(count)
      .map(\.word)
  }

  /// Edits to the whole word, or to one of the words that it is made of.
  private static func cost(_ wanted: String, _ known: String) -> Int {
    let whole = distance(wanted, folded(known))
    guard wanted.count >= 4 else { return whole }
    if known.lowercased().contains(wanted) { return 0 }
    var parts = [""]
    for character in known {
      if character.isUppercase || !character.isLetter { parts.append("") }
      parts[parts.count - 1] += folded(String(character))
    }
    return parts.filter { $0.count >= 4 }.map { distance(wanted, $0) + 1 }.reduce(whole, min)
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
