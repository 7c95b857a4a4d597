// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The health word over all kinds of runs, what is reversed first.
extension ScoreTable {
  var verdictSection: String {
    let views = [("all that was logged", full), ("two losses alone", thin)]
      .map { (name: $0.0, runs: $0.1.filter(\.run.isLabeled)) }
    var reversed: [String] = []
    var rows: [[String]] = []
    for view in views {
      for corpus in LabeledRun.Corpus.allCases {
        for isHealthy in [true, false] {
          let set = view.runs.filter { $0.run.corpus == corpus && $0.run.isHealthy == isHealthy }
          guard !set.isEmpty else { continue }
          let words = set.map(\.judgment.health)
          reversed += set.filter {
            VerdictMark($0.judgment.health, isHealthy: isHealthy) == .reversed
          }.map { "- `\($0.run.name)`, \(view.name): \($0.judgment.health.rawValue)" }
          let name = "\(corpus.rawValue), \(isHealthy ? "healthy" : "failing")"
          rows.append(Self.row(name, view.name, isHealthy, words))
        }
      }
    }
    let list = reversed.isEmpty ? "No verdict is reversed." : reversed.joined(separator: "\n")
    return "Reversed (a failing run called healthy, a healthy one sick or dead):\n\n\(list)\n\n"
      + Format.table(
        ["runs", "signals", "right (95 %)", "on watch", "abstained", "reversed (95 %)"],
        rows
      )
      + "\n\nThe two losses often can't tell: abstaining is an answer.\n\n"
      + Self.youngSection(runs.filter(\.isLabeled))
  }

  private static func row(
    _ name: String,
    _ view: String,
    _ isHealthy: Bool,
    _ words: [Health]
  ) -> [String] {
    let verdicts = words.map { VerdictMark($0, isHealthy: isHealthy) }
    func count(_ verdict: VerdictMark) -> Int { verdicts.count { $0 == verdict } }
    return [
      name, view, Format.share(count(.right), of: words.count), "\(count(.watch))",
      "\(count(.abstained))", Format.share(count(.reversed), of: words.count),
    ]
  }

  /// Healthy runs cut early: what a watcher says of a young run.
  private static func youngSection(_ runs: [LabeledRun]) -> String {
    let healthy = runs.filter(\.isHealthy)
    let rows = [0.02, 0.05, 0.1, 0.25, 0.5].flatMap { share in
      [("all that was logged", healthy), ("two losses alone", healthy.map(\.lossesOnly))].map {
        name,
        set in
        let words = set.map { Judgment.saddle($0.young(share)).0.health }
        func count(_ word: Health) -> Int { words.count { $0 == word } }
        return [
          "\(Format.number(100 * share, 0)) %", name, "\(count(.healthy))",
          "\(count(.unjudgeable))", "\(count(.watch))",
          Format.share(count(.sick) + count(.dead), of: words.count),
        ]
      }
    }
    return "Healthy runs when they are young, cut at a share of their length:\n\n"
      + Format.table(
        ["seen", "signals", "healthy", "unjudgeable", "watch", "sick or dead (95 %)"],
        rows
      )
  }

  /// The worst word of healthy runs at any observation, as a live watcher reads it.
  static func liveSection(_ full: [LabeledRun]) -> String {
    let healthy = full.filter(\.isHealthy)
    let rows = [("all that was logged", healthy), ("two losses alone", healthy.map(\.lossesOnly))]
      .flatMap { name, set in
        LabeledRun.Corpus.allCases.compactMap { corpus -> [String]? in
          let worst = set.filter { $0.corpus == corpus }.map {
            WorstEver($0, $0.context(declaring: false)).word
          }
          guard !worst.isEmpty else { return nil }
          return [
            corpus.rawValue, name,
            Format.share(worst.count { $0 == .watch }, of: worst.count),
            Format.share(worst.count { $0 == .sick || $0 == .dead }, of: worst.count),
          ]
        }
      }
    return Format.table(
      ["healthy runs", "signals", "ever on watch at worst (95 %)", "ever sick or dead (95 %)"],
      rows
    )
  }
}
