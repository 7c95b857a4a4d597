// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The discriminator of pix2pix and CycleGAN: one score for each patch of an image.
///
/// `levels` 4x4 convolutions of stride 2, two of stride 1: a score sees 16, 34, 70, 142 pixels with 1,
/// 2, 3, 4 levels, and 256 pixels give 30x30 scores with 3. With 0 levels each pixel is judged by
/// itself (1x1 convolutions). Weights begin as N(0, 0.02^2), scales of batch norm as N(1, 0.02^2),
/// biases as 0. A paired task gives it input and output one upon the other.
///
/// Source: Isola et al., 2017; junyanz/pytorch-CycleGAN-and-pix2pix@000f298, networks.py, whose names
/// of tensors it has.
public final class PatchGAN: Module {
  /// Widths, depth and layers of a patch discriminator.
  public struct Settings: Sendable {
    /// Channels that are judged: of a pair, those of both images.
    public var inputs = 6
    /// Channels of the first maps; later ones have up to eight times as many.
    public var width = 64
    /// Convolutions of stride 2, 0...8; with 3 a score sees 70 pixels.
    public var levels = 3
    /// What follows convolutions: batch in pix2pix, instance in CycleGAN.
    public var normalization = ImageNormalization.batch
    /// Whether weights are divided by their largest singular value.
    public var spectralNorm = false

    /// Creates the settings of 70x70 patches.
    public init() {}
  }

  private let layers: Sequential

  /// Creates a discriminator with initial weights.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` for levels outside 0...8 or a width below 1.
  public init(_ settings: Settings = Settings(), using random: Random) throws(TensorError) {
    guard (0...8).contains(settings.levels), settings.width > 0 else {
      throw TensorError(
        .invalidArgument,
        "PatchGAN",
        cause: "a PatchGAN has 0 to 8 levels and a width of 1 or more"
      )
    }
    let isPixel = settings.levels == 0
    layers = Sequential(
      isPixel ? try Self.pixels(settings, random) : try Self.patches(settings, random)
    )
    super.init()
    register(layers, as: isPixel ? "net" : "model")
  }

  /// Returns scores `[batch, 1, rows, columns]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try layers(input, mode: mode)
  }

  private static func patches(
    _ settings: Settings,
    _ random: Random
  ) throws(TensorError) -> [Module] {
    func convolution(_ inputs: Int, _ outputs: Int, stride: Int, bias: Bool)
      throws(TensorError) -> Module
    {
      let layer = try Conv2d(
        inputs,
        outputs,
        kernel: 4,
        stride: stride,
        padding: 1,
        bias: bias,
        using: random
      ).initializedForTranslation(using: random)
      return settings.spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    var layers: [Module] = [
      try convolution(settings.inputs, settings.width, stride: 2, bias: true),
      LeakyReLU(slope: 0.2),
    ]
    var width = settings.width
    for level in 1...settings.levels {
      let next = settings.width << min(level, 3)
      layers += [
        try convolution(
          width,
          next,
          stride: level < settings.levels ? 2 : 1,
          bias: settings.normalization.needsBias
        )
      ]
      layers += try settings.normalization.make(next, using: random) + [LeakyReLU(slope: 0.2)]
      width = next
    }
    layers.append(try convolution(width, 1, stride: 1, bias: true))
    return layers
  }

  /// Pixels that an image needs on each side for a score at all.
  package static func smallest(levels: Int) -> Int { levels == 0 ? 1 : 3 << levels }

  private static func pixels(_ settings: Settings, _ random: Random) throws(TensorError) -> [Module]
  {
    let (width, bias) = (settings.width, settings.normalization.needsBias)
    func convolution(_ inputs: Int, _ outputs: Int, bias: Bool) throws(TensorError) -> Module {
      let layer = try Conv2d(inputs, outputs, kernel: 1, bias: bias, using: random)
        .initializedForTranslation(using: random)
      return settings.spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    return [
      try convolution(settings.inputs, width, bias: true),
      LeakyReLU(slope: 0.2),
      try convolution(width, 2 * width, bias: bias),
    ] + (try settings.normalization.make(2 * width, using: random)) + [
      LeakyReLU(slope: 0.2),
      try convolution(2 * width, 1, bias: bias),
    ]
  }
}

/// The PatchGAN as configurations name it: `depth` is its count of halvings.
public enum PatchGANArchitecture: Architecture {
  /// Images from 12 pixels on; more halvings need more.
  public static let info = ArchitectureInfo(
    "patchgan",
    "a score for each patch of 34 (depth 2) or 70 pixels (3); Isola et al. 2017, pix2pix",
    aliases: ["patch", "n_layers", "markovian"],
    uses: [.patchDiscriminator],
    normalized: [.patchDiscriminator],
    sizes: "12 or more"
  ) { $0 >= 12 }

  /// Makes the discriminator, from `[batch, channels, side, side]` to `[batch, 1, rows, columns]`.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    guard shape.isImage,
      shape.dimensions.dropFirst().allSatisfy({ $0 >= PatchGAN.smallest(levels: settings.depth) })
    else {
      throw TensorError(
        .invalidArgument,
        name.rawValue,
        shapes: [shape.dimensions],
        cause: "a depth of \(settings.depth) needs images of "
          + "\(PatchGAN.smallest(levels: settings.depth)) pixels"
      )
    }
    var own = PatchGAN.Settings()
    own.inputs = shape.dimensions[0]
    own.width = settings.width
    own.levels = settings.depth
    own.normalization =
      settings.normalization == .automatic && settings.spectralNorm
      ? .none : ImageNormalization(settings.normalization)
    own.spectralNorm = settings.spectralNorm
    return try PatchGAN(own, using: random)
  }
}
