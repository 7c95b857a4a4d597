// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal
import SaddleText

/// `saddle advise`: just the lines that the diagnosis of a run says to paste.
struct Advise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print just the lines to paste: what the diagnosis of a run says to change.",
    discussion: """
      Of a run of Saddle's own they are lines of its configuration, which may be appended to the \
      file or given to --set; of another log lines of PyTorch. What they are for goes to standard \
      error.

      Examples:
        saddle advise runs/ring
        saddle advise runs/ring >> ring.yaml
        saddle advise runs/ring --number 2
        saddle train --from-advice runs/ring
        saddle advise log.jsonl

      Exit status: 0 printed, or there is nothing to change; 1 the run could not be read; 64 wrong \
      usage.
      """
  )

  @Argument(help: "A run directory or a log.")
  var path: String

  @Option(help: "Which remedy, as the report numbers them.")
  var number = 1

  func validate() throws {
    if number < 1 { throw ValidationError("--number counts from 1") }
  }

  func run() throws {
    let advice = try RunAdvice(path)
    let remedies = advice.remedies
    guard !remedies.isEmpty else {
      return StandardError.print(
        "\(path): nothing to change (\(advice.diagnosis.health.rawValue)); "
          + "`saddle diagnose \(ShellWord.quoted(path))` says on what grounds"
      )
    }
    guard number <= remedies.count else {
      throw ValidationError("there are \(remedies.count) remedies; --number 1 to \(remedies.count)")
    }
    let remedy = remedies[number - 1]
    StandardError.print(
      "# \(ForeignText.inLine(remedy.title)): \(ForeignText.inLine(remedy.reason))"
    )
    for line in advice.lines(of: remedy) { StandardOutput.print(ForeignText.inLine(line)) }
    if advice.lines(of: remedy).isEmpty {
      StandardError.print(
        "# nothing to paste: `saddle diagnose \(ShellWord.quoted(path))` says what to do by hand"
      )
    }
  }
}
