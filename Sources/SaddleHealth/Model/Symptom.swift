// SPDX-License-Identifier: Apache-2.0

/// A condition of a GAN training run: a closed set.
///
/// The raw value is the name in JSON, on the command line and in documentation.
public enum Symptom: String, CaseIterable, Codable, Sendable, Hashable {
  /// A NaN or an infinity in a loss, a gradient, a weight or the data.
  case nonFinite
  /// Losses or gradients that grow without bound.
  case divergence
  /// Generator and discriminator chase each other at a fixed period.
  case oscillation
  /// Losses that jump from step to step.
  case highFrequencyNoise
  /// The generator's loss is near zero because the discriminator no longer sees fakes.
  case vanishingGeneratorLoss
  /// The discriminator's loss stays at the bottom.
  case discriminatorLossZero
  /// The discriminator's loss leaps up after a long low: the signature of late collapse.
  case discriminatorLossJump
  /// The discriminator's outputs lie at the ends of their range.
  case saturatedOutputs
  /// The discriminator tells nearly all samples apart and stays there.
  case discriminatorDominates
  /// The discriminator's accuracy is stuck at chance.
  case accuracyAtChance
  /// Single gradients far above the run's own level.
  case gradientSpikes
  /// Gradients decades below the run's own level.
  case vanishingGradients
  /// The generator makes a few kinds of sample only.
  case modeCollapse
  /// The generator moves from mode to mode instead of covering them.
  case modeHopping
  /// The discriminator knows its training images by heart, or the generator copies them.
  case memorisation
  /// Nothing improves any more although the game is not at rest.
  case stagnation
  /// The game is at rest and nothing is left to gain.
  case convergence
  /// The sample metric has become worse than its best.
  case metricRegression
  /// Losses as at the equilibrium, yet the generator does not learn.
  case uninformativeEquilibrium
  /// The data's range does not fit the networks'.
  case dataRange
  /// The run has not learned anything since its start.
  case neverLearned
  /// A penalty outweighs the adversarial loss.
  case penaltyOutOfScale
  /// Adaptive augmentation has run into its end.
  case augmentationAtBound
  /// A learning rate, a penalty or the loop was changed: context, not a fault.
  case scheduleEvent

  // MARK: - Found before training

  /// A penalty of single samples' slopes with a layer that mixes the samples.
  case batchNormUnderPenalty
  /// Transposed convolutions whose kernels overlap unevenly.
  case checkerboard
  /// One network is far larger than the other.
  case unequalCapacity
  /// A score that depends on a part of the image only.
  case narrowView
  /// Fewer latent numbers than the data need.
  case smallLatent
  /// A step that needs more memory than the machine has.
  case memoryShortage
  /// A layer that no gradient reaches.
  case deadLayer
  /// Networks, data and objective don't go together.
  case shapeMismatch
  /// A batch too small for layers that look across it.
  case smallBatch
}

/// How serious a finding is.
public enum Severity: String, CaseIterable, Codable, Sendable, Hashable, Comparable {
  /// Worth knowing; nothing to do.
  case notice
  /// Likely to cost quality; look at it.
  case warning
  /// The run fails or has failed.
  case critical

  private var rank: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .critical: 2
    }
  }

  /// Orders by seriousness.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// State of an alarm, with the meaning that Prometheus gives these words.
public enum AlarmState: String, CaseIterable, Codable, Sendable, Hashable {
  /// The condition does not hold.
  case inactive
  /// The condition holds, not yet for long enough.
  case pending
  /// The condition has held for long enough.
  case firing
  /// The alarm was firing and its condition has been gone for long enough.
  case resolved
}

/// On what kind of signal a finding rests; more is more certain.
public enum EvidenceLevel: String, CaseIterable, Codable, Sendable, Hashable, Comparable {
  /// Losses alone.
  case losses
  /// Discriminator outputs, accuracies or gradients.
  case outputs
  /// Samples, held-out data or a sample metric.
  case samples
  /// Networks and data as they are before training.
  case networks

  private var rank: Int {
    switch self {
    case .losses: 0
    case .outputs: 1
    case .samples: 2
    case .networks: 3
    }
  }

  /// Orders by certainty.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// Whom a finding concerns.
public enum Side: String, CaseIterable, Codable, Sendable, Hashable {
  /// The network that makes samples.
  case generator
  /// The network that judges them.
  case discriminator
  /// The game between them.
  case both
  /// What both are fed.
  case data
}
