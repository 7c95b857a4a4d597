// SPDX-License-Identifier: Apache-2.0

public import SaddleGAN

extension GeneratorConfiguration: ConfigurationSection {
  /// Keys of `generator`.
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
      .choice("normalization", \.normalization, "Normalization between layers.")
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
      .number(
        "dropout",
        \.dropout,
        .from(0, below: 1),
        "Share of elements dropped in the innermost layers in training (unet; pix2pix: 0.5)."
      ).known(as: "dropoutRate"),
      .choice("upsampling", \.upsampling, "How maps double (dcgan).")
        .known(as: "upsample", "upsampleMode"),
    ]
  )
}

extension DiscriminatorConfiguration: ConfigurationSection {
  /// Keys of `discriminator`.
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
      .integer(
        "depth",
        \.depth,
        .between(0, 64),
        "Hidden layers (mlp); halvings before the scores (patchgan); dcgan's follow the size."
      ).known(as: "layers", "nLayersD"),
      .choice("normalization", \.normalization, "Normalization between layers.")
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

extension AuxiliaryConfiguration: ConfigurationSection {
  /// Keys of `discriminator.auxiliary`.
  public static let schema = Schema<Self>(
    "Weights of the classes' cross entropy with conditioning auxiliaryClassifier.",
    [
      .number("discriminator", \.discriminator, .atLeast(0), "Weight in D's loss."),
      .number("generator", \.generator, .atLeast(0), "Weight in G's loss (WGAN-GP: 0.1)."),
    ]
  )
}
