// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings

/// What the monitor is shown, and what it has to say.
extension Trainer {
  /// Shows a step to the monitor, and tells and records what it has to say.
  func watch(
    _ games: [GameObservation],
    _ report: (TrainingEvent) -> Void
  ) throws -> [Finding] {
    let findings = games.flatMap { monitor?.observe($0) ?? [] }
    for finding in findings {
      try journal.write(finding, step: games.first?.observation.step ?? step)
      report(.finding(finding))
    }
    hasNews = !findings.isEmpty
    if hasNews { standing = monitor.map { RunStanding($0) } }
    return findings
  }

  /// Lets the monitor and the journal know of a number that ended the run: in the game of the network
  /// that it was found in, or in all of them.
  func tell(of error: NonFinite, _ report: (TrainingEvent) -> Void) throws {
    var observation = Observation(step: error.step)
    switch error.place.side {
    case .data, .both:
      observation[.nonFiniteData] = 1
    case .generator:
      observation[.nonFiniteGenerator] = 1
      observation[.lossGenerator] = .nan
    case .discriminator:
      observation[.nonFiniteDiscriminator] = 1
      observation[.lossDiscriminator] = .nan
    }
    let games = error.place.game.map { [$0] } ?? setup.game.games
    let told = games.map { GameObservation(game: $0, observation: observation) }
    _ = try watch(told, report)
    try journal.write(told)
  }

  /// Why the run has to end, where a finding says so.
  func ending(_ findings: [Finding]) -> String? {
    guard let limit = configuration.monitor.stopOn.severity else { return nil }
    return findings.first { $0.state == .firing && $0.severity >= limit }
      .map { "the monitor found \($0.symptom.rawValue): \($0.summary)" }
  }

  /// Takes in what the task has learned of its data since, and lets monitor and readers know.
  func declare() throws {
    let before = context
    setup.task.declare(in: &context)
    guard context != before else { return }
    monitor?.adopt(context)
    try writeDeclaration()
  }

  /// Writes what is known of the run beside its log, for whoever reads the log.
  func writeDeclaration() throws {
    // In a fixed order: equal runs have equal files.
    let encoder = JSONEncoder.stable()
    try AtomicFile.write(encoder.encode(context), to: run.declared)
  }
}
