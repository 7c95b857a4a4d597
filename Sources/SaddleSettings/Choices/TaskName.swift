// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

/// What is learned, by name: who plays, and what for.
public enum TaskName: String, ConfigurationChoice {
  /// Samples from noise, or from noise and a class.
  case unconditional
  /// From a picture to a picture, with pairs to learn from.
  case paired

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .unconditional: "samples from noise, or from noise and a class"
    case .paired: "from a picture to a picture, learned from pairs (pix2pix)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .unconditional: ["gan"]
    case .paired: ["pix2pix"]
    }
  }

  /// What its generators do.
  var generator: ArchitectureInfo.Use { self == .unconditional ? .generator : .translator }

  /// What its discriminators may do.
  var discriminators: Set<ArchitectureInfo.Use> {
    self == .unconditional ? [.discriminator] : [.discriminator, .patchDiscriminator]
  }
}

/// Which picture of a pair goes in.
public enum PairDirection: String, ConfigurationChoice {
  /// The left one, or that of `data.path`.
  case leftToRight = "AtoB"
  /// The right one, or that of `paired.targets`.
  case rightToLeft = "BtoA"

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .leftToRight: "the left picture goes in, or that of data.path"
    case .rightToLeft: "the right picture goes in, or that of paired.targets"
    }
  }
}
