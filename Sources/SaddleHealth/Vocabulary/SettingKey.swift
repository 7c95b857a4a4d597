// SPDX-License-Identifier: Apache-2.0

/// A setting that is judged, whatever the code base calls it.
///
/// The raw value is the key of a Saddle configuration where there is one, so that a change can be
/// written down as it stands; the others have no section (`precision`).
public struct SettingKey: RawRepresentable, Hashable, Codable, Sendable {
  /// The dotted path.
  public let rawValue: String

  /// Names a key; any text is one.
  public init(rawValue: String) { self.rawValue = rawValue }

  init(_ text: String) { rawValue = text }

  // MARK: - Optimizers (numbers; `kind` is text: adam, adamw, sgd, rmsprop)

  /// The generator's optimizer.
  public static let generatorOptimizer = SettingKey("optimizer.generator.kind")
  /// The discriminator's optimizer.
  public static let discriminatorOptimizer = SettingKey("optimizer.discriminator.kind")
  /// The generator's learning rate at the start.
  public static let generatorRate = SettingKey("optimizer.generator.learningRate")
  /// The discriminator's learning rate at the start.
  public static let discriminatorRate = SettingKey("optimizer.discriminator.learningRate")
  /// Adam's first momentum, generator.
  public static let generatorBeta1 = SettingKey("optimizer.generator.beta1")
  /// Adam's first momentum, discriminator.
  public static let discriminatorBeta1 = SettingKey("optimizer.discriminator.beta1")
  /// Adam's second momentum, generator.
  public static let generatorBeta2 = SettingKey("optimizer.generator.beta2")
  /// Adam's second momentum, discriminator.
  public static let discriminatorBeta2 = SettingKey("optimizer.discriminator.beta2")
  /// Adam's denominator term, generator.
  public static let generatorEpsilon = SettingKey("optimizer.generator.epsilon")
  /// Adam's denominator term, discriminator.
  public static let discriminatorEpsilon = SettingKey("optimizer.discriminator.epsilon")
  /// Momentum of SGD and RMSprop, generator.
  public static let generatorMomentum = SettingKey("optimizer.generator.momentum")
  /// Momentum of SGD and RMSprop, discriminator.
  public static let discriminatorMomentum = SettingKey("optimizer.discriminator.momentum")
  /// Weight decay, generator.
  public static let generatorWeightDecay = SettingKey("optimizer.generator.weightDecay")
  /// Weight decay, discriminator.
  public static let discriminatorWeightDecay = SettingKey("optimizer.discriminator.weightDecay")
  /// Largest norm of the generator's gradient.
  public static let generatorClipNorm = SettingKey("optimizer.generator.gradientClip.norm")
  /// Largest norm of the discriminator's gradient.
  public static let discriminatorClipNorm = SettingKey("optimizer.discriminator.gradientClip.norm")
  /// Largest component of the generator's gradient.
  public static let generatorClipValue = SettingKey("optimizer.generator.gradientClip.value")
  /// Largest component of the discriminator's gradient.
  public static let discriminatorClipValue = SettingKey(
    "optimizer.discriminator.gradientClip.value"
  )

  // MARK: - The loop

  /// Samples a batch.
  public static let batchSize = SettingKey("training.batchSize")
  /// Discriminator updates per generator update.
  public static let discriminatorSteps = SettingKey("training.discriminatorSteps")
  /// Generator updates per round.
  public static let generatorSteps = SettingKey("training.generatorSteps")
  /// Batches whose gradients are averaged for one update.
  public static let accumulate = SettingKey("training.accumulate")
  /// The generator's learning rate in the middle of the run, as its schedule has it.
  public static let generatorRateHalfway = SettingKey("schedules.generator.halfway")
  /// The discriminator's learning rate in the middle of the run, as its schedule has it.
  public static let discriminatorRateHalfway = SettingKey("schedules.discriminator.halfway")
  /// The generator's largest learning rate in the run, as its schedule has it.
  public static let generatorRatePeak = SettingKey("schedules.generator.peak")
  /// The discriminator's largest learning rate in the run, as its schedule has it.
  public static let discriminatorRatePeak = SettingKey("schedules.discriminator.peak")
  /// The lines of the schedules that no learning rate follows (text, as a configuration has it).
  public static let otherSchedules = SettingKey("schedules.others")
  /// Length of the run in steps.
  public static let steps = SettingKey("training.steps")
  /// What the players play for (text: the name of an `Objective`).
  public static let objective = SettingKey("objective")
  /// Number format of the computation (text: fp32, tf32, fp16, bf16, amp).
  public static let precision = SettingKey("precision")

