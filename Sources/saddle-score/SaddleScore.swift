// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth

/// Scores the detectors over labeled runs, and their speed.
struct SaddleScore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saddle-score",
    abstract: "Score the health detectors over labeled runs, against baselines.",
    discussion: """
      EXAMPLES
        saddle-score ../shared/runs                        the table, as Markdown
        saddle-score ../shared/runs --output Documentation/health-score.md
        saddle-score ../shared/runs --list                 one line a run
        saddle-score --live runs/*                         the worst word of each, ever
        saddle-score --speed                               observations a second
      """
  )

  @Argument(help: "Folder with the corpora: zoo/, real/studiogan-cifar10/, real/.")
  var corpora: String?

  @Option(help: "Write the table to this file.")
  var output: String?

  @Flag(help: "Print one line a run: label, health, findings.")
  var list = false

  @Flag(help: "Measure observations a second with all detectors on.")
  var speed = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Print the worst word of runs at any observation, as JSON.",
      valueName: "run"
    )
  )
  var live: [String] = []

  @Flag(help: "Judge losses alone.")
  var lossesOnly = false

  func run() throws {
    if speed { Speed.print() }
    for path in live {
      // Of several games the worst counts.
      let games = try RunLog.read(path).map { WorstEver($0.observations, $0.context) }
      let word = Health.worst(games.map(\.word))
      guard let worst = games.first(where: { $0.word == word }) else { continue }
      let object: [String: Any] = [
        "run": path, "word": worst.word.rawValue, "step": worst.step,
        "findings": worst.findings.map(\.symptom.rawValue),
      ]
      let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      print(String(decoding: data, as: UTF8.self))
    }
    guard let corpora else { return }
    let runs = try Corpora.read(URL(fileURLWithPath: corpora))
    if list {
      for run in runs { print(Listing.line(lossesOnly ? run.lossesOnly : run)) }
      return
    }
    let table = ScoreTable(runs).markdown
    guard let output else {
      print(table)
      return
    }
    try table.write(toFile: output, atomically: true, encoding: .utf8)
    print("Wrote \(output)")
  }
}
