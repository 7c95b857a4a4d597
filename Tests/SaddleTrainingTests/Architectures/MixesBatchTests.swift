// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// What a discriminator says about looking across the batch is what it does.
@Suite struct MixesBatchTests {
  static let layers: [(NormalizationName, BatchStatisticsName)] = [
    (.none, .none), (.batch, .none), (.none, .deviation), (.none, .discrimination),
  ]

  /// Those that judge.
  static let judges = ArchitectureName.allCases.filter {
    !$0.uses.isDisjoint(with: [.discriminator, .patchDiscriminator])
  }

  @Test(arguments: judges, layers)
  func aDiscriminatorMixesTheBatchWhereItSaysSo(
    name: ArchitectureName,
    layers: (normalization: NormalizationName, statistics: BatchStatisticsName)
  ) throws {
    var settings = DiscriminatorConfiguration()
    settings.architecture = name
    settings.width = 4
    settings.normalization = layers.normalization
    settings.batchStatistics = layers.statistics
    let shape = SampleShape(name == .mlp ? [2] : [1, 16, 16])
    let random = try Random(seed: 1)
    let network = try #require(ArchitectureCatalog.named(name))
      .makeDiscriminator(settings, for: shape, using: random)
    let (samples, others) = (
      try random.normal([4] + shape.dimensions), try random.normal([4] + shape.dimensions)
    )
    let alone = try network(samples, mode: .training)
    let joined = try network(Tensor.concatenated([samples, others], along: 0), mode: .training)
      .narrowed(0, length: 4)
    let gap: Double = try (alone - joined).abs().max().item()
    let says = network.modules().contains { $0.module.mixesBatch }
    #expect(says ? gap > 1e-6 : gap < 1e-5, "\(name) \(layers): \(gap)")
  }
}
