// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// A run that follows one that the autopilot ended for it, before there is a trainer of it.
struct Succession {
  let parent: RunDirectory
  let child: RunDirectory
  /// The step at which the parent ended.
  let step: Int
  private let successor: RunSuccessor

  /// Names the run that follows, and makes its folder ready; nil where none does.
  ///
  /// Its folder stands beside the parent's and has the name of the first of the line, with a number.
  init?(of trainer: Trainer) throws {
    guard let successor = trainer.successor else { return nil }
    self.successor = successor
    (parent, step) = (trainer.run, trainer.step)
    let first = ((trainer.firstOfLine ?? parent.path) as NSString).lastPathComponent
    child =
      successor.folder
      ?? TrainingSession.numbered(first, in: FilePath.openFolder(of: parent.path))
    try trainer.handOver(to: child)
  }

  /// Opens the run that follows.
  ///
  /// - Throws: `ExitCode` where the changed configuration can't be trained; it is then said why.
  func begin() throws -> TrainingSession {
    let steps = successor.configuration.training.steps
    do {
      return TrainingSession(
        trainer: try TrainingSession.trainer(
          successor.configuration,
          child,
          parent: parent.path
        ),
        notes: [
          "\(child.path) goes on for \(parent.path), with the \(steps) of \(successor.budget) "
            + "steps that are left"
        ] + successor.intervention.changes.map { "changed: \($0.key): \($0.new)" }
      )
    } catch {
      if !(error is ExitCode) { StandardError.print("\(error)") }
      StandardError.print(
        "\(child.path) can't be begun; go on without it: "
          + "saddle train --resume \(ShellWord.quoted(parent.path)) --autopilot guarded"
      )
      throw error is ExitCode ? error : ExitCode.failure
    }
  }
}
