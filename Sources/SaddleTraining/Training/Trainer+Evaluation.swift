// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import SaddleSettings
import SaddleTorch

extension Trainer {
  /// Loads what measures images, where images are to be measured.
  static func open(
    _ evaluator: (any SampleEvaluator)?,
    for setup: TrainingSetup
  ) throws {
    guard setup.configuration.measuresImages, let evaluator else { return }
    try evaluator.open(shape: setup.shape.dimensions)
  }

  /// Lets the evaluator take in the real images, and the task what it compares with.
  ///
  /// - Throws: `CancellationError` where the run is asked to stop, and what the evaluator throws.
  func prepareEvaluation(_ stop: StopRequest?, _ report: (TrainingEvent) -> Void) throws {
    let settings = configuration.evaluation
    guard settings.every > 0,
      pending != nil || isSearching
        || step / settings.every < configuration.training.steps / settings.every
    else { return }
    try setup.task.prepareMeasures { progress in
      try stop?.check()
      report(.evaluating(progress))
    }
    try declare()
    guard configuration.measuresImages, let evaluator else { return }
    let real = setup.realImages(settings.samples, seed: UInt64(configuration.seed))
    try evaluator.prepare(real) { progress in
      try stop?.check()
      report(.evaluating(progress))
    }
  }

  /// Measures samples; one that fails is reported and training goes on.
  ///
  /// A step that is better than all before it becomes the best.
  ///
  /// - Throws: `CancellationError` where the run is asked to stop meanwhile.
  func evaluate(
    _ games: inout [GameObservation],
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws {
    lastMeasured = nil
    let values: [MeasuredValue]
    do {
      values = try measure(stop, report)
    } catch let error as CancellationError {
      throw error
    } catch {
      report(.warning("no evaluation at step \(step): \(error); training goes on"))
      return
    }
    lastMeasured = values.first
    for index in games.indices {
      for value in values { games[index].observation[value.signal] = value.value }
    }
    if best?.isBeaten(by: values) ?? true, let new = BestEvaluation(values, step: step) {
      best = new
    }
    if !values.isEmpty {
      schedules.observe(improved: best?.step == step, patience: setup.schedules.patience)
    }
    try journal.write(values, step: step)
    report(.evaluation(values: values, step: step))
  }

  /// Measures the samples now, by the configured metrics in their order.
  ///
  /// - Throws: `CancellationError` where the run is asked to stop meanwhile, and what measuring throws.
  func measure(
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws -> [MeasuredValue] {
    let own = try setup.task.measure { progress in
      try stop?.check()
      report(.evaluating(progress))
    }
    guard configuration.measuresImages, let evaluator else { return own }
    let others = try evaluator.measure(setup.evaluationImages()) { progress in
      try stop?.check()
      report(.evaluating(progress))
    }
    return inOrder(own + others)
  }

  /// The values in the order in which the configuration names metrics: the first one decides.
  private func inOrder(_ values: [MeasuredValue]) -> [MeasuredValue] {
    let order = configuration.evaluation.metrics.flatMap(\.measured).map(\.signal)
    let places = values.map { order.firstIndex(of: $0.signal) ?? order.count }
    return values.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { values[$0] }
  }
}

extension RunRecord.Best {
  init(_ best: BestEvaluation) {
    self.init(
      step: best.step,
      metric: best.signal.rawValue,
      value: best.value,
      fingerprint: best.fingerprint
    )
  }
}
