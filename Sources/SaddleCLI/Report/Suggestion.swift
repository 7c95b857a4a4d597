// SPDX-License-Identifier: Apache-2.0

/// "Did you mean": the known words nearest to a misspelled one.
enum Suggestion {
  /// Returns the nearest of `words`, at most `count`, best first; none where all are far off.
  static func nearest(to word: String, among words: [String], count: Int = 3) -> [String] {
    let wanted = fold(word)
    guard !wanted.isEmpty else { return [] }
    let limit = max(1, wanted.count / 3)
    return
      words
      .map { (word: $0, cost: cost(wanted, $0)) }
      .filter { $0.cost <= limit }
      .sorted { ($0.cost, $0.word) < ($1.cost, $1.word) }
      .prefix(count)
      .map(\.word)
  }

  /// Edits to the whole word, or to one of the words that it is made of (`modeCollapse`).
  private static func cost(_ wanted: [Character], _ known: String) -> Int {
    let whole = distance(wanted, fold(known))
    guard wanted.count >= 4 else { return whole }
    if known.lowercased().contains(String(wanted)) { return 0 }
    var parts: [[Character]] = [[]]
    for character in known {
      if character.isUppercase || !character.isLetter { parts.append([]) }
      parts[parts.count - 1] += fold(String(character))
    }
    return parts.filter { $0.count >= 4 }.map { distance(wanted, $0) + 1 }
      .reduce(whole) { min($0, $1) }
  }

  private static func fold(_ text: String) -> [Character] {
    Array(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// Edits (insert, remove, replace, swap neighbours) that turn one word into the other.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, before[j - 1] + 1)
        }
        row.append(best)
      }
      before = previous
      previous = row
    }
    return previous[right.count]
  }
}
