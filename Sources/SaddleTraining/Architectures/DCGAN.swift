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
/// Source: Radford et al., 2016; pytorch/examples, dcgan/main.py.
public enum DCGAN: Architecture {
  /// The value `dcgan`.
  public static let name = ArchitectureName.dcgan

  /// The value `[latentSize, 1, 1]`.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] {
    [settings.latentSize, 1, 1]
  }

  /// Side of the smallest map, 4 to 7, and count of doublings from it, or nil below 8 pixels.
  public static func plan(size: Int) -> (base: Int, doublings: Int)? {
    guard size >= 8 else { return nil }
    let doublings = Int.bitWidth - 1 - size.leadingZeroBitCount - 2
    return (size >> doublings, doublings)
  }

  /// Makes the generator.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let (channels, base, doublings) = try plan(shape)
    let usesBatchNorm = settings.normalization != .none
    func transposed(_ inputs: Int, _ outputs: Int, base: Int? = nil, isOdd: Bool = false)
      throws(TensorError) -> Module
    {
      let layer = try ConvTranspose2d(
        inputs,
        outputs,
        kernel: base ?? 4,
        stride: base == nil ? 2 : 1,
        padding: base == nil ? 1 : 0,
        outputPadding: isOdd ? 1 : 0,
        bias: false,
        using: random
      )
      try layer.weight.initialize(.normal(standardDeviation: 0.02), using: random)
      return settings.spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    var width = settings.width << (doublings - 1)
    var layers = [try transposed(settings.latentSize, width, base: base)]
    for index in 0..<doublings {
      if usesBatchNorm { layers.append(try batchNorm(width, random)) }
      layers.append(ReLU())
      let next = index == doublings - 1 ? channels : width / 2
      let side = shape.dimensions[1] >> (doublings - 1 - index)
      layers.append(try transposed(width, next, isOdd: side % 2 == 1))
      width = next
    }
    layers.append(Tanh())
    return Sequential(named: [("main", Sequential(layers))])
  }

  /// Makes the discriminator.
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
