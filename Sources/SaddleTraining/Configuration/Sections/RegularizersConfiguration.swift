// SPDX-License-Identifier: Apache-2.0

/// What is added to the losses, or done to the weights, beside the objective.
///
/// Every regulariser is a section with a strength of 0, which is off, by default. A new one is
/// a file with its section, and its line here in the properties and in the schema.
public struct RegularizersConfiguration: ConfigurationSection {
  /// Zero-centred gradient penalty on real samples.
  public var r1 = ZeroCentredPenalty()
  /// Zero-centred gradient penalty on fake samples.
  public var r2 = ZeroCentredPenalty()
  /// Gradient penalty on interpolates.
  public var gradientPenalty = GradientPenaltyConfiguration()
  /// Weights held in a box.
  public var weightClipping = WeightClippingConfiguration()

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "Penalties and constraints of the discriminator; 0 is off.",
    [
      .section("r1", \.r1),
      .section("r2", \.r2),
      .section("gradientPenalty", \.gradientPenalty),
      .section("weightClipping", \.weightClipping),
    ]
  )
}

/// `(gamma / 2) * mean |grad D|^2`, on real samples (R1) or on fake ones (R2).
public struct ZeroCentredPenalty: ConfigurationSection {
  /// The weight; 0 is off.
  public var gamma = 0.0
  /// Discriminator steps from one penalty to the next; the weight is multiplied by it.
  public var interval = 1
  /// Whether it is in force.
  public var isOn: Bool { gamma > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "(gamma / 2) * mean |grad D|^2: r1 on real samples, r2 on fake ones.",
    [
      .number("gamma", \.gamma, .atLeast(0), "Weight; 0 is off. StyleGAN2 has 10.")
        .known(as: "weight", "lambda"),
      .integer(
        "interval",
        \.interval,
        .between(1, 1_000_000),
        "Lazy: only every so many D steps, with the weight multiplied to match."
      ).unit("D steps").known(as: "lazy", "every"),
    ]
  )
}

/// `weight * mean (|grad D(x)| - target)^2` on points between real and fake samples.
public struct GradientPenaltyConfiguration: ConfigurationSection {
  /// The weight; 0 is off.
  public var weight = 0.0
  /// The norm that gradients are pulled to.
  public var target = 1.0
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "weight * mean (|grad D(x)| - target)^2 between real and fake samples (WGAN-GP).",
    [
      .number(
        "weight",
        \.weight,
        .atLeast(0),
        "Weight; 0 is off. WGAN-GP has 10 for images, 0.1 for points."
      ).known(as: "lambda", "gp", "gamma"),
      .number("target", \.target, .atLeast(0), "The norm that gradients are pulled to."),
    ]
  )
}

/// Weights clipped to a box after each discriminator update.
public struct WeightClippingConfiguration: ConfigurationSection {
  /// Half the box's side; 0 is off.
  public var bound = 0.0
  /// Whether it is in force.
  public var isOn: Bool { bound > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "Clip D's weights to -bound...bound after each of its updates (WGAN).",
    [
      .number("bound", \.bound, .atLeast(0), "The largest weight; 0 is off. WGAN has 0.01.")
        .known(as: "clip", "clipValue", "weight")
    ]
  )
}
