// SPDX-License-Identifier: Apache-2.0

/// The generator: from latents to samples.
public struct GeneratorConfiguration: ConfigurationSection {
  /// The architecture.
  public var architecture = ArchitectureName.mlp
  /// Numbers in one latent vector.
  public var latentSize = 64
  /// What latents are drawn from.
  public var latentDistribution = LatentDistribution.normal
  /// Units of a hidden layer (mlp), channels at full resolution (dcgan).
  public var width = 64
  /// Hidden layers (mlp).
  public var depth = 2
  /// Normalisation between layers.
  public var normalization = NormalizationName.automatic
  /// Whether weights are divided by their largest singular value.
  public var spectralNorm = false
  /// Power iterations of spectral norm in each pass.
  public var powerIterations = 1
  /// How the class is told.
  public var conditioning = GeneratorConditioning.none
  /// Side of the maps that a self-attention block follows; 0 is none.
  public var attention = 0
  /// How maps double (dcgan).
  public var upsampling = UpsamplingName.transposed

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "The generator: from latents to samples.",
    [
      .choice("architecture", \.architecture, "The network.").known(as: "model", "type", "arch"),
      .integer("latentSize", \.latentSize, .between(1, 65536), "Numbers in one latent vector.")
        .known(as: "zDim", "nz", "latentDim", "noiseDim"),
      .choice("latentDistribution", \.latentDistribution, "What latents are drawn from."),
      .integer(
        "width",
        \.width,
        .between(1, 65536),
        "Units of a hidden layer (mlp); channels next to the image (dcgan)."
      ).known(as: "ngf", "hidden", "channels"),
      .integer("depth", \.depth, .between(0, 64), "Hidden layers (mlp); dcgan's follow the size.")
        .known(as: "layers"),
      .choice("normalization", \.normalization, "Normalisation between layers.")
        .known(as: "norm", "batchNorm"),
      .flag("spectralNorm", \.spectralNorm, "Divide weights by their largest singular value.")
        .known(as: "sn", "spectralNormalization"),
      .integer(
        "powerIterations",
        \.powerIterations,
        .between(1, 100),
        "Power iterations of spectral norm in each pass."
      ).known(as: "nPowerIterations", "snIterations"),
      .choice("conditioning", \.conditioning, "How the class is told.")
        .known(as: "conditional", "cond"),
      .integer(
        "attention",
        \.attention,
        .between(0, 4096),
        "Side of the maps that a self-attention block follows (resnet); 0 is none."
      ).unit("pixels").known(as: "selfAttention", "sagan"),
      .choice("upsampling", \.upsampling, "How maps double (dcgan).")
        .known(as: "upsample", "upsampleMode"),
    ]
  )
}

/// The discriminator: from samples to scores.
public struct DiscriminatorConfiguration: ConfigurationSection {
  /// The architecture.
  public var architecture = ArchitectureName.mlp
  /// Units of a hidden layer (mlp), channels at full resolution (dcgan).
  public var width = 64
  /// Hidden layers (mlp).
  public var depth = 2
  /// Normalisation between layers.
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

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "The discriminator (critic): from samples to scores.",
    [
      .choice("architecture", \.architecture, "The network.").known(as: "model", "type", "arch"),
      .integer(
        "width",
        \.width,
        .between(1, 65536),
        "Units of a hidden layer (mlp); channels next to the image (dcgan)."
      ).known(as: "ndf", "hidden", "channels"),
      .integer("depth", \.depth, .between(0, 64), "Hidden layers (mlp); dcgan's follow the size.")
        .known(as: "layers"),
      .choice("normalization", \.normalization, "Normalisation between layers.")
        .known(as: "norm", "batchNorm"),
      .flag("spectralNorm", \.spectralNorm, "Divide weights by their largest singular value.")
        .known(as: "sn", "spectralNormalization"),
      .integer(
        "powerIterations",
        \.powerIterations,
        .between(1, 100),
        "Power iterations of spectral norm in each pass."
      ).known(as: "nPowerIterations", "snIterations"),
      .choice("conditioning", \.conditioning, "What the class has to do with the score.")
        .known(as: "conditional", "cond"),
      .section("auxiliary", \.auxiliary),
      .integer(
        "attention",
        \.attention,
        .between(0, 4096),
        "Side of the maps that a self-attention block follows (resnet); 0 is none."
      ).unit("pixels").known(as: "selfAttention", "sagan"),
      .choice("batchStatistics", \.batchStatistics, "Which layer looks across the batch.")
        .known(as: "mbstd", "minibatch"),
      .integer(
        "packing",
        \.packing,
        .between(1, 16),
        "Samples judged together, side by side in the channels (PacGAN: 2 to 4)."
      ).known(as: "pac"),
    ]
  )
}

/// Weights of the auxiliary classifier.
public struct AuxiliaryConfiguration: ConfigurationSection {
  /// Weight in the discriminator's loss.
  public var discriminator = 1.0
  /// Weight in the generator's loss.
  public var generator = 0.1

  /// Creates the section with every key at its default.
  public init() {}

  /// The keys.
  public static let schema = Schema<Self>(
    "Weights of the classes' cross entropy with conditioning auxiliaryClassifier.",
    [
      .number("discriminator", \.discriminator, .atLeast(0), "Weight in D's loss."),
      .number("generator", \.generator, .atLeast(0), "Weight in G's loss (WGAN-GP: 0.1)."),
    ]
  )
}
