// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings

/// Carries out what the search for a weight orders (`WeightSearch`).
///
///     start: ledger ─> checkpoint of this step
///     turn:  ledger ─> set-up with the next weight, restored from it ─> journals cut back to it ─> saved
///
/// What it has found is part of every checkpoint, and goes along where the run goes back: a process that
/// ends anywhere between leaves a checkpoint from which the same is done again. The weight on trial
/// stands among the autopilot's changes, which rests meanwhile.
extension Trainer {
  /// The search of a configuration; nil where it asks for none.
  static func search(_ configuration: Configuration) -> WeightSearch? {
    configuration.search.rules(steps: configuration.training.steps).map { WeightSearch($0) }
  }

  /// Whether a weight is on trial.
  var isSearching: Bool { search?.isTrying == true }

  /// Does what the search has to do before the next step.
  func searchWeight(_ stop: StopRequest?, _ report: (TrainingEvent) -> Void) throws {
    while pending == nil, let order = search?.order(step: step) {
      switch order {
      case .goOn: return
      case .start: guard try startSearch(report) else { return }
      case .measure(let draw): try measureWeight(draw, stop, report)
      case .turn: try turn(report)
      }
    }
  }

  /// Makes a step of a trial; what would end the run ends the trial.
  func searchedStep(_ stop: StopRequest?, _ report: (TrainingEvent) -> Void) throws -> String? {
    let earlier = best
    do {
      guard let ending = try oneStep(stop, report) else {
        try saveIfDue(earlier, report)
        return nil
      }
      search?.fails(ending)
    } catch let error as NonFinite {
      search?.fails("\(error)")
    }
    // At once: the state of a step that broke must not be saved.
    try turn(report)
    return nil
  }

  /// Begins, unless the autopilot tries something, or what is searched was switched off.
  private func startSearch(_ report: (TrainingEvent) -> Void) throws -> Bool {
    guard var search, let pilot, !pilot.isTrying,
      let weight = configuration.number(search.rules.key), weight > 0
    else { return false }
    let first = search.begin(
      step: step,
      weight: weight,
      after: pilot.ledgerCount,
      best: best?.step
    )
    self.search = search
    self.pilot?.count(others: search.interventionCount)
    try note(first, report)
    try saveAgain(report)
    try rebuild(from: step)
    return true
  }

  /// Measures the weight on trial: by the run's own metric; by coverage where that is none, or a count.
  private func measureWeight(
    _ draw: Int,
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws {
    var name = search?.metric ?? SampleOutcome.name
    var value: Double?
    var largerIsBetter = search?.largerIsBetter ?? true
    do {
      if !measuresItself {
        value = try SampleOutcome(setup).measure(draw)
      } else if let first = try measure(stop, report).first {
        (name, value) = (first.signal.rawValue, first.value)
        largerIsBetter = !first.signal.lowerIsBetter
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      report(.warning("no measure of the weight at step \(step): \(error); training goes on"))
    }
    search?.measured(value, of: name, largerIsBetter: largerIsBetter)
  }

  /// Whether the run evaluates its samples by more than a count of modes, which soon stands at all.
  private var measuresItself: Bool {
    (1...configuration.training.steps).contains(configuration.evaluation.every)
      && configuration.evaluation.metrics.first != .modes
  }

  /// Ends a trial, and goes back to where it began: with the next weight, or the one that was chosen.
  private func turn(_ report: (TrainingEvent) -> Void) throws {
    guard var search, let start = search.start else { return }
    let old = search.change
    let lines = search.turn(step: step)
    for line in lines { try ledger.write(line) }
    pilot?.replace(old, by: search.change)
    pilot?.count(others: search.interventionCount)
    self.search = search
    try goBack(to: start, report) {
      for line in lines { try tell(of: line, report) }
    }
    guard let next = lines.last else { return }
    do { try readBack(next) } catch let error as CheckpointMismatch {
      guard isSearching else { throw error }
      self.search?.fails("\(error)")
    }
  }
}