  // MARK: - Penalties and constraints (numbers; 0 is off)

  /// R1's gamma, of `gamma / 2 * |grad|^2`.
  public static let r1 = SettingKey("regularizers.r1.gamma")
  /// R2's gamma.
  public static let r2 = SettingKey("regularizers.r2.gamma")
  /// Discriminator steps from one R1 to the next.
  public static let r1Interval = SettingKey("regularizers.r1.interval")
  /// WGAN-GP's lambda.
  public static let gradientPenalty = SettingKey("regularizers.gradientPenalty.weight")
  /// DRAGAN's lambda.
  public static let dragan = SettingKey("regularizers.dragan.weight")
  /// Half the side of the box that the critic's weights are clipped to.
  public static let weightClipping = SettingKey("regularizers.weightClipping.bound")
  /// What is taken off the target of real samples.
  public static let labelSmoothing = SettingKey("regularizers.labelSmoothing")
  /// Standard deviation of the noise on what the discriminator sees.
  public static let instanceNoise = SettingKey("regularizers.instanceNoise.sigma")
  /// Standard deviation of that noise in the middle of the run.
  public static let instanceNoiseHalfway = SettingKey("regularizers.instanceNoise.halfway")
  /// LeCam's weight.
  public static let leCam = SettingKey("regularizers.leCam.weight")
  /// Weight of the reconstruction beside the adversarial term.
  public static let reconstruction = SettingKey("paired.reconstruction")
  /// Spectral norm in the discriminator (flag).
  public static let spectralNorm = SettingKey("discriminator.spectralNorm")

  // MARK: - Networks and data

  /// Normalization in the discriminator (text: none, batch, layer, instance, group).
  public static let discriminatorNormalization = SettingKey("discriminator.normalization")
  /// Normalization in the generator.
  public static let generatorNormalization = SettingKey("generator.normalization")
  /// Channels or units of the generator.
  public static let generatorWidth = SettingKey("generator.width")
  /// Channels or units of the discriminator.
  public static let discriminatorWidth = SettingKey("discriminator.width")
  /// Numbers in a latent vector.
  public static let latentSize = SettingKey("generator.latentSize")
  /// Samples judged together.
  public static let packing = SettingKey("discriminator.packing")
  /// Where real samples come from (text).
  public static let dataSource = SettingKey("data.source")
  /// Standard deviation of real samples per component, where it is known beforehand.
  public static let dataDeviation = SettingKey("data.deviation")
  /// Image side in pixels.
  public static let imageSize = SettingKey("data.size")
  /// Decay of the generator's average.
  public static let averagingDecay = SettingKey("ema.decay")

  /// Every key that a rule may ask for.
  public static let judged: [SettingKey] = [
    .generatorOptimizer, .discriminatorOptimizer, .generatorRate, .discriminatorRate,
    .generatorBeta1, .discriminatorBeta1, .generatorBeta2, .discriminatorBeta2, .generatorEpsilon,
    .discriminatorEpsilon, .generatorMomentum, .discriminatorMomentum, .generatorWeightDecay,
    .discriminatorWeightDecay, .generatorClipNorm, .discriminatorClipNorm, .generatorClipValue,
    .discriminatorClipValue, .batchSize, .discriminatorSteps, .generatorSteps, .accumulate,
    .generatorRateHalfway, .discriminatorRateHalfway, .generatorRatePeak, .discriminatorRatePeak,
    .steps, .objective, .precision, .r1, .r2,
    .r1Interval, .gradientPenalty, .dragan, .weightClipping, .labelSmoothing, .instanceNoise,
    .instanceNoiseHalfway, .dataDeviation,
    .leCam, .reconstruction, .spectralNorm, .discriminatorNormalization, .generatorNormalization,
    .generatorWidth, .discriminatorWidth, .latentSize, .packing, .dataSource, .imageSize,
    .averagingDecay,
  ]

  /// Whether a key decides what networks, objective and data are: a running game can't change it.
  static func isBuiltIn(_ key: String) -> Bool {
    key == objective.rawValue
      || ["generator.", "discriminator.", "data."].contains { key.hasPrefix($0) }
  }
}
