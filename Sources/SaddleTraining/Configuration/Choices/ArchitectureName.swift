// SPDX-License-Identifier: Apache-2.0

/// The architectures by name.
public enum ArchitectureName: String, ConfigurationChoice {
  /// Fully connected layers.
  case mlp
  /// Strided convolutions, from 4x4 to the image size.
  case dcgan
  /// Residual blocks, as in SNGAN and WGAN-GP.
  case resnet
  /// Grown level by level.
  case pggan

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .mlp: "fully connected layers; for points and very small images"
    case .dcgan: "strided convolutions (Radford et al. 2015); images from 8 pixels on"
    case .resnet: "residual blocks (SNGAN); images of 4 to 7 times a power of two"
    case .pggan: "grown from 4x4 (Karras et al. 2018); images of a power of two"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .mlp: ["fc", "dense"]
    case .dcgan: ["conv", "cnn"]
    case .resnet: ["sngan", "residual", "resnet-gan"]
    case .pggan: ["progan", "progressive"]
    }
  }
}

extension ArchitectureName {
  /// Which image sizes it can make, in words.
  var sizes: String {
    switch self {
    case .mlp: "any"
    case .dcgan: "8 or more"
    case .resnet: "4, 5, 6 or 7 times a power of two, from 8 on"
    case .pggan: "a power of two from 8"
    }
  }

  /// Whether it can make images of so many pixels a side.
  func makes(size: Int) -> Bool {
    switch self {
    case .mlp: true
    case .dcgan: size >= 8
    case .resnet: DCGAN.plan(size: size).map { $0.base << $0.doublings == size } ?? false
    case .pggan: size >= 8 && size & (size - 1) == 0
    }
  }
}

/// How a generator is told the class.
public enum GeneratorConditioning: String, ConfigurationChoice {
  /// Not at all.
  case none
  /// As further numbers of the latent.
  case concatenation
  /// By scales and shifts of batch norm.
  case conditionalBatchNorm

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .none: "classes play no part"
    case .concatenation: "the class as further numbers of the latent (cGAN)"
    case .conditionalBatchNorm: "scale and shift of batch norm chosen by class (resnet)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .none: ["off", "false"]
    case .concatenation: ["concat", "cgan"]
    case .conditionalBatchNorm: ["cbn"]
    }
  }
}

/// What the class has to do with a score.
public enum DiscriminatorConditioning: String, ConfigurationChoice {
  /// Nothing.
  case none
  /// Further channels of the sample.
  case concatenation
  /// Inner product with the features.
  case projection
  /// The discriminator names it.
  case auxiliaryClassifier

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .none: "classes play no part"
    case .concatenation: "the class as further channels of the sample (cGAN)"
    case .projection: "inner product of features and the class's vector (resnet)"
    case .auxiliaryClassifier: "the discriminator names the class, too (ACGAN; resnet)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .none: ["off", "false"]
    case .concatenation: ["concat", "cgan"]
    case .projection: ["cgan-pd"]
    case .auxiliaryClassifier: ["acgan", "ac"]
    }
  }
}

/// Which layer of a discriminator looks across the batch.
public enum BatchStatisticsName: String, ConfigurationChoice {
  /// None.
  case none
  /// Minibatch standard deviation.
  case deviation
  /// Minibatch discrimination.
  case discrimination

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .none: "each sample is judged by itself"
    case .deviation: "minibatch standard deviation in groups of 4 (PGGAN)"
    case .discrimination: "minibatch discrimination with up to 100 kernels (Salimans et al.)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .none: ["off", "false"]
    case .deviation: ["mbstd", "minibatchStd"]
    case .discrimination: ["minibatchDiscrimination"]
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
