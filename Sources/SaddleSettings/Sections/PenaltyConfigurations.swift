// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

// The sections of the regularizers that came after R1, R2, WGAN-GP and clipping.

/// `weight * mean (|grad D(x + d)| - 1)^2` around real samples.
public struct DRAGANConfiguration: ConfigurationSection {
  /// The weight; 0 is off.
  public var weight = 0.0
  /// Size of the neighborhood in standard deviations.
  public var scale = 0.5
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return DRAGAN(weight: weight, scale: scale)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.dragan`.
  public static let schema = Schema<Self>(
    "weight * mean (|grad D(x + d)| - 1)^2 around real samples (DRAGAN).",
    [
      .number("weight", \.weight, .atLeast(0), "Weight; 0 is off. DRAGAN has 10.").schedulable
        .known(
          as: "lambda"
        ),
      .number(
        "scale",
        \.scale,
        .above(0),
        "Size of the neighborhood in standard deviations of the data."
      ),
    ]
  )
}

/// Weight matrices whose rows are pulled apart.
public struct OrthogonalConfiguration: ConfigurationSection {
  /// Weight for the discriminator; 0 is off.
  public var discriminator = 0.0
  /// Weight for the generator; 0 is off.
  public var generator = 0.0
  /// Whether it is in force.
  public var isOn: Bool { discriminator > 0 || generator > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return OrthogonalRegularization(discriminator: discriminator, generator: generator)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.orthogonal`.
  public static let schema = Schema<Self>(
    "weight * |W W^T * (1 - I)|^2 of every weight matrix (BigGAN).",
    [
      .number(
        "discriminator",
        \.discriminator,
        .atLeast(0),
        "Weight for D; 0 is off. BigGAN has 0.0001."
      ).schedulable,
      .number("generator", \.generator, .atLeast(0), "Weight for G; 0 is off. BigGAN has 0.0001.")
        .schedulable,
    ]
  )
}

/// A discriminator that judges a picture and its moved copy alike.
public struct ConsistencyConfiguration: ConfigurationSection {
  /// Weight on real samples; 0 is off.
  public var real = 0.0
  /// Weight on fakes; 0 is off.
  public var fake = 0.0
  /// Whether it is in force.
  public var isOn: Bool { real > 0 || fake > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return ConsistencyRegularization(real: real, fake: fake)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.consistency`.
  public static let schema = Schema<Self>(
    "D judges a picture and its moved copy alike: CR (real), bCR (real and fake).",
    [
      .number("real", \.real, .atLeast(0), "Weight on real samples; 0 is off. CR and bCR have 10.")
        .schedulable,
      .number("fake", \.fake, .atLeast(0), "Weight on fakes; 0 is off. bCR has 10.").schedulable,
    ]
  )
}

/// Close latents that are judged alike and made to differ.
public struct LatentConsistencyConfiguration: ConfigurationSection {
  /// Weight of the discriminator's term; 0 is off.
  public var discriminator = 0.0
  /// Weight of the generator's term; 0 is off.
  public var generator = 0.0
  /// Standard deviation of a latent's change.
  public var radius = 0.05
  /// Whether it is in force.
  public var isOn: Bool { discriminator > 0 || generator > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return LatentConsistency(discriminator: discriminator, generator: generator, radius: radius)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.latentConsistency`.
  public static let schema = Schema<Self>(
    "Close latents are judged alike and made to differ (zCR).",
    [
      .number("discriminator", \.discriminator, .atLeast(0), "Weight in D; 0 is off. ICR has 20.")
        .schedulable,
      .number("generator", \.generator, .atLeast(0), "Weight in G; 0 is off. ICR has 0.5.")
        .schedulable,
      .number("radius", \.radius, .above(0), "Standard deviation of the change of a latent."),
    ]
  )
}

/// Real scores near where fakes were, and the other way round.
public struct LeCamConfiguration: ConfigurationSection {
  /// The weight; 0 is off.
  public var weight = 0.0
  /// Weight of the old average in each step.
  public var decay = 0.99
  /// Step from which on averages are kept.
  public var start = 1000
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return LeCam(weight: weight, decay: decay, start: start)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.leCam`.
  public static let schema = Schema<Self>(
    "Real scores near where fakes were, and the other way round (LeCam).",
    [
      .number(
        "weight",
        \.weight,
        .atLeast(0),
        "Weight; 0 is off. LeCam has 0.3 for BigGAN, 1e-6 for StyleGAN2."
      ).schedulable.known(as: "lambda"),
      .number("decay", \.decay, .from(0, below: 1), "Weight of the old average in each step.")
        .known(as: "ema"),
      .integer(
        "start",
        \.start,
        .between(0, 1_000_000_000),
        "Step from which on averages are kept."
      ).unit("steps"),
    ]
  )
}

/// A term that has a weight and nothing else.
public struct WeightedConfiguration: ConfigurationSection {
  /// The weight; 0 is off.
  public var weight = 0.0
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// The one key of such a section.
  public static let schema = Schema<Self>(
    "One weight; 0 is off.",
    [
      .number("weight", \.weight, .atLeast(0), "Weight; 0 is off.").schedulable.known(
        as: "lambda",
        "gamma"
      )
    ]
  )
}

/// The generator's path length regularization.
public struct PathLengthConfiguration: ConfigurationSection {
  /// The weight; 0 is off.
  public var weight = 0.0
  /// Weight of a new length in the average.
  public var decay = 0.01
  /// Steps between two penalties.
  public var interval = 4
  /// One over the part of the batch that is used.
  public var batchShrink = 2
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return PathLength(weight: weight, decay: decay, interval: interval, batchShrink: batchShrink)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.pathLength`.
  public static let schema = Schema<Self>(
    "(|J^T y| - mean)^2 of the generator (StyleGAN2).",
    [
      .number("weight", \.weight, .atLeast(0), "Weight; 0 is off. StyleGAN2 has 2.").schedulable
        .known(
          as: "lambda"
        ),
      .number("decay", \.decay, .between(0, 1), "Weight of a new length in the average."),
      .integer(
        "interval",
        \.interval,
        .between(1, 1_000_000),
        "Lazy: only every so many steps, weight multiplied to match."
      ).unit("steps"),
      .integer(
        "batchShrink",
        \.batchShrink,
        .between(1, 1024),
        "One over the part of the batch that is used."
      ),
    ]
  )
}

/// Noise on all that the discriminator sees.
public struct InstanceNoiseConfiguration: ConfigurationSection {
  /// Standard deviation at the start; 0 is off.
  public var sigma = 0.0
  /// Step at which it has faded to 0; 0 keeps it.
  public var until = 0
  /// Whether it is in force.
  public var isOn: Bool { sigma > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.instanceNoise`.
  public static let schema = Schema<Self>(
    "Noise on all that D sees, fading out.",
    [
      .number("sigma", \.sigma, .atLeast(0), "Standard deviation at the start; 0 is off.")
        .schedulable.known(
          as: "std",
          "noise"
        ),
      .integer(
        "until",
        \.until,
        .between(0, 1_000_000_000),
        "Step at which it has faded to 0; 0 keeps it."
      ).unit("steps"),
    ]
  )
}
