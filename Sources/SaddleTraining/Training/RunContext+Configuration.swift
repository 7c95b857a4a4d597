// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleSettings

extension StopSeverity {
  /// The severity from which on a finding ends the run, or nil for none.
  var severity: Severity? {
    switch self {
    case .none: nil
    case .warning: .warning
    case .critical: .critical
    }
  }
}

extension RunContext {
  /// What the monitor should know of a run of Saddle's own.
  init(_ configuration: Configuration, setup: TrainingSetup) {
    self.init(objective: configuration.objective.health)
    settings = configuration.settings
    discriminatorLossIncludesPenalty = true
    setup.task.declare(in: &self)
    if configuration.discriminator.spectralNorm {
      measures[.spectralNormalization] = .some(nil)
    }
    if configuration.regularizers.labelSmoothing > 0 {
      measures[.labelSmoothing] = configuration.regularizers.labelSmoothing
    }
    let games: [UpdateOrder] = [
      .extragradient, .extrapolationFromPast, .optimistic, .consensus, .unrolled,
    ]
    if configuration.training.lookahead.every > 0 || games.contains(configuration.training.updates)
    {
      measures[.lookahead] = .some(nil)
    }
    if configuration.ema.enabled { measures[.ema] = .some(nil) }
    let clips = [configuration.optimizer.generator, configuration.optimizer.discriminator]
      .map(\.gradientClip).contains { $0.norm != nil || $0.value != nil || $0.adaptive != nil }
    if clips { measures[.gradientClipping] = .some(nil) }
    generatorLearningRate = configuration.optimizer.generator.learningRate
    discriminatorLearningRate = configuration.optimizer.discriminator.learningRate
    discriminatorSteps = configuration.training.discriminatorSteps
    batchSize = configuration.training.batchSize
    expectedSteps = configuration.training.steps
    if configuration.evaluation.every > 0, let metric = configuration.evaluation.metrics.first {
      decidingMetric = metric.measured[0].signal
    }
    if setup.shape.isImage {
      metricFeatures = configuration.evaluation.extractor.network(for: setup.shape).rawValue
    }
    let architecture = ArchitectureCatalog.named(configuration.generator.architecture)
    if let range = architecture?.outputRange(setup.shape) {
      (outputMinimum, outputMaximum) = (range.lowerBound, range.upperBound)
    }
    refusedMeasures = configuration.refusedMeasures(self)
  }
}
