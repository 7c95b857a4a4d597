// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// How the networks of pix2pix and CycleGAN normalize.
public enum ImageNormalization: Sendable {
  /// Batch normalization with scale and shift; convolutions before it have no bias.
  case batch
  /// Each image's channels, without scale and shift; convolutions before it have a bias.
  case instance
  /// Not at all; convolutions have a bias.
  case none

  /// As configurations name it; what they leave open is batch normalization, as in the reference.
  init(_ name: NormalizationName) {
    switch name {
    case .instance: self = .instance
    case .none: self = .none
    case .batch, .automatic: self = .batch
    }
  }

  var needsBias: Bool { self != .batch }

  /// The layer, or none.
  func make(_ channels: Int, using random: Random) throws(TensorError) -> [Module] {
    switch self {
    case .none: return []
    case .instance: return [try InstanceNorm2d(channels)]
    case .batch:
      let layer = try BatchNorm2d(channels)
      try layer.weight?.initialize(.normal(mean: 1, standardDeviation: 0.02), using: random)
      return [layer]
    }
  }
}

extension WeightedLayer {
  /// Draws the weight from N(0, 0.02^2) and sets the bias to 0, as pix2pix and CycleGAN begin.
  func initializedForTranslation(using random: Random) throws(TensorError) -> Self {
    try weight.initialize(.normal(standardDeviation: 0.02), using: random)
    try bias?.initialize(.constant(0), using: random)
    return self
  }
}

/// The U-Net generator of pix2pix: from an image to an image of the same size.
///
///     256 pixels      [in, 256, 256] ─────────────────────────────> [out, 256, 256] tanh
///     width           [w, 128, 128]  ──────────────────────────> joined, halved again
///     2, 4, 8 w       ...
///     8 w             [8w, 1, 1]
///
/// `levels` halvings (8 for 256 pixels, 6 for 64) by 4x4 convolutions of stride 2, as many doublings
/// by transposed ones; each doubling also sees the map of its own size on the way down. Weights begin
/// as N(0, 0.02^2), scales of batch norm as N(1, 0.02^2), biases as 0.
///
/// As in the reference the map that is handed across has gone through the LeakyReLU that begins the
/// next level: there it works in place. Source: Isola et al., "Image-to-Image Translation with
/// Conditional Adversarial Networks", 2017; junyanz/pytorch-CycleGAN-and-pix2pix@000f298, networks.py,
/// whose names of tensors it has.
public final class UNet: Module {
  /// Widths, depth and layers of a U-Net.
  public struct Settings: Sendable {
    /// Channels of the input.
    public var inputs = 3
    /// Channels of the output.
    public var outputs = 3
    /// Channels of the outermost maps; those further in have up to eight times as many.
    public var width = 64
    /// Halvings; images' sides must be multiples of 2 to this power.
    public var levels = 8
    /// What follows convolutions: batch in pix2pix, instance in CycleGAN.
    public var normalization = ImageNormalization.batch
    /// Share of elements dropped in the innermost doublings of width `8 * width`; 0 is none.
    ///
    /// The paper's 0.5 is its only source of noise.
    public var dropout = 0.0

    /// Creates the settings of 256 pixels.
    public init() {}
  }

  private let outermost: UNetLevel

