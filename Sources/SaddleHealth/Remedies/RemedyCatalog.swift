// SPDX-License-Identifier: Apache-2.0

/// Which remedies help against which symptom: one line each, best first.
public struct RemedyCatalog: Sendable {
  /// Makes a remedy for a run, or nil where it makes no sense there.
  public typealias Maker = @Sendable (RemedyRequest) -> Remedy?

  private var makers: [Symptom: [Maker]]

  /// Creates a catalog.
  public init(_ makers: [Symptom: [Maker]]) { self.makers = makers }

  /// Everything that Saddle knows.
  public static let builtIn = RemedyCatalog([
    .nonFinite: [Remedy.rollBack, Remedy.halveLearningRates, Remedy.clipGradients],
    .divergence: [
      Remedy.rollBack, Remedy.halveLearningRates, Remedy.clipGradients, Remedy.addR1,
      Remedy.addSpectralNormalization,
    ],
    .oscillation: [
      Remedy.lowerMomentum, Remedy.addR1, Remedy.halveLearningRates, Remedy.useLookahead,
      Remedy.averageWeights,
    ],
    .highFrequencyNoise: [Remedy.enlargeBatch, Remedy.averageWeights, Remedy.halveLearningRates],
    .vanishingGeneratorLoss: [Remedy.checkWiring, Remedy.raiseDiscriminatorRate],
    .discriminatorLossZero: [
      Remedy.lowerDiscriminatorRate, Remedy.addInstanceNoise, Remedy.addR1, Remedy.augment,
    ],
    .discriminatorLossJump: [Remedy.rollBack, Remedy.stopRun],
    .saturatedOutputs: [
      Remedy.lowerDiscriminatorRate, Remedy.smoothLabels, Remedy.addInstanceNoise, Remedy.addR1,
    ],
    .discriminatorDominates: [
      Remedy.lowerDiscriminatorRate, Remedy.addInstanceNoise, Remedy.augment, Remedy.addR1,
      Remedy.smoothLabels, Remedy.useWassersteinPenalty,
    ],
    .gradientSpikes: [Remedy.clipGradients, Remedy.halveLearningRates],
    .vanishingGradients: [
      Remedy.addInstanceNoise, Remedy.leaveSaturatingLoss, Remedy.lowerDiscriminatorRate,
      Remedy.useWassersteinPenalty,
    ],
    .modeCollapse: [
      Remedy.rollBack, Remedy.addR1, Remedy.pack, Remedy.useWassersteinPenalty,
      Remedy.addMinibatchDeviation,
    ],
    .modeHopping: [Remedy.addR1, Remedy.halveLearningRates, Remedy.averageWeights, Remedy.pack],
    .memorisation: [
      Remedy.augmentAdaptively, Remedy.augment, Remedy.addLeCam, Remedy.stopRun,
    ],
    .stagnation: [Remedy.decayLearningRates, Remedy.averageWeights, Remedy.stopRun],
    .convergence: [Remedy.stopRun],
    .metricRegression: [Remedy.rollBack, Remedy.augment, Remedy.addR1, Remedy.stopRun],
    .uninformativeEquilibrium: [
      Remedy.lowerPenaltyWeight, Remedy.checkWiring, Remedy.enlargeDiscriminator,
      Remedy.useWassersteinPenalty,
    ],
    .dataRange: [Remedy.scaleToOutput],
    .neverLearned: [
      Remedy.checkWiring, Remedy.lowerPenaltyWeight, Remedy.lowerDiscriminatorRate,
      Remedy.useWassersteinPenalty,
    ],
    .penaltyOutOfScale: [Remedy.lowerPenaltyWeight],
    .batchNormUnderPenalty: [Remedy.leaveBatchNorm],
    .checkerboard: [Remedy.upsampleEvenly],
    .unequalCapacity: [Remedy.enlargeDiscriminator, Remedy.enlargeGenerator],
    .narrowView: [Remedy.widenView],
    .smallLatent: [Remedy.enlargeLatent],
    .memoryShortage: [Remedy.saveMemory],
    .deadLayer: [Remedy.checkWiring],
    .shapeMismatch: [Remedy.checkWiring],
    .smallBatch: [Remedy.suitBatch, Remedy.leaveBatchNorm],
    .augmentationAtBound: [
      Remedy.gatherData, Remedy.raisePenaltyWeight, Remedy.addLeCam, Remedy.addR1, Remedy.stopRun,
    ],
  ])

  /// Returns the remedies for a symptom: none that is in force, none that contradicts another
  /// finding.
  ///
  /// - Parameters:
  ///   - symptom: What to cure.
  ///   - context: What is in force in the run.
  ///   - objective: The objective, where it is known.
  ///   - others: Symptoms that are firing as well.
  ///   - best: The run's sample metric, for the step to go back to.
  public func remedies(
    for symptom: Symptom,
    context: RunContext,
    objective: Objective?,
    alongside others: Set<Symptom> = [],
    best: MetricBook.Entry? = nil
  ) -> [Remedy] {
    let request = RemedyRequest(
      symptom: symptom,
      context: context,
      objective: objective,
      bestStep: best.map(\.bestStep)
    )
    let forbidden = Self.contradicted(by: others.union([symptom]))
    return (makers[symptom] ?? []).compactMap { $0(request) }
      .filter { !forbidden.contains($0.measure) }
  }

  /// Measures that would feed another symptom.
  private static func contradicted(by symptoms: Set<Symptom>) -> Set<Measure> {
    var measures: Set<Measure> = []
    if symptoms.contains(.penaltyOutOfScale) || symptoms.contains(.uninformativeEquilibrium) {
      measures.formUnion([.r1, .r2, .spectralNormalization, .instanceNoise])
    }
    if symptoms.contains(.vanishingGeneratorLoss) {
      measures.formUnion([.lowerDiscriminatorLearningRate, .instanceNoise, .labelSmoothing])
    }
    return measures
  }
}

/// What a remedy is made for.
public struct RemedyRequest: Sendable {
  /// The symptom to cure.
  public var symptom: Symptom
  /// What is known of the run.
  public var context: RunContext
  /// The objective, where it is known.
  public var objective: Objective?
  /// Step of the best evaluation, where there is one.
  public var bestStep: Int?
}
