// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The health word over all kinds of runs, what is reversed first.
extension ScoreTable {
  /// A view of a run: all that was logged, or the two losses.
  private struct View {
    var name: String
    var runs: [LabelledRun]
  }

  static func verdictSection(_ runs: [LabelledRun]) -> String {
    let labelled = runs.filter(\.isLabelled)
    let views = [
      View(name: "all that was logged", runs: labelled),
      View(name: "two losses alone", runs: labelled.map(\.lossesOnly)),
    ]
    var reversed: [String] = []
    var rows: [[String]] = []
    for view in views {
      for corpus in LabelledRun.Corpus.allCases {
        for isHealthy in [true, false] {
          let set = view.runs.filter { $0.corpus == corpus && $0.isHealthy == isHealthy }
          guard !set.isEmpty else { continue }
          let judged = set.map { ($0, Judgement.saddle($0).0.health) }
          reversed += judged.filter { Verdict($0.1, isHealthy: isHealthy) == .reversed }
            .map { "- `\($0.0.name)`, \(view.name): \($0.1.rawValue)" }
          rows.append(
            row(
              "\(corpus.rawValue), \(isHealthy ? "healthy" : "failing")",
              view.name,
              isHealthy,
              judged.map(\.1)
            )
          )
        }
      }
    }
    let list = reversed.isEmpty ? "No verdict is reversed." : reversed.joined(separator: "\n")
    return "Reversed (a failing run called healthy, a healthy one sick or dead):\n\n\(list)\n\n"
      + Format.table(
        ["runs", "signals", "right (95 %)", "on watch", "abstained", "reversed (95 %)"],
        rows
      )
      + "\n\nThe two losses often can't tell: abstaining is an answer.\n\n" + youngSection(labelled)
  }

  private static func row(
    _ name: String,
    _ view: String,
    _ isHealthy: Bool,
    _ words: [Health]
  ) -> [String] {
    let verdicts = words.map { Verdict($0, isHealthy: isHealthy) }
    func count(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
    return [
      name, view, Format.share(count(.right), of: words.count), "\(count(.watch))",
      "\(count(.abstained))", Format.share(count(.reversed), of: words.count),
    ]
  }

  /// Healthy runs cut early: what a watcher says of a young run.
  private static func youngSection(_ runs: [LabelledRun]) -> String {
    let healthy = runs.filter(\.isHealthy)
    let rows = [0.02, 0.05, 0.1, 0.25, 0.5].flatMap { share in
      [("all that was logged", healthy), ("two losses alone", healthy.map(\.lossesOnly))].map {
        name,
        set in
        let words = set.map { Judgement.saddle($0.young(share)).0.health }
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
  static func liveSection(_ full: [LabelledRun]) -> String {
    let healthy = full.filter(\.isHealthy)
    let rows = [("all that was logged", healthy), ("two losses alone", healthy.map(\.lossesOnly))]
      .flatMap { name, set in
        LabelledRun.Corpus.allCases.compactMap { corpus -> [String]? in
          let worst = set.filter { $0.corpus == corpus }.map { worstEver($0).word }
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

  /// Returns the worst word at any observation, and the step where it was said first.
  static func worstEver(_ run: LabelledRun) -> (word: Health, step: Int) {
    var monitor = HealthMonitor(context: run.context(declaring: false))
    var worst = (word: Health.unjudgeable, step: 0)
    for observation in run.observations {
      _ = monitor.observe(observation)
      let word = Health.worst([worst.word, monitor.health]) ?? worst.word
      if word != worst.word { worst = (word, observation.step) }
    }
    return worst
  }
}
