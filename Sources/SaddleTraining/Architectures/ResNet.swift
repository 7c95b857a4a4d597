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
  /// The value `resnet`.
  public static let name = ArchitectureName.resnet

  /// The value `[latentSize]`.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] {
    [settings.latentSize]
  }

  /// Makes the generator.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    random: Generator
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let width = settings.width
    let classes = settings.conditioning == .conditionalBatchNorm ? shape.classCount : nil
    let first = try Linear(settings.latentSize, width * base * base, generator: random)
    try first.weight.initialize(.xavierUniform(), generator: random)
    if let bias = first.bias { try bias.initialize(.constant(0), generator: random) }
    var layers: [(name: String, module: Module)] = [
      ("linear", settings.spectralNorm ? try first.spectrallyNormalized(generator: random) : first),
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
            random: random
          )
        )
      )
      if settings.attention == base << (index + 1) {
        layers.append(
          (
            "attention",
            try SelfAttention(width, spectralNorm: settings.spectralNorm, random: random)
          )
        )
      }
    }
    if settings.normalization != .none { layers.append(("norm", try BatchNorm2d(width))) }
    layers.append(("relu", ReLU()))
    let last = try Conv2d(width, channels, kernel: 3, padding: 1, generator: random)
    try last.weight.initialize(.xavierUniform(), generator: random)
    if let bias = last.bias { try bias.initialize(.constant(0), generator: random) }
    layers.append(
      ("last", settings.spectralNorm ? try last.spectrallyNormalized(generator: random) : last)
    )
    layers.append(("tanh", Tanh()))
    return Sequential(named: layers)
  }

  /// Makes the discriminator.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    random: Generator
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
            random: random
          )
        )
      )
      let side = shape.dimensions[1] >> (index + 1)
      if index < halvings, settings.attention == side {
        layers.append(
          (
            "attention",
            try SelfAttention(width, spectralNorm: settings.spectralNorm, random: random)
          )
        )
      }
    }
    layers.append(("relu", ReLU()))
    let batch = try settings.batchLayer(features: width, random: random)
    if let batch { layers.append(("batch", batch.module)) }
    return try DiscriminatorHead(
      Sequential(named: layers),
      features: width + (batch?.added ?? 0),
      conditioning: settings.conditioning,
      classes: shape.classCount ?? 0,
      spectralNorm: settings.spectralNorm,
      random: random
    )
  }

  private static func plan(
    _ shape: SampleShape
  ) throws(TensorError) -> (channels: Int, base: Int, doublings: Int) {
    guard shape.isImage, shape.dimensions[1] == shape.dimensions[2],
      let (base, doublings) = DCGAN.plan(size: shape.dimensions[1]),
      base << doublings == shape.dimensions[1]
    else {
      throw TensorError(
        .invalidArgument,
        "resnet",
        shapes: [shape.dimensions],
        cause: "resnet makes square images of 4 to 7 pixels times a power of two"
      )
    }
    return (shape.dimensions[0], base, doublings)
  }
}

/// `shortcut(x) + branch(x)`: two 3x3 convolutions, with doubling or halving of the sides.
///
/// A shortcut has a 1x1 convolution where sides or channels change. The first block of a
/// discriminator has no activation in front and pools before its shortcut's convolution.
final class ResidualBlock: Module {
  enum Change { case up, down, none }

  private let first: Conv2d
  private let second: Conv2d
  private let shortcut: Conv2d?
  private let norms: [Module]
  private let change: Change
  private let isFirst: Bool
  private let upsample = Upsample(2)
  private let pool = AvgPool2d(2)

  /// - Parameter normalization: Nil for none; batch norm with that many classes, nil for plain.
  init(
    _ inputs: Int,
    _ outputs: Int,
    resampling: Change,
    isFirst: Bool = false,
    normalization: Int??,
    spectralNorm: Bool,
    random: Generator
  ) throws(TensorError) {
    func convolution(
      _ inputs: Int,
      _ kernel: Int,
      gain: Double
    ) throws(TensorError) -> Conv2d {
      let layer = try Conv2d(
        inputs,
        outputs,
        kernel: kernel,
        padding: kernel / 2,
        generator: random
      )
      try layer.weight.initialize(.xavierUniform(gain: gain), generator: random)
      if let bias = layer.bias { try bias.initialize(.constant(0), generator: random) }
      return spectralNorm ? try layer.spectrallyNormalized(generator: random) : layer
    }
    first = try convolution(inputs, 3, gain: 2.0.squareRoot())
    second = try convolution(outputs, 3, gain: 2.0.squareRoot())
    let changes = resampling != .none || inputs != outputs
    shortcut = changes ? try convolution(inputs, 1, gain: 1) : nil
    var norms: [Module] = []
    if let normalization {
      for channels in [inputs, outputs] {
        if let classes = normalization {
          norms.append(try ConditionalBatchNorm2d(channels, classes: classes))
        } else {
          norms.append(try BatchNorm2d(channels))
        }
      }
    }
    self.norms = norms
    change = resampling
    self.isFirst = isFirst
    super.init()
    register(first, as: "conv1")
    register(second, as: "conv2")
    if let shortcut { register(shortcut, as: "shortcut") }
    for (index, norm) in norms.enumerated() { register(norm, as: "norm\(index + 1)") }
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    func normalised(_ tensor: Tensor, _ index: Int) throws(TensorError) -> Tensor {
      guard norms.indices.contains(index) else { return tensor }
      return try norms[index](tensor, condition: condition, mode: mode)
    }
    var branch = isFirst ? input : try normalised(input, 0).relu()
    if change == .up { branch = try upsample(branch, mode: mode) }
    branch = try first(branch, mode: mode)
    branch = try second(normalised(branch, 1).relu(), mode: mode)
    if change == .down { branch = try pool(branch, mode: mode) }
    var side = input
    if change == .up { side = try upsample(side, mode: mode) }
    if change == .down, isFirst { side = try pool(side, mode: mode) }
    if let shortcut { side = try shortcut(side, mode: mode) }
    if change == .down, !isFirst { side = try pool(side, mode: mode) }
    return try branch + side
  }
}

extension DiscriminatorConfiguration {
  /// The layer that looks across the batch, and how many features it appends; nil for none.
  func batchLayer(
    features: Int,
    random: Generator
  ) throws(TensorError) -> (module: Module, added: Int)? {
    switch batchStatistics {
    case .none: return nil
    case .deviation: return (MinibatchDeviation(), 1)
    case .discrimination:
      let kernels = min(100, features)
      return (try MinibatchDiscrimination(features, kernels: kernels, random: random), kernels)
    }
  }
}
