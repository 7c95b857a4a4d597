// SPDX-License-Identifier: Apache-2.0

/// A concrete change that has evidence for helping against a symptom.
///
/// The report prints it, the Autopilot executes it: both read the same value.
public struct Remedy: Codable, Sendable, Equatable {
  /// How far an automatic pilot may go with it.
  public enum ActionClass: String, CaseIterable, Codable, Sendable {
    /// Reversible and without a change of the networks: safe on a running training.
    case online
    /// Possible on a running training, with a snapshot to go back to.
    case rollback
    /// Needs a new run.
    case restart
  }

  /// What to do.
  public var measure: Measure
  /// The imperative sentence: "Halve the discriminator's learning rate".
  public var title: String
  /// Why it should help here, in one or two sentences.
  public var reason: String
  /// What was measured elsewhere, in one sentence.
  public var evidence: String
  /// Where that was published.
  public var source: String
  /// How far an automatic pilot may go with it.
  public var actionClass: ActionClass
  /// The change of a Saddle configuration.
  public var changes: [ConfigurationChange]
  /// The same as lines of PyTorch.
  public var pytorch: [String]
  /// A command that does it, with `RUN` for the run's folder; nil where there is none.
  public var command: String?

  /// Creates a remedy.
  public init(
    measure: Measure,
    title: String,
    reason: String,
    evidence: String,
    source: String,
    actionClass: ActionClass,
    changes: [ConfigurationChange],
    pytorch: [String],
    command: String? = nil
  ) {
    self.measure = measure
    self.title = title
    self.reason = reason
    self.evidence = evidence
    self.source = source
    self.actionClass = actionClass
    self.changes = changes
    self.pytorch = pytorch
    self.command = command
  }

  /// The remedy without changes of keys whose value isn't known: what is left can be written down.
  var writtenOut: Remedy {
    var result = self
    result.changes = changes.filter(\.isKnown)
    return result
  }
}

/// A kind of measure: what can be in force in a run, and what a remedy can ask for.
public enum Measure: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable, Hashable {
  // MARK: - Learning rates and optimizers

  /// A lower learning rate of the discriminator.
  case lowerDiscriminatorLearningRate
  /// Settings back to what works.
  case restoreSettings
  /// The part of it that a running game can take.
  case restoreSettingsInPlace
  /// A higher learning rate of the discriminator.
  case raiseDiscriminatorLearningRate
  /// Lower learning rates of both.
  case lowerLearningRates
  /// Learning rates that fall in the course of training.
  case learningRateDecay
  /// A first momentum of 0 or 0.5 instead of 0.9.
  case lowerMomentum
  /// An upper bound on the norm of the gradient.
  case gradientClipping
  /// An optimizer made for games: extragradient, optimistic, lookahead.
  case lookahead
  /// More samples a step.
  case largerBatch
  /// Fewer or more discriminator updates per generator update.
  case discriminatorSteps

  // MARK: - Regularizers of the discriminator

  /// Zero-centered gradient penalty on real samples.
  case r1
  /// Zero-centered gradient penalty on fake samples.
  case r2
  /// One-centered gradient penalty on interpolates (WGAN-GP).
  case gradientPenalty
  /// Weights clipped to a box (WGAN).
  case weightClipping
  /// Weights divided by their largest singular value.
  case spectralNormalization
  /// A smaller weight of the penalty in force.
  case lowerPenalty
  /// A larger weight of the penalty in force.
  case raisePenalty
  /// Noise added to what the discriminator sees, fading out.
  case instanceNoise
  /// Target of real samples below 1.
  case labelSmoothing
  /// Exponential moving averages of scores as anchors (LeCam).
  case lecam

  // MARK: - Data, networks, objective

