// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal
import SaddleText

/// `saddle autopilot`: what was changed while a run went on.
struct AutopilotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.autopilot,
    abstract: "Tell what the autopilot changed in a run, and what came of it; take it back.",
    discussion: """
      The autopilot acts where a run is trained with `--autopilot safe` or more; otherwise it says \
      what it would do. Its ledger is RUN/interventions.jsonl.

      Examples:
        saddle train ring --autopilot guarded
        saddle autopilot explain runs/ring
        saddle autopilot explain runs/ring --json
        saddle autopilot undo runs/ring 2
        python train.py   # which asks saddle autopilot steer (python/README.md)
      """,
    subcommands: [
      AutopilotExplain.self, EngineCommands.AutopilotUndo.handOver, AutopilotSteer.self,
    ]
  )
}

/// `saddle autopilot explain`.
struct AutopilotExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell the story of a run's interventions."
  )

  @Argument(help: "The run's folder.")
  var folder: String

  @Flag(help: "Print JSON: the last word on each intervention.")
  var json = false

  func run() throws {
    let directory = RunDirectory(folder)
    guard FileManager.default.fileExists(atPath: directory.record) else {
      throw Failure.usage("\(folder): no run that saddle trained: it has no run.json")
    }
    let ledger = try InterventionHistory(directory.interventions)
    if ledger.unread > 0 {
      StandardError.print("\(directory.interventions): \(ledger.unread) lines could not be read")
    }
    if json {
      let data = try JSONEncoder.stable(isPretty: true).encode(ledger.interventions)
      return StandardOutput.print(json: String(decoding: data, as: UTF8.self))
    }
    guard !ledger.interventions.isEmpty || ledger.unread > 0 else {
      return StandardError.print("\(folder): nothing was changed and nothing advised")
    }
    for var intervention in ledger.interventions {
      intervention.undo = intervention.undo?
        .replacing("RUN", with: ShellWord.quoted(folder), maxReplacements: 1)
      for line in Self.lines(intervention) { StandardOutput.print(ForeignText.inLine(line)) }
    }
  }

  private static func lines(_ intervention: Intervention) -> [String] {
    var lines = [
      "\(intervention.number). \(intervention.story)",
      "   found:    \(intervention.finding)",
      "   tried:    \(intervention.hypothesis)",
      "   expected: \(intervention.expected)",
    ]
    if let outcome = intervention.outcome, let before = outcome.before {
      let after = outcome.after.map { ", \(NumberText.value($0)) after" } ?? ""
      lines.append(
        "   measured: \(outcome.metric) \(NumberText.value(before.middle)) before "
          + "(\(NumberText.value(before.low)) to \(NumberText.value(before.high)))\(after)"
      )
    }
    if intervention.cost > 0 { lines.append("   cost:     \(intervention.cost) steps made again") }
    if let undo = intervention.undo, [.kept, .keptUnjudged].contains(intervention.verdict) {
      lines.append("   undo:     \(undo)")
    }
    if let child = intervention.child { lines.append("   goes on:  \(child)") }
    return lines
  }
}
