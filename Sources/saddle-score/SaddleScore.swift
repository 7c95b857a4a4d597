// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth

/// Scores the detectors over labelled runs, and their speed.
struct SaddleScore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saddle-score",
    abstract: "Score the health detectors over labelled runs, against baselines.",
    discussion: """
      EXAMPLES
        saddle-score ../shared/runs                        the table, as Markdown
        saddle-score ../shared/runs --output Documentation/health-score.md
        saddle-score ../shared/runs --list                 one line a run
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

  @Flag(help: "Judge losses alone.")
  var lossesOnly = false

  func run() throws {
    if speed { Speed.print() }
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
