// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The progressively grown networks of PGGAN, for any power of two from 8 on.
///
/// Equalized learning rate (weights N(0, 1), scaled in every pass by sqrt(2 / fanIn)), pixel norm and
/// leaky ReLU 0.2 in the generator, minibatch standard deviation (groups of 4) in the
/// discriminator. Level 0 is 4x4; networks take and give pictures of full size at every level: the
/// generator enlarges what its level makes, the discriminator shrinks what it sees. The maps of a
/// level have `min(512 * 16 / side, width)` channels as in the paper, of which `width` is the most;
/// width 128 at 32 pixels is its CIFAR-10 configuration. Source: Karras et al., "Progressive Growing
/// of GANs", 2018; tkarras/progressive_growing_of_gans@2504c3f, networks.py.
public enum PGGAN: Architecture {
  /// Images of a power of two.
  public static let info = ArchitectureInfo(
    "pggan",
    "grown from 4x4 (Karras et al. 2018); images of a power of two",
    aliases: ["progan", "progressive"],
    sizes: "a power of two from 8"
  ) { $0 >= 8 && $0 & ($0 - 1) == 0 }

  /// Nil: the last layer is linear.
  public static func outputRange(_ shape: SampleShape) -> ClosedRange<Double>? { nil }

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
    try GrowingGenerator(
      latentSize: settings.latentSize,
      channels: shape.dimensions[0],
      levels: levels(shape),
      width: settings.width,
      using: random
    )
  }

  /// Makes the discriminator, from `[batch, channels, side, side]` to a score a sample.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    try GrowingDiscriminator(
      channels: shape.dimensions[0],
      levels: levels(shape),
      width: settings.width,
      using: random
    )
  }

  /// Channels of the maps of a level, for networks whose widest maps have `width`.
  static func width(_ level: Int, most: Int) -> Int {
    // fmap_base is 16 * 512 for 512 channels, and 4096 = 32 * 128 in the CIFAR-10 configuration.
    let base = most >= 512 ? 16 * most : 32 * most
    return max(1, min(most, base >> (level + 1)))
  }

  private static func levels(_ shape: SampleShape) throws(TensorError) -> Int {
    let side = try shape.side(
      for: name,
      "pggan makes square images whose side is a power of two from 8 on"
    )
    return side.trailingZeroBitCount - 2
  }
}

/// A network that is trained level by level.
public protocol ProgressiveNetwork: Module {
  /// The level: 0 is 4x4, 1.25 has faded a quarter of the way into 16x16; the highest is the full size.
  var level: Double { get set }
}

extension Module {
  /// The part of a network that is grown: itself or what it wraps; nil for others.
  package var growing: (any ProgressiveNetwork)? {
    for case let network as any ProgressiveNetwork in modules().map(\.module) { return network }
    return nil
  }
}

extension Tensor {
  /// Divides each place's features by their root mean square.
  func pixelNormalized() throws(TensorError) -> Tensor {
    try self * (square().mean(1, keep: true) + 1e-8).rsqrt()
  }

  fileprivate func doubled(_ times: Int = 1) throws(TensorError) -> Tensor {
    guard times > 0 else { return self }
    let shape = try self.shape
    return try resized(height: shape[2] << times, width: shape[3] << times, mode: .nearest)
  }

  fileprivate func halved(_ times: Int = 1) throws(TensorError) -> Tensor {
    guard times > 0 else { return self }
    let shape = try self.shape
    return try averagePooled(height: shape[2] >> times, width: shape[3] >> times)
  }

  /// What real pictures are at a level: as coarse as the networks' pictures are.
  package func reduced(to level: Double, of levels: Int) throws(TensorError) -> Tensor {
    let low = Int(level.rounded(.down))
    let fade = level - Double(low)
    guard level < Double(levels) else { return self }
    let coarse = try halved(levels - low).doubled(levels - low)
    guard fade > 0 else { return coarse }
    let fine = try halved(levels - low - 1).doubled(levels - low - 1)
    return try coarse + (fine - coarse) * fade
  }
}

/// From latents to pictures.
final class GrowingGenerator: Module, ProgressiveNetwork {
  var level: Double
  private let levels: Int
  private let latent: EqualizedLayer
  private let first: EqualizedLayer
  private let blocks: [[EqualizedLayer]]
  private let pictures: [EqualizedLayer]
  private let width: Int

