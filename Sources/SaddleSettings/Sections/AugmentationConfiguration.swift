// SPDX-License-Identifier: Apache-2.0

public import SaddleGAN

/// Random changes of real and fake pictures alike on their way to the discriminator.
public struct AugmentationConfiguration: ConfigurationSection {
  /// What may be done.
  public var transforms: [TransformName] = []
  /// Probability of each for each picture; the first one where it adapts.
  public var probability = 1.0
  /// Whether the probability follows the discriminator (ADA).
  public var adaptive = false
  /// Mean sign of real scores that is aimed at.
  public var target = 0.6
  /// Steps between two changes.
  public var interval = 4
  /// Thousand images in which the probability can go from 0 to 1.
  public var speed = 500.0
  /// Largest probability.
  public var maximum = 0.8
  /// Whether it is in force.
  public var isOn: Bool { !transforms.isEmpty && (adaptive || probability > 0) }

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `augmentation`.
  public static let schema = Schema<Self>(
    "Random changes of real and fake pictures alike on their way to D; [] is none.",
    [
      .list(
        "transforms",
        \.transforms,
        "What may be done; [color, translation, cutout] is DiffAugment."
      ).known(as: "policy", "diffAugment", "augpipe"),
      .number(
        "probability",
        \.probability,
        .between(0, 1),
        "Probability of each for each picture; the first one where adaptive."
      ).schedulable.known(as: "p"),
      .flag("adaptive", \.adaptive, "Let the probability follow D's scores (ADA).")
        .known(as: "ada"),
      .number("target", \.target, .between(-1, 1), "ADA: mean sign of real scores aimed at."),
      .integer("interval", \.interval, .between(1, 1_000_000), "ADA: steps between changes.")
        .unit("steps"),
      .number("speed", \.speed, .above(0), "ADA: images in which it can go from 0 to 1.")
        .unit("thousand images").known(as: "adaKimg"),
      .number(
        "maximum",
        \.maximum,
        .between(0, 1),
        "ADA: largest probability; nearly certain changes leak into samples."
      ),
    ]
  )
}
