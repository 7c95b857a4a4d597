// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A run whose outcome is known.
struct LabeledRun: Sendable {
  /// Which collection it stems from.
  enum Corpus: String, Sendable, CaseIterable {
    /// Small GANs, healthy or made to fail.
    case zoo
    /// Published logs with a sample metric.
    case studioGAN
    /// Other logs that people published with their code; a reader's judgment.
    case published
  }

  var name: String
  var corpus: Corpus
  var observations: [Observation]
  /// What the log and the files beside it say of the run.
  var known = RunContext()
  var objective: Objective?
  /// What went wrong, by the outcome.
  var symptoms: Set<Symptom>
  var isHealthy: Bool
  /// Counts nowhere but in what must hold for every run.
  var isAmbiguous: Bool
  /// Step at which it went wrong, where that is known.
  var onset: Int?
  /// Step of the best metric and the last step, for runs that got worse.
  var collapse: Collapse?

  /// A run whose metric ended far above its best.
  struct Collapse: Sendable {
    var bestStep: Int
    var lastStep: Int
  }

  /// The context to diagnose it with.
  func context(declaring isDeclared: Bool) -> RunContext {
    var context = known
    if isDeclared { context.objective = objective ?? context.objective }
    return context
  }

  /// The run with nothing but its two losses: what stands beside its log is unknown, too.
  var lossesOnly: LabeledRun {
    var run = self
    run.known = RunContext()
    let kept: [Signal] = [
      .lossGenerator, .lossDiscriminator, .lossGeneratorAdversarial, .lossDiscriminatorReal,
      .lossDiscriminatorFake, .lossGeneratorReconstruction,
    ]
    run.observations = observations.compactMap { full in
      var thin = Observation(step: full.step)
      for signal in kept { if let value = full[signal] { thin[signal] = value } }
      return thin.values.isEmpty ? nil : thin
    }
    return run
  }

  /// Whether more than losses was logged.
  var hasMoreThanLosses: Bool {
    observations.prefix(100).contains { observation in
      observation.values.contains {
        !$0.signal.rawValue.hasPrefix("loss/") && $0.signal != .penalty
      }
    }
  }
}
