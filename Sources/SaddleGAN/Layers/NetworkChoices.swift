// SPDX-License-Identifier: Apache-2.0

/// How a generator is told the class.
public enum GeneratorConditioning: String, CaseIterable, Codable, Sendable {
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
public enum DiscriminatorConditioning: String, CaseIterable, Codable, Sendable {
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
public enum BatchStatisticsName: String, CaseIterable, Codable, Sendable {
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
public enum NormalizationName: String, CaseIterable, Codable, Sendable {
  /// Chosen by the architecture and the penalties; a resolved configuration never says this.
  case automatic
  /// Nothing.
  case none
  /// Statistics of the batch.
  case batch
  /// Statistics of each image.
  case instance

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .automatic: "batch for dcgan, none for mlp and beside penalties on single samples"
    case .none: "nothing"
    case .batch: "batch normalization"
    case .instance: "each image's own statistics (unet, patchgan)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .automatic: ["auto"]
    case .none: ["off", "false"]
    case .batch: ["batchNorm", "bn"]
    case .instance: ["instanceNorm", "in"]
    }
  }
}
