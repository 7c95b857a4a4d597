// SPDX-License-Identifier: Apache-2.0

/// What a symptom is, how it is measured and who described it: the text of `saddle explain`.
public struct SymptomGuide: Sendable, Equatable {
  /// The symptom.
  public var symptom: Symptom
  /// Its name as a heading.
  public var title: String
  /// What it means for the user, in a few sentences.
  public var meaning: String
  /// How it is measured, thresholds included.
  public var measurement: String
  /// When the rule is known to be wrong or silent.
  public var caveat: String
  /// Where it was described.
  public var sources: [String]
  /// What to do about it, best first, where nothing is known of the run.
  public var remedies: [Remedy] {
    RemedyCatalog.builtIn.remedies(for: symptom, context: RunContext(), objective: nil)
  }
}

extension Symptom {
  /// The name in words, as it stands within a sentence.
  public var title: String {
    switch self {
    case .nonFinite: "non-finite numbers"
    case .divergence: "divergence"
    case .oscillation: "oscillation"
    case .highFrequencyNoise: "noise from step to step"
    case .vanishingGeneratorLoss: "a vanishing generator loss"
    case .discriminatorLossZero: "a discriminator loss at zero"
    case .discriminatorLossJump: "a leap of the discriminator loss"
    case .saturatedOutputs: "saturated discriminator outputs"
    case .discriminatorDominates: "a dominating discriminator"
    case .accuracyAtChance: "a discriminator at chance"
    case .gradientSpikes: "gradient spikes"
    case .vanishingGradients: "vanishing gradients"
    case .modeCollapse: "mode collapse"
    case .modeHopping: "mode hopping"
    case .memorisation: "memorisation"
    case .stagnation: "stagnation"
    case .convergence: "convergence"
    case .metricRegression: "a worsening sample metric"
    case .uninformativeEquilibrium: "an uninformative equilibrium"
    case .dataRange: "a data range that does not fit"
    case .neverLearned: "a generator that never learned"
    case .penaltyOutOfScale: "a penalty out of scale"
    case .augmentationAtBound: "augmentation at its bound"
    case .scheduleEvent: "a change of the schedule"
    case .batchNormUnderPenalty: "batch norm under a gradient penalty"
    case .checkerboard: "unevenly overlapping kernels"
    case .unequalCapacity: "networks of unequal size"
    case .narrowView: "a narrow view of the discriminator"
    case .smallLatent: "a latent space that is too small"
    case .memoryShortage: "a shortage of memory"
    case .deadLayer: "a dead layer"
    case .shapeMismatch: "networks that do not fit"
    case .smallBatch: "a batch that is too small for its layers"
    }
  }

  /// What a report says where the symptom was looked for and not found.
  public var absence: String {
    switch self {
    case .nonFinite: "All numbers are finite."
    case .divergence: "Losses and gradients stay on their scale."
    case .oscillation: "No common period of both losses."
    case .highFrequencyNoise: "Successive losses are close to each other."
    case .vanishingGeneratorLoss: "The generator's loss is on its scale."
    case .discriminatorLossZero: "The discriminator's loss is above a tenth of its ideal."
    case .discriminatorLossJump: "No leap of the discriminator's loss after a long low."
    case .saturatedOutputs: "The discriminator's outputs are inside their range."
    case .discriminatorDominates: "The discriminator is wrong often enough."
    case .accuracyAtChance: "The discriminator does better than guessing."
    case .gradientSpikes: "No gradient above ten robust deviations in a window."
    case .vanishingGradients: "Gradients are within two and a half decades of the start."
    case .modeCollapse: "Nothing points to a loss of variety."
    case .modeHopping: "Samples are diverse, or the generator's loss is steady."
    case .memorisation: "Held-out real samples are judged like training ones."
    case .stagnation: "The sample metric improves, or the game is at rest."
    case .convergence: "There is still something to gain."
    case .metricRegression: "The sample metric is within 15 % of its best."
    case .uninformativeEquilibrium: "The losses are not those of an idle game."
    case .dataRange: "The data's range fits the generator's."
    case .neverLearned: "The run has learned something."
    case .penaltyOutOfScale: "The penalty is below the adversarial loss."
    case .augmentationAtBound: "The augmentation is below its bound, or fixed by hand."
    case .scheduleEvent: "No sudden change of a learning rate lately."
    case .batchNormUnderPenalty: "No layer mixes samples whose slopes are penalised one by one."
    case .checkerboard: "Kernels of transposed convolutions overlap evenly."
    case .unequalCapacity: "Neither network is ten times as large as the other."
    case .narrowView: "A score depends on the whole image."
    case .smallLatent: "There are enough latent numbers for the data."
    case .memoryShortage: "A step fits the machine's memory."
    case .deadLayer: "A gradient reaches every layer."
    case .shapeMismatch: "Networks, data and objective go together."
    case .smallBatch: "The batch is large enough for layers that look across it."
    }
  }

  /// What to log so that the symptom can be judged; any one will do.
  var signalsToLog: [Signal] {
    switch self {
    case .nonFinite, .divergence: [.lossGenerator, .lossDiscriminator]
    case .oscillation: [.lossGenerator, .lossDiscriminator]
    case .highFrequencyNoise, .discriminatorLossZero, .discriminatorLossJump:
      [.lossDiscriminator]
    case .vanishingGeneratorLoss: [.lossGenerator, .lossDiscriminator]
    case .saturatedOutputs: [.scoresReal, .scoresFake]
    case .discriminatorDominates, .accuracyAtChance: [.accuracyReal, .accuracyFake]
    case .gradientSpikes, .vanishingGradients:
      [.gradientNormGenerator, .gradientNormDiscriminator]
    case .modeCollapse, .modeHopping, .uninformativeEquilibrium:
      [.diversityFake, .diversityReal]
    case .memorisation: [.accuracyHeldOut, .scoresHeldOut]
    case .stagnation, .convergence, .metricRegression, .neverLearned: [.metricFID, .metricKID]
    case .dataRange: [.dataMinimum, .dataMaximum, .sampleMinimum, .sampleMaximum]
    case .penaltyOutOfScale: [.penalty]
    case .augmentationAtBound: [.augmentation]
    case .scheduleEvent: [.learningRateGenerator, .learningRateDiscriminator]
    case .batchNormUnderPenalty, .checkerboard, .unequalCapacity, .narrowView, .smallLatent,
      .memoryShortage, .deadLayer, .shapeMismatch, .smallBatch:
      []
    }
  }
}
