// SPDX-License-Identifier: Apache-2.0

/// From a picture to a picture, learned from pairs: the section of task `paired`.
public struct PairedConfiguration: ConfigurationSection {
  /// Weight of the mean absolute difference between output and target.
  public var reconstruction = 100.0
  /// Which picture of a pair goes in.
  public var direction = PairDirection.leftToRight
  /// The folder of the targets, where inputs and targets are files of their own.
  public var targets: String?

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `paired`.
  public static let schema = Schema<Self>(
    "From a picture to a picture, learned from pairs (task paired).",
    [
      .number(
        "reconstruction",
        \.reconstruction,
        .atLeast(0),
        "Weight of the mean absolute difference to the target, in G's loss (pix2pix: 100)."
      ).schedulable.known(as: "lambdaL1", "l1Weight", "lambda_L1"),
      .choice("direction", \.direction, "Which picture of a pair goes in."),
      .text(
        "targets",
        optional: \.targets,
        "The folder of targets, files named as in data.path; null: files are pairs side by side."
      ).known(as: "targetPath", "dirB"),
    ]
  )
}
