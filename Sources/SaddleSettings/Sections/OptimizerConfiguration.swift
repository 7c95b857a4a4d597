// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The optimizers of both networks.
public struct OptimizersConfiguration: ConfigurationSection {
  /// The generator's.
  public var generator = OptimizerConfiguration()
  /// The discriminator's.
  public var discriminator = OptimizerConfiguration()

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `optimizer`: a section for each side.
  public static let schema = Schema<Self>(
    "How each network's weights follow its gradient.",
    [.section("generator", \.generator), .section("discriminator", \.discriminator)]
  )
}

/// The optimizer of one network.
public struct OptimizerConfiguration: ConfigurationSection {
  /// Which optimizer.
  public var kind = OptimizerName.adam
  /// Step size.
  public var learningRate = 2e-4
  /// Decay of the mean of gradients (Adam).
  public var beta1 = 0.5
  /// Decay of the mean of squared gradients (Adam).
  public var beta2 = 0.999
  /// Decay of the mean of squared gradients (RMSprop).
  public var alpha = 0.99
  /// Added to the denominator.
  public var epsilon = 1e-8
  /// Pull of weights to zero.
  public var weightDecay = 0.0
  /// Momentum (SGD, RMSprop).
  public var momentum = 0.0
  /// Limits of the gradient.
  public var gradientClip = GradientClipConfiguration()

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `optimizer.generator` and of `optimizer.discriminator`.
  public static let schema = Schema<Self>(
    "The optimizer of one network.",
    [
      .choice("kind", \.kind, "Which optimizer.").known(as: "name", "type", "optimizer")
        .needs(.guarded),
      .number("learningRate", \.learningRate, .atLeast(0), "Step size; 0 freezes the network.")
        .schedulable
        .known(as: "lr", "stepSize"),
      .number("beta1", \.beta1, .from(-1, below: 1), "Adam: decay of the gradient's mean.")
        .schedulable
        .known(as: "b1", "betas"),
      .number("beta2", \.beta2, .from(0, below: 1), "Adam: decay of the squared gradient's mean.")
        .schedulable
        .known(as: "b2", "betas"),
      .number("alpha", \.alpha, .from(0, below: 1), "RMSprop: decay of the squared mean.")
        .known(as: "smoothing", "rho", "decay").needs(.guarded),
      .number("epsilon", \.epsilon, .above(0), "Adam, RMSprop: added to the denominator.")
        .known(as: "eps").needs(.guarded),
      .number("weightDecay", \.weightDecay, .atLeast(0), "Pull of weights to zero.").schedulable
        .known(as: "wd", "l2"),
      .number("momentum", \.momentum, .from(-1, below: 1), "SGD, RMSprop: momentum.")
        .needs(.guarded),
      .section("gradientClip", \.gradientClip),
    ]
  )
}

/// Upper bounds of a gradient; at most one of them.
public struct GradientClipConfiguration: ConfigurationSection {
  /// Largest Euclidean norm of the whole network's gradient.
  public var norm: Double?
  /// Largest absolute value of each component.
  public var value: Double?
  /// Largest ratio of a unit's gradient to its weights.
  public var adaptive: Double?

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `gradientClip` in the section of an optimizer.
  public static let schema = Schema<Self>(
    "Upper bounds of the gradient; null is none.",
    [
      .number("norm", optional: \.norm, .above(0), "Largest norm of the network's gradient.")
        .schedulable
        .known(as: "maxNorm", "clipGradNorm"),
      .number("value", optional: \.value, .above(0), "Largest absolute value of a component.")
        .schedulable
        .known(as: "clipValue"),
      .number(
        "adaptive",
        optional: \.adaptive,
        .above(0),
        "Largest ratio of each unit's gradient to its weights (AGC: 0.01)."
      ).schedulable.known(as: "agc"),
    ]
  )
}
