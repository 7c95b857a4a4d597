// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN
package import SaddleTorch

/// Both networks of a run with their initial weights.
package struct Networks {
  package let generator: Module
  package let discriminator: Module
  package let latentShape: [Int]
  /// Number of classes of conditional networks; nil for others.
  package let classCount: Int?
  /// Whether no layer of the discriminator looks across the batch.
  let judgesSamplesOneByOne: Bool
  /// Whether weights and samples lie with their channels last, which convolutions are faster in.
  package let usesChannelsLast: Bool

  package init(_ configuration: Configuration, shape: SampleShape) throws(TensorError) {
    let seed = UInt64(configuration.seed)
    let needsClasses =
      configuration.generator.conditioning != .none
      || configuration.discriminator.conditioning != .none
    if needsClasses, shape.classCount == nil {
      throw TensorError(
        .invalidArgument,
        "conditioning",
        cause: "the data have no classes; generator.conditioning and discriminator.conditioning "
          + "must be none"
      )
    }
    generator = try Self.generator(configuration, shape: shape)
    discriminator = try Self.discriminator(
      configuration.discriminator,
      for: shape.packed(configuration.discriminator.packing),
      using: Random(seed: SeedStream.discriminatorWeights.seed(seed))
    )
    generator.setPowerIterations(configuration.generator.powerIterations)
    discriminator.setPowerIterations(configuration.discriminator.powerIterations)
    classCount = needsClasses ? shape.classCount : nil
    latentShape = try ArchitectureCatalog.require(configuration.generator.architecture)
      .latentShape(configuration.generator)
    judgesSamplesOneByOne = !discriminator.modules().contains { $0.module.mixesBatch }
    // Gradients of gradients of both networks at once are slower in that order.
    usesChannelsLast = shape.isImage && configuration.training.updates != .consensus
    if usesChannelsLast {
      try generator.to(.channelsLast)
      try discriminator.to(.channelsLast)
    }
  }

  /// Takes networks that were made elsewhere.
  package init(generator: Module, discriminator: Module, latentShape: [Int], classCount: Int? = nil)
  {
    self.generator = generator
    self.discriminator = discriminator
    self.latentShape = latentShape
    self.classCount = classCount
    judgesSamplesOneByOne = false
    usesChannelsLast = false
  }

  private static func discriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let architecture = try ArchitectureCatalog.require(settings.architecture)
    guard settings.conditioning == .concatenation, let classes = shape.classCount else {
      return try architecture.makeDiscriminator(settings, for: shape, using: random)
    }
    let wider = SampleShape(
      [shape.dimensions[0] + classes] + shape.dimensions.dropFirst(),
      classCount: classes
    )
    return LabelConcatenation(
      try architecture.makeDiscriminator(settings, for: wider, using: random),
      classes: classes
    )
  }

  /// Makes a generator; the same configuration gives the same weights.
  package static func generator(
    _ configuration: Configuration,
    shape: SampleShape
  ) throws(TensorError) -> Module {
    var settings = configuration.generator
    let random = try Random(seed: SeedStream.generatorWeights.seed(UInt64(configuration.seed)))
    let architecture = try ArchitectureCatalog.require(settings.architecture)
    guard settings.conditioning == .concatenation, let classes = shape.classCount else {
      return try architecture.makeGenerator(settings, for: shape, using: random)
    }
    settings.latentSize += classes
    return LabelConcatenation(
      try architecture.makeGenerator(settings, for: shape, using: random),
      classes: classes
    )
  }
}

extension Module {
  /// Sets how well spectrally normalized layers know their largest singular value.
  func setPowerIterations(_ count: Int) {
    for case let layer as WeightedLayer in modules().map(\.module) { layer.powerIterations = count }
  }
}
