// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How numbers and names are written for a person.
public enum Text {
  /// `98.9 %`.
  public static func percent(_ share: Double) -> String {
    String(format: "%.1f %%", share * 100)
  }

  /// Four significant digits; the words NaN and inf otherwise.
  public static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "inf" : "-inf" }
    if value == 0 { return "0" }
    let size = value.magnitude
    if size >= 1e6 || size < 1e-4 { return String(format: "%.3e", value) }
    let digits = max(0, 3 - Int(log10(size).rounded(.down)))
    return String(format: "%.\(digits)f", value)
  }

  /// Returns the name that a misspelt one probably means; nil where none is near.
  static func nearest(to word: String, in names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: distance(word.lowercased(), $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }),
      best.distance <= max(1, word.count / 3)
    else { return nil }
    return best.name
  }

  /// Insertions, deletions and replacements from one word to the other.
  private static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let kept = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(kept, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
