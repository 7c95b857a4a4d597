// SPDX-License-Identifier: Apache-2.0

/// The architectures by name.
public enum ArchitectureName: String, ConfigurationChoice {
  /// Fully connected layers.
  case mlp
  /// Strided convolutions, from 4x4 to the image size.
  case dcgan

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .mlp: "fully connected layers; for points and very small images"
    case .dcgan: "strided convolutions (Radford et al. 2015); images of 28 or a power of two"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .mlp: ["fc", "dense"]
    case .dcgan: ["conv", "cnn"]
    }
  }
}

/// What stands between a layer's weights and its activation.
public enum NormalizationName: String, ConfigurationChoice {
  /// Chosen by the architecture and the penalties; a resolved configuration never says this.
  case automatic
  /// Nothing.
  case none
  /// Statistics of the batch.
  case batch

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .automatic: "batch for dcgan, none for mlp and beside penalties on single samples"
    case .none: "nothing"
    case .batch: "batch normalisation"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .automatic: ["auto"]
    case .none: ["off", "false"]
    case .batch: ["batchNorm", "bn"]
    }
  }
}
