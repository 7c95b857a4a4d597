// SPDX-License-Identifier: Apache-2.0

/// The generator: from latents to samples.
public struct GeneratorConfiguration: Codable, Sendable, Equatable {
  /// Family of the network, by its name in `ArchitectureCatalog`.
  public var architecture = ArchitectureName.mlp
  /// Numbers in one latent vector.
  public var latentSize = 64
  /// What latents are drawn from.
  public var latentDistribution = LatentDistribution.normal
  /// Units of a hidden layer (mlp), channels at full resolution (dcgan).
  public var width = 64
  /// Hidden layers (mlp).
  public var depth = 2
  /// Normalization between layers; `automatic` until the configuration is resolved.
  public var normalization = NormalizationName.automatic
  /// Whether weights are divided by their largest singular value.
  public var spectralNorm = false
  /// Power iterations of spectral norm in each pass.
  public var powerIterations = 1
  /// How the class is told.
  public var conditioning = GeneratorConditioning.none
  /// Side of the maps that a self-attention block follows; 0 is none.
  public var attention = 0
  /// Share of elements dropped in the innermost layers in training (unet).
  public var dropout = 0.0
  /// How maps double (dcgan).
  public var upsampling = UpsamplingName.transposed

  /// Creates a value with everything at its default.
  public init() {}
}

/// The discriminator: from samples to scores.
public struct DiscriminatorConfiguration: Codable, Sendable, Equatable {
  /// Family of the network, by its name in `ArchitectureCatalog`.
  public var architecture = ArchitectureName.mlp
  /// Units of a hidden layer (mlp), channels at full resolution (dcgan).
  public var width = 64
  /// Hidden layers (mlp), halvings (patchgan).
  public var depth = 2
  /// Normalization between layers; `automatic` until the configuration is resolved.
  public var normalization = NormalizationName.automatic
  /// Whether weights are divided by their largest singular value.
  public var spectralNorm = false
  /// Power iterations of spectral norm in each pass.
  public var powerIterations = 1
  /// What the class has to do with the score.
  public var conditioning = DiscriminatorConditioning.none
  /// Weights of an auxiliary classifier's cross entropy in both losses.
  public var auxiliary = AuxiliaryConfiguration()
  /// Side of the maps that a self-attention block follows; 0 is none.
  public var attention = 0
  /// Which layer looks across the batch.
  public var batchStatistics = BatchStatisticsName.none
  /// Samples that are judged together.
  public var packing = 1

  /// Creates a value with everything at its default.
  public init() {}
}

/// Weights of the auxiliary classifier.
public struct AuxiliaryConfiguration: Codable, Sendable, Equatable {
  /// Weight in the discriminator's loss.
  public var discriminator = 1.0
  /// Weight in the generator's loss.
  public var generator = 0.1

  /// Creates a value with everything at its default.
  public init() {}
}
