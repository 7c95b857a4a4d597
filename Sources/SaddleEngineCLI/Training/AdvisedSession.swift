// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleTraining

extension TrainingSession {
  /// Starts a new run from the configuration of `parent`, changed as its diagnosis advises.
  ///
  /// Each names the other in its `run.json`. What `overrides` set counts more than the advice.
  static func advised(
    _ parent: RunDirectory,
    _ overrides: Overrides,
    and more: [String],
    name: String?,
    in runs: String
  ) throws -> TrainingSession {
    let advice = try advice(parent)
    guard let remedy = advice.change else { throw refuse(nothing(advice)) }
    let lines = remedy.changes.map { "\($0.key)=\($0.valueText)" }
    let configuration = try Overrides(set: lines).load(
      parent.configuration,
      and: overrides.set + more
    )
    var session = try starting(
      configuration,
      name: name,
      fallback: (parent.path as NSString).lastPathComponent + "-advised",
      parent: parent.path,
      in: runs
    )
    try parent.adopt(child: session.trainer.run)
    session.notes.append("from the advice on \(parent.path): \(remedy.title)")
    session.notes += remedy.changes.map { "changed: \($0.line)" }
    return session
  }

  private static func advice(_ parent: RunDirectory) throws -> RunAdvice {
    guard FileManager.default.fileExists(atPath: parent.configuration) else {
      throw refuse(
        "\(parent.path): no run of Saddle's own (config.yaml is missing); `saddle runs` lists them, "
          + "and `saddle advise` prints what to change in another's"
      )
    }
    try refuseIfTraining(parent)
    return try RunAdvice(parent.path)
  }

  private static func nothing(_ advice: RunAdvice) -> String {
    let health = advice.diagnosis.health.rawValue
    guard let first = advice.remedies.first else {
      return "\(advice.path): nothing to change (\(health)); `saddle diagnose` says on what grounds"
    }
    return "\(advice.path): no remedy changes the configuration; the first is: \(first.title)"
  }
}
