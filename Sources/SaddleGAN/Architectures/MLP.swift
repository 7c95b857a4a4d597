// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Fully connected networks with leaky ReLU (slope 0.2), for points and small images.
///
///     generator       latentSize - width - ... (depth hidden layers) ... - sample
///     discriminator   sample - width - ... - 1
///
/// Images come out through tanh; points are unbounded. Weights are initialized as PyTorch does
/// (uniform in `±1/sqrt(fanIn)`).
public enum MLP: Architecture {
  /// Points, and images of any size.
  public static let info = ArchitectureInfo(
    "mlp",
    "fully connected layers; for points and very small images",
    aliases: ["fc", "dense"],
    sizes: "any"
  ) { _ in true }

  /// The shape `[latentSize]`: a plain vector.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] {
    [settings.latentSize]
  }

  /// Makes `latentSize - width x depth - sample`.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let usesBatchNorm = settings.normalization == .batch
    var layers = try hidden(
      settings.latentSize,
      settings.width,
      settings.depth,
      batchNorm: usesBatchNorm,
      spectral: settings.spectralNorm,
      random
    )
    let last = try Linear(
      settings.depth > 0 ? settings.width : settings.latentSize,
      shape.count,
      using: random
    )
    layers.append(settings.spectralNorm ? try last.spectrallyNormalized(using: random) : last)
    if shape.isImage { layers += [Tanh(), Reshape(shape.dimensions)] }
    return Sequential(layers)
  }

  /// Makes `sample - width x depth - 1`.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    var layers: [Module] = shape.isImage ? [Reshape([shape.count])] : []
    layers += try hidden(
      shape.count,
      settings.width,
      settings.depth,
      batchNorm: settings.normalization == .batch,
      spectral: settings.spectralNorm,
      random
    )
    let features = settings.depth > 0 ? settings.width : shape.count
    let batch = try settings.batchLayer(features: features, using: random)
    if let batch { layers.append(batch.module) }
    let last = try Linear(features + (batch?.added ?? 0), 1, using: random)
    layers.append(settings.spectralNorm ? try last.spectrallyNormalized(using: random) : last)
    return Sequential(layers)
  }

  private static func hidden(
    _ inputs: Int,
    _ width: Int,
    _ depth: Int,
    batchNorm: Bool,
    spectral: Bool,
    _ random: Random
  ) throws(TensorError) -> [Module] {
    var layers: [Module] = []
    for index in 0..<depth {
      let linear = try Linear(index == 0 ? inputs : width, width, using: random)
      layers.append(spectral ? try linear.spectrallyNormalized(using: random) : linear)
      if batchNorm { layers.append(try BatchNorm1d(width)) }
      layers.append(LeakyReLU(slope: 0.2))
    }
    return layers
  }
}

/// Gives each sample of a batch another shape.
public final class Reshape: Module {
  private let shape: [Int]

  /// Creates the layer; `shape` is that of one sample.
  public init(_ shape: [Int]) {
    self.shape = shape
    super.init()
  }

  /// Reshapes `[batch, ...]` to `[batch] + shape`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.reshaped([input.shape.first ?? 0] + shape)
  }
}
