// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN
package import SaddleTorch

/// Both networks of task paired with their initial weights.
package struct PairedNetworks {
  package let generator: Module
  package let discriminator: Module
  /// Shape of one picture of a pair.
  package let picture: SampleShape

  /// Makes both networks; the configuration's seed decides their weights.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - pair: Shape of an example: the channels of both pictures.
  ///   - noise: What layers draw from in training.
  /// - Throws: `TensorError` for shapes that the architectures can't take.
  package init(
    _ configuration: Configuration,
    pair: SampleShape,
    noise: Random
  ) throws(TensorError) {
    picture = try Self.picture(of: pair)
    generator = try Self.generator(configuration, picture: picture, noise: noise)
    let settings = configuration.discriminator
    discriminator = try ArchitectureCatalog.require(settings.architecture).makeDiscriminator(
      settings,
      for: picture.packed(2),
      using: Random(seed: SeedStream.discriminatorWeights.seed(UInt64(configuration.seed)))
    )
    discriminator.setPowerIterations(settings.powerIterations)
    try generator.to(.channelsLast)
    try discriminator.to(.channelsLast)
  }

  /// Makes a generator; the same configuration gives the same weights.
  package static func generator(
    _ configuration: Configuration,
    picture: SampleShape,
    noise: Random
  ) throws(TensorError) -> Module {
    try ArchitectureCatalog.require(configuration.generator.architecture).makeTranslator(
      configuration.generator,
      from: picture,
      to: picture,
      using: Random(seed: SeedStream.generatorWeights.seed(UInt64(configuration.seed))),
      noise: noise
    )
  }

  private static func picture(of pair: SampleShape) throws(TensorError) -> SampleShape {
    guard pair.isImage, pair.dimensions[0] > 0, pair.dimensions[0] % 2 == 0 else {
      throw TensorError(
        .invalidArgument,
        "pairs",
        shapes: [pair.dimensions],
        cause: "an example of task paired has the channels of two pictures"
      )
    }
    return SampleShape([pair.dimensions[0] / 2] + pair.dimensions.dropFirst())
  }
}

extension Configuration {
  /// Makes the task of pairs with its loss.
  package func makePairedTask() throws(TensorError) -> Paired {
    let smoothing = regularizers.labelSmoothing
    return Paired(
      loss: try makeLoss(),
      labelSmoothing: smoothing,
      reconstruction: paired.reconstruction,
      batchSize: training.batchSize
    )
  }
}
