// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN

/// What is added to the losses, or done to the weights, beside the objective.
///
/// Every regularizer is a section with a strength of 0, which is off, by default. A new one is a
/// section that makes it, and its line here in the properties, in the schema and in `make`.
public struct RegularizersConfiguration: ConfigurationSection {
  /// Zero-centered gradient penalty on real samples.
  public var r1 = ZeroCenteredPenalty()
  /// Zero-centered gradient penalty on fake samples.
  public var r2 = ZeroCenteredPenalty()
  /// Gradient penalty on interpolates.
  public var gradientPenalty = GradientPenaltyConfiguration()
  /// Gradient penalty around real samples.
  public var dragan = DRAGANConfiguration()
  /// Weights held in a box.
  public var weightClipping = WeightClippingConfiguration()
  /// By how much the target of real samples is lowered.
  public var labelSmoothing = 0.0
  /// Rows of weights pulled apart.
  public var orthogonal = OrthogonalConfiguration()
  /// Noise on all that the discriminator sees.
  public var instanceNoise = InstanceNoiseConfiguration()
  /// Pictures and their moved copies judged alike (CR, bCR).
  public var consistency = ConsistencyConfiguration()
  /// Close latents judged alike and made to differ (zCR).
  public var latentConsistency = LatentConsistencyConfiguration()
  /// Real scores held near where fake ones were, and the other way round (LeCam).
  public var leCam = LeCamConfiguration()
  /// Samples that differ as much as their latents (MSGAN).
  public var modeSeeking = WeightedConfiguration()
  /// Fakes as diverse as the reals (GDPP).
  public var determinantalDiversity = WeightedConfiguration()
  /// Equal steps in latent space that change samples equally (StyleGAN2).
  public var pathLength = PathLengthConfiguration()
  /// Weights near their past.
  public var historicalAveraging = WeightedConfiguration()

  /// The regularizers that are on, in the order in which a step computes them.
  package func make() -> [any Regularizer] {
    let sections: [(any Regularizer)?] = [
      r1.isOn ? ZeroCenteredGradientPenalty.r1(gamma: r1.gamma, interval: r1.interval) : nil,
      r2.isOn ? ZeroCenteredGradientPenalty.r2(gamma: r2.gamma, interval: r2.interval) : nil,
      gradientPenalty.make(),
      dragan.make(),
      weightClipping.make(),
      orthogonal.make(),
      consistency.make(),
      latentConsistency.make(),
      leCam.make(),
      modeSeeking.isOn ? ModeSeeking(weight: modeSeeking.weight) : nil,
      determinantalDiversity.isOn
        ? DeterminantalDiversity(weight: determinantalDiversity.weight) : nil,
      pathLength.make(),
      historicalAveraging.isOn ? HistoricalAveraging(weight: historicalAveraging.weight) : nil,
    ]
    return sections.compactMap { $0 }
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers`, mostly a section each.
  public static let schema = Schema<Self>(
    "Penalties and constraints; 0 is off.",
    [
      .section("r1", \.r1),
      .section("r2", \.r2),
      .section("gradientPenalty", \.gradientPenalty),
      .section("dragan", \.dragan),
      .section("weightClipping", \.weightClipping),
      .number(
        "labelSmoothing",
        \.labelSmoothing,
        .from(0, below: 1),
        "One-sided: D's target of real samples is 1 less this; 0 is off, 0.1 usual."
      ).schedulable.known(as: "smoothing", "realLabel"),
      .section("orthogonal", \.orthogonal),
      .section("instanceNoise", \.instanceNoise),
      .section("consistency", \.consistency),
      .section("latentConsistency", \.latentConsistency),
      .section("leCam", \.leCam),
      .section("modeSeeking", \.modeSeeking),
      .section("determinantalDiversity", \.determinantalDiversity),
      .section("pathLength", \.pathLength),
      .section("historicalAveraging", \.historicalAveraging),
    ]
  )
}

/// `(gamma / 2) * mean |grad D|^2`, on real samples (R1) or on fake ones (R2).
public struct ZeroCenteredPenalty: ConfigurationSection {
  /// The weight; 0 is off.
  public var gamma = 0.0
  /// Discriminator steps from one penalty to the next; the weight is multiplied by it.
  public var interval = 1
  /// Whether it is in force.
  public var isOn: Bool { gamma > 0 }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.r1` and of `regularizers.r2`.
  public static let schema = Schema<Self>(
    "(gamma / 2) * mean |grad D|^2: r1 on real samples, r2 on fake ones.",
    [
      .number("gamma", \.gamma, .atLeast(0), "Weight; 0 is off. StyleGAN2 has 10.").schedulable
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
  /// Whether only norms above the target are penalized.
  public var oneSided = false
  /// Weight of the mean squared score of real samples.
  public var drift = 0.0
  /// Whether it is in force.
  public var isOn: Bool { weight > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return GradientPenalty(weight: weight, target: target, isOneSided: oneSided, drift: drift)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.gradientPenalty`.
  public static let schema = Schema<Self>(
    "weight * mean (|grad D(x)| - target)^2 between real and fake samples (WGAN-GP).",
    [
      .number(
        "weight",
        \.weight,
        .atLeast(0),
        "Weight; 0 is off. WGAN-GP has 10 for images, 0.1 for points."
      ).schedulable.known(as: "lambda", "gp", "gamma"),
      .number("target", \.target, .atLeast(0), "The norm that gradients are pulled to.")
        .schedulable,
      .flag("oneSided", \.oneSided, "Penalize norms above the target only (WGAN-LP)."),
      .number(
        "drift",
        \.drift,
        .atLeast(0),
        "Weight of mean D(real)^2, which keeps scores near 0 (PGGAN: 0.001)."
      ).schedulable.known(as: "epsilonDrift"),
    ]
  )
}

/// Weights clipped to a box after each discriminator update.
public struct WeightClippingConfiguration: ConfigurationSection {
  /// Half the box's side; 0 is off.
  public var bound = 0.0
  /// Whether it is in force.
  public var isOn: Bool { bound > 0 }

  func make() -> (any Regularizer)? {
    guard isOn else { return nil }
    return WeightClipping(bound: bound)
  }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `regularizers.weightClipping`.
  public static let schema = Schema<Self>(
    "Clip D's weights to -bound...bound after each of its updates (WGAN).",
    [
      .number("bound", \.bound, .atLeast(0), "The largest weight; 0 is off. WGAN has 0.01.")
        .schedulable
        .known(as: "clip", "clipValue", "weight")
    ]
  )
}
