// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The names that a user may give an objective by.
enum ObjectiveName {
  /// Returns the objective that a name means, or nil.
  ///
  /// Case, blanks, hyphens and underscores don't matter; the field's short names are known.
  static func parse(_ text: String) -> Objective? {
    let key = fold(text)
    return Objective.allCases.first { fold($0.rawValue) == key } ?? short[key]
  }

  /// A sentence that lists the names.
  static var known: String {
    Objective.allCases.map { objective in
      let names = short.filter { $0.value == objective }.keys.sorted()
      return names.isEmpty
        ? objective.rawValue : "\(objective.rawValue) (\(names.joined(separator: ", ")))"
    }.joined(separator: ", ")
  }

  /// Names that may be meant by a misspelled one.
  static var all: [String] { Objective.allCases.map(\.rawValue) + short.keys.sorted() }

  private static func fold(_ text: String) -> String {
    text.lowercased().filter { !" -_".contains($0) }
  }

  /// "vanilla" and "gan" are missing on purpose: they mean either logistic loss.
  private static let short: [String: Objective] = [
    "ns": .nonSaturating, "bce": .nonSaturating, "dcgan": .nonSaturating,
    "mm": .saturating, "minimax": .saturating,
    "ls": .leastSquares, "lsgan": .leastSquares,
    "w": .wasserstein, "wgan": .wasserstein, "wgangp": .wasserstein,
    "rpgan": .relativisticPaired, "rgan": .relativisticPaired, "r3gan": .relativisticPaired,
    "ragan": .relativisticAverage, "ralsgan": .relativisticAverageLeastSquares,
    "rahinge": .relativisticAverageHinge,
  ]
}
