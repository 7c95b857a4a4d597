// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// What of `saddle autopilot` needs the engine.
struct AutopilotEngine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.autopilot,
    abstract: "Take back what the autopilot changed.",
    subcommands: [AutopilotUndo.self]
  )
}

/// `saddle autopilot undo`.
struct AutopilotUndo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.AutopilotUndo.name,
    abstract: EngineCommands.AutopilotUndo.abstract,
    discussion: """
      The new run has the old one's journals up to the snapshot and goes on from there with \
      everything that was in force but this change. The old run stays as it is.

      Example:
        saddle autopilot undo runs/ring 2
      """
  )

  @Argument(help: "The run's folder.")
  var folder: String

  @Argument(help: "The number of the intervention (`saddle autopilot explain` lists them).")
  var number: Int

  @Option(help: "Name of the new run; by default the old one's with -without-NUMBER.")
  var name: String?

  @Option(help: "Folder of runs.")
  var runs = "runs"

  @Flag(name: .shortAndLong, help: "Print warnings, findings and the end only.")
  var quiet = false

  func run() throws {
    let session: TrainingSession
    do {
      session = try .branching(RunDirectory(folder), without: number, name: name, in: runs)
    } catch let refusal as RunBranch.Refusal {
      StandardError.print("\(refusal)")
      throw ExitCode.usage
    }
    try session.train(isQuiet: quiet)
  }
}
