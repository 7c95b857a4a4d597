// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleEvaluation
import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings

/// Asks the autopilot after each step, and gives it what it needs to know.
extension Trainer {
  /// The autopilot of a run: a new one, or the one of a checkpoint with today's limits.
  ///
  /// What it changed stays in force where it no longer looks.
  static func pilot(
    _ configuration: Configuration,
    _ store: CheckpointStore,
    from checkpoint: Int?,
    origin: RunOrigin?
  ) throws -> Autopilot? {
    var rules = configuration.autopilot.rules(
      steps: configuration.training.steps,
      seed: SeedStream.autopilot.seed(UInt64(configuration.seed))
    )
    if !configuration.monitor.enabled { rules.mode = .off }
    if let checkpoint,
      var known = try TrainingSetup.state(in: store, step: checkpoint).pilot
    {
      known.rules = rules
      return known
    }
    // What a search changes stands among its changes, whether it looks or not.
    return rules.mode == .off && configuration.search.key == nil
      ? nil : Autopilot(rules, ancestors: origin?.interventions ?? [])
  }

  /// Makes a step and lets the autopilot look at it; returns why the run has to end.
  func steeredStep(
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws -> String? {
    if isSearching { return try searchedStep(stop, report) }
    let earlier = best
    var ending: String?
    do {
      ending = try oneStep(stop, report)
    } catch let error as NonFinite where pilot != nil {
      return try recover(from: error, report)
    }
    let before = setup
    let other = try steer(report)
    // A finding ends the run unless the autopilot acted on it: the game is then another.
    ending = other ?? (setup === before ? ending : nil)
    // What was decided is part of the checkpoint of the step.
    try saveIfDue(earlier, report)
    return ending
  }

  private func steer(_ report: (TrainingEvent) -> Void) throws -> String? {
    guard var pilot, let monitor, pilot.rules.mode != .off else { return nil }
    let isDue = pilot.isDue(step: step, hasNews: hasNews)
    let firing = isDue ? monitor.findings.filter { $0.state == .firing } : []
    try measureOutcome(&pilot, report)
    guard isDue else {
      self.pilot = pilot
      return nil
    }
    let order = pilot.decide(step: step, firing: firing, cockpit: cockpit) { monitor.diagnosis }
    self.pilot = pilot
    return try carryOut(order, report)
  }

  /// What the run offers: its keys, its rules, its intact checkpoints from the best on.
  private var cockpit: Cockpit {
    let (configuration, store, first) = (configuration, store, best?.step ?? 0)
    let context = context
    return Cockpit(
      checkpoints: {
        store.steps().filter { $0 >= first && (try? store.verify(step: $0)) != nil }
      },
      context: { context },
      reach: { configuration.reach(of: $0) },
      value: { configuration.number($0) },
      refusal: { configuration.refusal(of: $0) }
    )
  }

  // MARK: - Outcome

  /// Gives the autopilot what measures samples: the run's own metric; coverage where it has none and
  /// something is wrong, and where a trial began with it.
  private func measureOutcome(
    _ pilot: inout Autopilot,
    _ report: (TrainingEvent) -> Void
  ) throws {
    guard pilot.rules.mode > .advise else { return }
    let half = max(1, pilot.rules.window / 2)
    if pilot.isTrying, pilot.metric == SampleOutcome.name {
      let isEnd = step == pilot.trialEnd
      guard isEnd || isDue(half) else { return }
      try measureCoverage(&pilot, draws: isEnd ? pilot.rules.judgedFrom : 1, report)
    } else if configuration.evaluation.every > 0 {
      guard isDue(configuration.evaluation.every), let value = lastMeasured else { return }
      pilot.measured(
        value.value,
        of: value.signal.rawValue,
        largerIsBetter: !value.signal.lowerIsBetter
      )
    } else if isDue(half), monitor?.isWorried == true {
      try measureCoverage(&pilot, draws: 1, report)
    }
  }

  private func measureCoverage(
    _ pilot: inout Autopilot,
    draws: Int,
    _ report: (TrainingEvent) -> Void
  ) throws {
    guard let values = try coverage(pilot, draws: draws, report) else { return }
    let middle = values.sorted()[values.count / 2]
    pilot.measured(middle, of: SampleOutcome.name, largerIsBetter: true)
  }

  /// Measurements on further latents; nil where the samples can't be measured, which is said.
  private func coverage(
    _ pilot: Autopilot,
    draws: Int,
    _ report: (TrainingEvent) -> Void
  ) throws -> [Double]? {
    do {
      return try (0..<draws).map { try SampleOutcome(setup).measure(pilot.measurements &+ $0) }
    } catch let error as EvaluationError {
      report(.warning("no coverage at step \(step): \(error); training goes on"))
      return nil
    }
  }

  /// Measures what the run is like where a change begins, if it was measured too seldom before.
  func measureBaseline(_ report: (TrainingEvent) -> Void) throws {
    guard var pilot, pilot.baselineCount > 0 else { return }
    let count =
      pilot.metric == SampleOutcome.name ? pilot.baselineCount : 2 * pilot.rules.judgedFrom
    guard let values = try coverage(pilot, draws: count, report) else { return }
    pilot.baseline(values, of: SampleOutcome.name, largerIsBetter: true)
    self.pilot = pilot
  }

  // MARK: - A number that isn't finite

  /// Goes back from a step that broke, with a change; throws the error again where there is no way.
  private func recover(
    from error: NonFinite,
    _ report: (TrainingEvent) -> Void
  ) throws -> String? {
    guard var pilot, pilot.rules.mode > .advise else { throw error }
    if !pilot.isTrying {
      try tell(of: error, report)
      hasTold = true
    }
    guard let diagnosis = monitor?.diagnosis else { throw error }
    let order = pilot.rescue(
      step: error.step,
      cockpit: cockpit,
      diagnosis: diagnosis,
      because: "\(error)"
    )
    guard order != .goOn else { throw error }
    self.pilot = pilot
    if case .stop = order {
      _ = try carryOut(order, report)
      throw error
    }
    hasTold = false
    return try carryOut(order, report)
  }
}

extension RunMonitor {
  /// Whether anything fires that an autopilot might act on.
  var isWorried: Bool { findings.contains { $0.state == .firing && $0.severity > .notice } }

  /// What is wrong with the game that is worst off.
  var diagnosis: Diagnosis {
    let worst = games.first { $0.monitor.health == health } ?? games.first
    return (worst?.monitor ?? HealthMonitor(context: context)).diagnosis()
  }
}