  init(
    latentSize: Int,
    channels: Int,
    levels: Int,
    width most: Int,
    using random: Random
  ) throws(TensorError) {
    func width(_ level: Int) -> Int { PGGAN.width(level, most: most) }
    self.levels = levels
    self.width = width(0)
    level = Double(levels)
    latent = try EqualizedLayer(
      latentSize,
      width(0) * 16,
      biases: width(0),
      gain: 2.0.squareRoot() / 4,
      using: random
    )
    first = try EqualizedLayer(width(0), width(0), kernel: 3, using: random)
    var blocks: [[EqualizedLayer]] = []
    var pictures: [EqualizedLayer] = []
    for level in 0...levels {
      if level > 0 {
        blocks.append([
          try EqualizedLayer(width(level - 1), width(level), kernel: 3, using: random),
          try EqualizedLayer(width(level), width(level), kernel: 3, using: random),
        ])
      }
      pictures.append(
        try EqualizedLayer(width(level), channels, kernel: 1, gain: 1, using: random)
      )
    }
    self.blocks = blocks
    self.pictures = pictures
    super.init()
    register(latent, as: "latent")
    register(first, as: "first")
    for (index, block) in blocks.enumerated() {
      register(block[0], as: "block\(index + 1)_up")
      register(block[1], as: "block\(index + 1)_conv")
    }
    for (index, layer) in pictures.enumerated() { register(layer, as: "picture\(index)") }
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    func activated(_ layer: EqualizedLayer, _ maps: Tensor) throws(TensorError) -> Tensor {
      try layer(maps, mode: mode).leakyReLU(slope: 0.2).pixelNormalized()
    }
    let low = min(levels, Int(level.rounded(.down)))
    let fade = level - Double(low)
    var maps = try latent(input.pixelNormalized(), mode: mode)
      .reshaped([input.shape[0], width, 4, 4])
    maps = try maps.leakyReLU(slope: 0.2).pixelNormalized()
    maps = try activated(first, maps)
    for block in blocks.prefix(low) {
      maps = try activated(block[1], activated(block[0], maps.doubled()))
    }
    let coarse = try pictures[low](maps, mode: mode)
    guard fade > 0, low < levels else { return try coarse.doubled(levels - low) }
    let block = blocks[low]
    maps = try activated(block[1], activated(block[0], maps.doubled()))
    let fine = try pictures[low + 1](maps, mode: mode)
    let blend = try coarse.doubled() * (1 - fade) + fine * fade
    return try blend.doubled(levels - low - 1)
  }
}

/// From pictures to scores.
final class GrowingDiscriminator: Module, ProgressiveNetwork {
  var level: Double
  private let levels: Int
  private let entries: [EqualizedLayer]
  private let blocks: [[EqualizedLayer]]
  private let deviation = MinibatchDeviation()
  private let last: EqualizedLayer
  private let dense: EqualizedLayer
  private let score: EqualizedLayer

  init(channels: Int, levels: Int, width most: Int, using random: Random) throws(TensorError) {
    func width(_ level: Int) -> Int { PGGAN.width(level, most: most) }
    self.levels = levels
    level = Double(levels)
    var entries: [EqualizedLayer] = []
    var blocks: [[EqualizedLayer]] = []
    for level in 0...levels {
      entries.append(try EqualizedLayer(channels, width(level), kernel: 1, using: random))
      if level > 0 {
        blocks.append([
          try EqualizedLayer(width(level), width(level), kernel: 3, using: random),
          try EqualizedLayer(width(level), width(level - 1), kernel: 3, using: random),
        ])
      }
    }
    self.entries = entries
    self.blocks = blocks
    last = try EqualizedLayer(width(0) + 1, width(0), kernel: 3, using: random)
    dense = try EqualizedLayer(width(0) * 16, width(0), using: random)
    score = try EqualizedLayer(width(0), 1, gain: 1, using: random)
    super.init()
    for (index, layer) in entries.enumerated() { register(layer, as: "entry\(index)") }
    for (index, block) in blocks.enumerated() {
      register(block[0], as: "block\(index + 1)_conv")
      register(block[1], as: "block\(index + 1)_down")
    }
    register(deviation, as: "deviation")
    register(last, as: "last")
    register(dense, as: "dense")
    register(score, as: "score")
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    func activated(_ layer: EqualizedLayer, _ maps: Tensor) throws(TensorError) -> Tensor {
      try layer(maps, mode: mode).leakyReLU(slope: 0.2)
    }
    let low = min(levels, Int(level.rounded(.down)))
    let fade = level - Double(low)
    var maps = try activated(entries[low], input.halved(levels - low))
    if fade > 0, low < levels {
      let fine = try activated(entries[low + 1], input.halved(levels - low - 1))
      let block = blocks[low]
      let through = try activated(block[1], activated(block[0], fine)).halved()
      maps = try maps * (1 - fade) + through * fade
    }
    for block in blocks.prefix(low).reversed() {
      maps = try activated(block[1], activated(block[0], maps)).halved()
    }
    maps = try activated(last, deviation(maps, mode: mode))
    return try score(activated(dense, maps.flattened(1)), mode: mode)
  }
}
