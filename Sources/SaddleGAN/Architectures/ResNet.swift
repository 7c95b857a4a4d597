// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The residual networks of SNGAN for 32 pixels, and for every size that doubles from 4 to 7.
///
///     generator                        discriminator
///     z        linear to 4x4           image     first block, halves
///     block    doubles, until size     block     halves, until 8x8 (7x7)
///     norm, relu, 3x3, tanh            2 blocks  same size; relu, sum over places, linear
///
/// All blocks of a network are `width` wide (paper: 256 and 128). Weights are Xavier uniform, in
/// residual branches with gain sqrt(2). With `attention` a self-attention block follows where maps
/// have that side. Source: Miyato et al., 2018; pfnet-research/sngan_projection@e84b1a5. The
/// networks of WGAN-GP's CIFAR-10 differ in batch norm and pooling by little.
public enum ResNet: Architecture {
  /// Images of 4 to 7 times a power of two.
  public static let info = ArchitectureInfo(
    "resnet",
    "residual blocks (SNGAN); images of 4 to 7 times a power of two",
    aliases: ["sngan", "residual", "resnet-gan"],
    normalized: [.generator],
    sizes: "4, 5, 6 or 7 times a power of two, from 8 on"
  ) { size in DCGAN.plan(size: size).map { $0.base << $0.doublings == size } ?? false }

  /// The shape `[latentSize]`: a plain vector.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] {
    [settings.latentSize]
  }

  /// Makes the generator, from `[batch, latentSize]` to `[batch, channels, side, side]`.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let width = settings.width
    let classes = settings.conditioning == .conditionalBatchNorm ? shape.classCount : nil
    let first = try Linear(settings.latentSize, width * base * base, using: random)
    try first.weight.initialize(.xavierUniform(), using: random)
    if let bias = first.bias { try bias.initialize(.constant(0), using: random) }
    var layers: [(name: String, module: Module)] = [
      ("linear", settings.spectralNorm ? try first.spectrallyNormalized(using: random) : first),
      ("maps", Reshape([width, base, base])),
    ]
    for index in 0..<doublings {
      layers.append(
        (
          "block\(index + 1)",
          try ResidualBlock(
            width,
            width,
            resampling: .up,
            normalization: settings.normalization == .none ? nil : .some(classes),
            spectralNorm: settings.spectralNorm,
            using: random
          )
        )
      )
      if settings.attention == base << (index + 1) {
        layers.append(
          (
            "attention",
            try SelfAttention(width, spectralNorm: settings.spectralNorm, using: random)
          )
        )
      }
    }
    if settings.normalization != .none { layers.append(("norm", try BatchNorm2d(width))) }
    layers.append(("relu", ReLU()))
    let last = try Conv2d(width, channels, kernel: 3, padding: 1, using: random)
    try last.weight.initialize(.xavierUniform(), using: random)
    if let bias = last.bias { try bias.initialize(.constant(0), using: random) }
    layers.append(
      ("last", settings.spectralNorm ? try last.spectrallyNormalized(using: random) : last)
    )
    layers.append(("tanh", Tanh()))
    return Sequential(named: layers)
  }

  /// Makes the discriminator, from `[batch, channels, side, side]` to a score a sample.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let halvings = max(1, base == 7 ? doublings : doublings - 1)
    let width = settings.width
    var layers: [(name: String, module: Module)] = []
    for index in 0..<(halvings + 2) {
      layers.append(
        (
          "block\(index + 1)",
          try ResidualBlock(
            index == 0 ? channels : width,
            width,
            resampling: index < halvings ? .down : .none,
            isFirst: index == 0,
            normalization: settings.normalization == .batch && index > 0 ? .some(nil) : nil,
            spectralNorm: settings.spectralNorm,
            using: random
          )
        )
      )
      let side = shape.dimensions[1] >> (index + 1)
      if index < halvings, settings.attention == side {
        layers.append(
          (
            "attention",
            try SelfAttention(width, spectralNorm: settings.spectralNorm, using: random)
          )
        )
      }
    }
    layers.append(("relu", ReLU()))
    let batch = try settings.batchLayer(features: width, using: random)
    if let batch { layers.append(("batch", batch.module)) }
    return try DiscriminatorHead(
      Sequential(named: layers),
      features: width + (batch?.added ?? 0),
      conditioning: settings.conditioning,
      classes: shape.classCount ?? 0,
      spectralNorm: settings.spectralNorm,
      using: random
    )
  }

  private static func plan(
    _ shape: SampleShape
  ) throws(TensorError) -> (channels: Int, base: Int, doublings: Int) {
    let side = try shape.side(
      for: name,
      "resnet makes square images of 4 to 7 pixels times a power of two"
    )
    let (base, doublings) = DCGAN.plan(size: side) ?? (side, 0)
    return (shape.dimensions[0], base, doublings)
  }
}
