// SPDX-License-Identifier: Apache-2.0

public import SaddleGAN
import SaddleHealth

/// How long the run is and how the two networks take turns.
public struct TrainingConfiguration: ConfigurationSection {
  /// Steps of the whole run.
  public var steps = 10_000
  /// Samples of one update.
  public var batchSize = 64
  /// Discriminator updates in a step.
  public var discriminatorSteps = 1
  /// Generator updates in a step.
  public var generatorSteps = 1
  /// Who moves when.
  public var updates = UpdateOrder.alternating
  /// Batches whose gradients are averaged for one update.
  public var accumulate = 1
  /// Weight of the common gradient in consensus optimization.
  public var consensus = 10.0
  /// Discriminator steps that an unrolled generator looks ahead.
  public var unrollSteps = 5
  /// Levels of networks that are grown.
  public var growth = GrowthConfiguration()
  /// Pulls to slow weights.
  public var lookahead = LookaheadConfiguration()
  /// Share of the best-scored fakes that the generator learns from.
  public var topK = 1.0

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `training`.
  public static let schema = Schema<Self>(
    "How long the run is and how the two networks take turns.",
    [
      .integer("steps", \.steps, .between(1, 1_000_000_000), "Steps of the whole run.")
        .unit("steps").known(as: "iterations", "maxSteps", "epochs", "niter").changeableOnResume,
      .integer("batchSize", \.batchSize, .between(1, 1_000_000), "Samples of one update.")
        .unit("samples").known(as: "batch", "bs", "miniBatch").needs(.safe),
      .integer(
        "discriminatorSteps",
        \.discriminatorSteps,
        .between(1, 10_000),
        "Discriminator updates in a step (n_critic)."
      ).known(as: "nCritic", "nDis", "criticSteps", "dSteps").needs(.safe),
      .integer(
        "generatorSteps",
        \.generatorSteps,
        .between(1, 10_000),
        "Generator updates in a step."
      ).known(as: "nGen", "gSteps").needs(.safe),
      .choice("updates", \.updates, "Who moves when within a step.").needs(.restart),
      .integer(
        "accumulate",
        \.accumulate,
        .between(1, 10_000),
        "Batches whose gradients are averaged for one update."
      ).unit("batches").known(as: "gradAccum", "accumulationSteps").needs(.safe),
      .number("consensus", \.consensus, .atLeast(0), "Weight gamma, with updates consensus.")
        .schedulable
        .known(as: "gamma"),
      .integer(
        "unrollSteps",
        \.unrollSteps,
        .between(0, 100),
        "D steps that G looks ahead, with updates unrolled."
      ).known(as: "unroll", "unrolled"),
      .section("growth", \.growth),
      .section("lookahead", \.lookahead).needs(.guarded),
      .number(
        "topK",
        \.topK,
        .above(0, to: 1),
        "Share of its best-scored samples that G learns from; 1 is all (Sinha et al. 2020: to 0.5)."
      ).schedulable,
    ]
  )
}

/// How networks are grown from 4x4 pictures to full size.
public struct GrowthConfiguration: ConfigurationSection {
  /// Images in which a level fades in.
  public var fadeImages = 0
  /// Images of each level after it has faded in.
  public var stableImages = 0
  /// Whether networks are grown.
  public var isOn: Bool { fadeImages > 0 || stableImages > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `training.growth`.
  public static let schema = Schema<Self>(
    "How pggan networks grow from 4x4 pictures; 0 and 0 trains the full size from the start.",
    [
      .integer(
        "fadeImages",
        \.fadeImages,
        .between(0, 1_000_000_000),
        "Images in which a level fades in (PGGAN: 600000)."
      ).unit("images").known(as: "fadeKimg", "lodTransition"),
      .integer(
        "stableImages",
        \.stableImages,
        .between(0, 1_000_000_000),
        "Images of each level after it has faded in (PGGAN: 600000)."
      ).unit("images").known(as: "stableKimg", "lodTraining"),
    ]
  )

  /// The level after so many images.
  public func level(imagesSeen: Int, levels: Int) -> Double {
    guard isOn else { return Double(levels) }
    guard imagesSeen >= stableImages else { return 0 }
    let length = fadeImages + stableImages
    let seen = imagesSeen - stableImages
    let whole = seen / length
    let rest = seen % length
    let fade = fadeImages == 0 ? 1 : min(1, Double(rest) / Double(fadeImages))
    return min(Double(levels), Double(whole) + fade)
  }
}

/// Lookahead-minmax: both networks are pulled back to slowly moving weights.
public struct LookaheadConfiguration: ConfigurationSection {
  /// Steps from one pull to the next; 0 is off.
  public var every = 0
  /// How far the slow weights go towards the fast ones.
  public var alpha = 0.5

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `training.lookahead`.
  public static let schema = Schema<Self>(
    "Lookahead-minmax: every so many steps both go back to slowly moving weights.",
    [
      .integer(
        "every",
        \.every,
        .between(0, 1_000_000),
        "Steps between pulls; 0 is off, 5 usual."
      ).unit("steps").known(as: "k"),
      .number("alpha", \.alpha, .between(0, 1), "How far the slow weights go to the fast ones.")
        .schedulable,
    ]
  )
}

/// The moving average of the generator's weights, which samples are made with.
public struct AveragingConfiguration: ConfigurationSection {
  /// Whether an average is kept.
  public var enabled = true
  /// Weight of the old average in each step; nil where the half-life is given.
  public var decay: Double?
  /// Images after which a weight counts half; nil where the decay is given.
  public var halfLifeImages: Double?
  /// Largest half-life as a share of the images seen so far; nil is no ramp.
  public var rampUp: Double?

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `ema`.
  public static let schema = Schema<Self>(
    "The moving average of the generator's weights, which samples are made with.",
    [
      .flag("enabled", \.enabled, "Keep an average and make samples with it.").needs(.restart),
      .number(
        "decay",
        optional: \.decay,
        .from(0, below: 1),
        "Weight of the old average at each step. Default: 0.999, unless halfLifeImages is given."
      ).schedulable.known(as: "beta", "emaBeta", "emaDecay"),
      .number(
        "halfLifeImages",
        optional: \.halfLifeImages,
        .above(0),
        "Images after which an old weight counts half; instead of decay."
      ).schedulable.unit("images").known(as: "emaKimg", "halfLife"),
      .number(
        "rampUp",
        optional: \.rampUp,
        .above(0),
        "Keeps the half-life below this share of the images seen so far (StyleGAN2: 0.05)."
      ).schedulable.known(as: "emaRampup"),
    ]
  )
}
