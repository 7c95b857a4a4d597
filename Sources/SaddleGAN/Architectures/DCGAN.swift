// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The DCGAN of the PyTorch examples, for square images of any size from 8 pixels on.
///
///     generator, 64 pixels             discriminator, 64 pixels
///     z       [100, 1, 1]              image   [c, 64, 64]
///     main.0  [8 width, 4, 4]          main.0  [width, 32, 32]
///     main.3  [4 width, 8, 8]          main.2  [2 width, 16, 16]
///     main.6  [2 width, 16, 16]        main.5  [4 width, 8, 8]
///     main.9  [width, 32, 32]          main.8  [8 width, 4, 4]
///     main.12 [c, 64, 64] tanh         main.11 [1, 1, 1]
///
/// Other sizes start from the side between 4 and 7 that doubles to them: 28 pixels are 7, 14, 28. Where
/// doubling falls a pixel short (37 is 4, 9, 18, 37) the layer pads its output. Kernels 4, stride 2, no biases; convolution weights
/// N(0, 0.02^2), batch-norm weights N(1, 0.02^2), biases 0. With `normalization: none`, or spectral
/// norm in the discriminator, the batch norm layers are left out.
///
/// With `upsampling: nearest` or `bilinear` maps are enlarged first and a 3x3 convolution follows; one
/// more makes the image from `width` channels. Neighboring pixels then come from the same weights, so
/// that no dots are left (Odena et al., "Deconvolution and Checkerboard Artifacts", 2016).
///
/// Source: Radford et al., 2016; pytorch/examples, dcgan/main.py.
public enum DCGAN: Architecture {
  /// Images from 8 pixels on.
  public static let info = ArchitectureInfo(
    "dcgan",
    "strided convolutions (Radford et al. 2015); images from 8 pixels on",
    aliases: ["conv", "cnn"],
    normalized: [.generator, .discriminator],
    sizes: "8 or more"
  ) { $0 >= 8 }

  /// The shape `[latentSize, 1, 1]`, which the first transposed convolution reads.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] {
    [settings.latentSize, 1, 1]
  }

  /// Side of the smallest map, 4 to 7, and count of doublings from it, or nil below 8 pixels.
  public static func plan(size: Int) -> (base: Int, doublings: Int)? {
    guard size >= 8 else { return nil }
    let doublings = Int.bitWidth - 1 - size.leadingZeroBitCount - 2
    return (size >> doublings, doublings)
  }

  /// Makes the generator, from `[batch, latentSize, 1, 1]` to `[batch, channels, side, side]`.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let usesBatchNorm = settings.normalization != .none
    let resampling = settings.upsampling.resampling
    func weighted(_ layer: WeightedLayer) throws(TensorError) -> Module {
      try layer.weight.initialize(.normal(standardDeviation: 0.02), using: random)
      return settings.spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    var width = settings.width << (resampling == nil ? doublings - 1 : doublings)
    var layers = [
      try weighted(
        ConvTranspose2d(settings.latentSize, width, kernel: base, bias: false, using: random)
      )
    ]
    for index in 0..<doublings {
      if usesBatchNorm { layers.append(try batchNorm(width, random)) }
      layers.append(ReLU())
      let side = shape.dimensions[1] >> (doublings - 1 - index)
      let isLast = index == doublings - 1
      let next = isLast && resampling == nil ? channels : width / 2
      if let resampling {
        layers.append(Upsample(height: side, width: side, mode: resampling))
        layers.append(try weighted(Self.convolution(width, next, random)))
      } else {
        layers.append(try weighted(Self.doubling(width, next, isOdd: side % 2 == 1, random)))
      }
      width = next
    }
    if resampling != nil {
      if usesBatchNorm { layers.append(try batchNorm(width, random)) }
      layers += [ReLU(), try weighted(Self.convolution(width, channels, random))]
    }
    layers.append(Tanh())
    return Sequential(named: [("main", Sequential(layers))])
  }

  private static func doubling(
    _ inputs: Int,
    _ outputs: Int,
    isOdd: Bool,
    _ random: Random
  ) throws(TensorError) -> WeightedLayer {
    try ConvTranspose2d(
      inputs,
      outputs,
      kernel: 4,
      stride: 2,
      padding: 1,
      outputPadding: isOdd ? 1 : 0,
      bias: false,
      using: random
    )
  }

  private static func convolution(
    _ inputs: Int,
    _ outputs: Int,
    _ random: Random
  ) throws(TensorError) -> WeightedLayer {
    try Conv2d(inputs, outputs, kernel: 3, padding: 1, bias: false, using: random)
  }

  /// Makes the discriminator, from `[batch, channels, side, side]` to a score a sample.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let usesBatchNorm =
      settings.normalization == .batch
      || (settings.normalization == .automatic && !settings.spectralNorm)
    func convolution(_ inputs: Int, _ outputs: Int, _ kernel: Int, _ stride: Int, _ padding: Int)
      throws(TensorError) -> Module
    {
      let layer = try Conv2d(
        inputs,
        outputs,
        kernel: kernel,
        stride: stride,
        padding: padding,
        bias: false,
        using: random
      )
      try layer.weight.initialize(.normal(standardDeviation: 0.02), using: random)
      return settings.spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    var layers: [Module] = []
    var width = channels
    for index in 0..<doublings {
      let next = settings.width << index
      layers.append(try convolution(width, next, 4, 2, 1))
      if index > 0 && usesBatchNorm { layers.append(try batchNorm(next, random)) }
      layers.append(LeakyReLU(slope: 0.2))
      width = next
    }
    layers.append(try convolution(width, 1, base, 1, 0))
    return Sequential(named: [("main", Sequential(layers))])
  }

  private static func plan(
    _ shape: SampleShape
  ) throws(TensorError) -> (channels: Int, base: Int, doublings: Int) {
    let side = try shape.side(for: name, "dcgan makes square images of 8 pixels or more")
    let (base, doublings) = plan(size: side) ?? (side, 0)
    return (shape.dimensions[0], base, doublings)
  }

  private static func batchNorm(_ width: Int, _ random: Random) throws(TensorError) -> Module {
    let layer = try BatchNorm2d(width)
    try layer.weight?.initialize(.normal(mean: 1, standardDeviation: 0.02), using: random)
    return layer
  }
}

extension UpsamplingName {
  /// How pixels are found; nil for transposed convolutions, which do both at once.
  fileprivate var resampling: Resampling? {
    switch self {
    case .transposed: nil
    case .nearest: .nearest
    case .bilinear: .bilinear
    }
  }
}
