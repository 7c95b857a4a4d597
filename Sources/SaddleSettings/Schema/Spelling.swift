// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was probably meant.
public enum Spelling {
  /// Returns the candidates nearest to `word`, best first: at most three, none that is far off.
  ///
  /// Case, hyphens, underscores and spaces don't count. Nearest is by the fewest insertions,
  /// deletions, replacements and swaps of neighbours.
  public static func nearest(to word: String, among candidates: [String]) -> [String] {
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
  static func normalized(_ text: String) -> String {
    text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }

  /// Returns the count of edits (swaps of neighbours are one) between two words.
  package static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, beforeLast[j - 2] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// Returns ` Did you mean a, b or c?`-style text without the leading words, or nil for none.
  static func question(_ names: [String]) -> String? {
    guard let last = names.last else { return nil }
    let head = names.dropLast().joined(separator: ", ")
    return "did you mean " + (head.isEmpty ? last : head + " or " + last) + "?"
  }
}