  /// Augmentation whose strength follows the discriminator's overfitting (ADA).
  case adaptiveAugmentation
  /// Differentiable augmentation of real and fake samples.
  case differentiableAugmentation
  /// Several samples to one decision (PacGAN).
  case packing
  /// Batch statistics as a feature of the discriminator.
  case minibatchDeviation
  /// A larger discriminator.
  case largerDiscriminator
  /// A larger generator.
  case largerGenerator
  /// More latent numbers.
  case largerLatent
  /// No normalization over the batch in the discriminator.
  case noBatchNorm
  /// Enlarging first and convolving then, or kernels that their stride divides.
  case evenUpsampling
  /// A discriminator that sees the whole image.
  case widerView
  /// Smaller networks or batches.
  case lessMemory
  /// A batch that the layers which look across it can use.
  case suitableBatch
  /// Another objective.
  case changeObjective
  /// Data scaled to the range of the generator's output.
  case scaleData
  /// Data without broken, constant or non-finite samples.
  case cleanData
  /// More training data.
  case moreData
  /// A discriminator that starts later.
  case laterDiscriminator
  /// A smaller weight of the adversarial term beside a reconstruction.
  case lowerAdversarialWeight
  /// A constant weight of the adversarial term instead of a ratio of gradients.
  case fixedAdversarialWeight
  /// Unused codes of a quantizer put where the data is.
  case reviveCodebook
  /// A loss from scores instead of clipped probabilities.
  case lossFromLogits
  /// Numbers with a wider range than half precision.
  case saferPrecision
  /// A metric computed from enough samples, in double precision.
  case mendMetric
  /// A check of labels, freezing and optimizer wiring.
  case checkWiring
  /// Averaged generator weights for samples.
  case ema

  // MARK: - The run

  /// Full precision in place of half.
  case fullPrecision

  /// Return to an earlier checkpoint.
  case rollBack
  /// End the run.
  case stop
  /// Mend what ended the program.
  case mendEnvironment
  /// A loss scaler for each loss.
  case separateScalers
  /// Resume with networks, averages, optimizers and options.
  case resumeWhole
}

/// One change of a Saddle configuration, as typed data.
public struct ConfigurationChange: Codable, Sendable, Equatable {
  /// The new value.
  public enum Value: Codable, Sendable, Equatable {
    /// A number to set.
    case number(Double)
    /// A whole number to set.
    case integer(Int)
    /// A truth value to set.
    case flag(Bool)
    /// A word to set.
    case text(String)
    /// A factor on the value in force.
    case scaled(by: Double)
  }

  /// The path of the key: "optimizer.discriminator.learningRate".
  public var key: String
  /// Its new value.
  public var value: Value
  /// The value in force, where the context told it.
  public var current: Double?

  /// Creates a change.
  public init(key: String, value: Value, current: Double? = nil) {
    self.key = key
    self.value = value
    self.current = current
  }

  /// The value to write, where it is known: a factor is applied to the value in force.
  public var resolved: Value {
    if case .scaled(let factor) = value, let current {
      return .number(SettingText.rounded(current * factor))
    }
    return value
  }

  /// Whether the value to write is known: a factor needs the value in force.
  package var isKnown: Bool {
    if case .scaled = resolved { return false }
    return true
  }

  /// The value as code has it: the number where it is known, else the factor on a name: "2 * width".
  package func factorText(of name: String) -> String {
    if case .scaled(let factor) = resolved { return "\(SettingText.number(factor)) * \(name)" }
    return valueText
  }

  /// The value as it stands behind the key: "0.0001"; of a factor on an unknown value, "0.5 x".
  public var valueText: String {
    switch resolved {
    case .number(let number): SettingText.number(number)
    case .integer(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .text(let text): text
    case .scaled(let factor): "\(SettingText.number(factor)) x"
    }
  }

  /// The change as a line: `optimizer.discriminator.learningRate: 0.0001`.
  public var line: String {
    if case .scaled(let factor) = resolved {
      return "\(key): # \(SettingText.number(factor)) x the present value"
    }
    return "\(key): \(valueText)"
  }
}