  /// Creates a generator with initial weights.
  ///
  /// - Parameters:
  ///   - settings: Widths, depth and layers.
  ///   - random: Source of the weights.
  ///   - noise: What dropout draws from; its state belongs in checkpoints. Nil takes `random`.
  /// - Throws: `TensorError` of kind `.invalidArgument` for fewer than 5 levels or a size below 1.
  public init(
    _ settings: Settings = Settings(),
    using random: Random,
    noise: Random? = nil
  ) throws(TensorError) {
    guard settings.levels >= 5, settings.levels <= 16, settings.width > 0 else {
      throw TensorError(
        .invalidArgument,
        "UNet",
        cause: "a U-Net has 5 to 16 levels and a width of 1 or more"
      )
    }
    let width = settings.width
    let widths = (0..<settings.levels).map { width << min($0, 3) }
    var inner: UNetLevel?
    for level in (0..<settings.levels).reversed() {
      let place: UNetLevel.Place =
        level == 0 ? .outermost : level == settings.levels - 1 ? .innermost : .between
      inner = try UNetLevel(
        place,
        outer: level == 0 ? settings.outputs : widths[level - 1],
        input: level == 0 ? settings.inputs : widths[level - 1],
        width: widths[level],
        inner: inner,
        settings: settings,
        drops: place == .between && level >= 4,
        using: random,
        noise: noise ?? random
      )
    }
    guard let inner else { throw TensorError(.other, "UNet", cause: "no level") }
    outermost = inner
    super.init()
    register(outermost, as: "model")
  }

  /// Returns images `[batch, outputs, height, width]` in -1...1.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try outermost(input, mode: mode)
  }
}

/// The U-Net as configurations name it: as many levels as halve the image to one pixel, at most 8.
public enum UNetArchitecture: Architecture {
  /// Images of a multiple of 32.
  public static let info = ArchitectureInfo(
    "unet",
    "U-Net from image to image (Isola et al. 2017, pix2pix); images of a multiple of 32",
    aliases: ["u-net", "unet_256", "unet_128"],
    uses: [.translator],
    normalized: [.translator],
    sizes: "a multiple of 32"
  ) { $0 >= 32 && $0 % 32 == 0 }

  /// Makes the generator, from `[batch, channels, side, side]` to images of the same side.
  public static func makeTranslator(
    _ settings: GeneratorConfiguration,
    from input: SampleShape,
    to output: SampleShape,
    using random: Random,
    noise: Random
  ) throws(TensorError) -> Module {
    let side = try output.side(for: name, "images must be square, of a multiple of 32 pixels")
    var own = UNet.Settings()
    (own.inputs, own.outputs) = (input.dimensions[0], output.dimensions[0])
    own.width = settings.width
    own.levels = min(8, side.trailingZeroBitCount)
    own.normalization = ImageNormalization(settings.normalization)
    own.dropout = settings.dropout
    return try UNet(own, using: random, noise: noise)
  }
}

/// One level: down, all that is further in, up; joined with what came in, but for the outermost.
private final class UNetLevel: Module {
  enum Place { case outermost, between, innermost }

  private let activation = LeakyReLU(slope: 0.2)
  private let layers: Sequential
  private let isOutermost: Bool

  init(
    _ place: Place,
    outer: Int,
    input: Int,
    width: Int,
    inner: UNetLevel?,
    settings: UNet.Settings,
    drops: Bool,
    using random: Random,
    noise: Random
  ) throws(TensorError) {
    isOutermost = place == .outermost
    let normalization = settings.normalization
    let down = try Conv2d(
      input,
      width,
      kernel: 4,
      stride: 2,
      padding: 1,
      bias: normalization.needsBias,
      using: random
    ).initializedForTranslation(using: random)
    let up = try ConvTranspose2d(
      inner == nil ? width : 2 * width,
      outer,
      kernel: 4,
      stride: 2,
      padding: 1,
      bias: isOutermost || normalization.needsBias,
      using: random
    ).initializedForTranslation(using: random)
    // The level's own LeakyReLU is the first of its layers in the reference and has no weights.
    var all: [Module] = isOutermost ? [down] : [activation, down]
    if place == .between { all += try normalization.make(width, using: random) }
    if let inner { all.append(inner) }
    all += [ReLU(), up]
    if isOutermost {
      all.append(Tanh())
    } else {
      all += try normalization.make(outer, using: random)
      if drops, settings.dropout > 0 { all.append(Dropout(settings.dropout, using: noise)) }
    }
    layers = Sequential(all)
    super.init()
    register(layers, as: "model")
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    guard !isOutermost else { return try layers(input, mode: mode) }
    return try Tensor.concatenated(
      [activation(input, mode: mode), layers(input, mode: mode)],
      along: 1
    )
  }
}
