// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct NetworkSummaryTests {
  private static let dcgan = [
    "generator={architecture: dcgan, latentSize: 100, width: 64}",
    "discriminator={architecture: dcgan, width: 64, normalization: batch}",
    "regularizers.r1.gamma=0",
  ]

  /// Counts of pytorch/examples@77f55b9 (`Scripts/reference_values.py`, `counts`); multiply-adds by
  /// hand: in the generator each input, in the discriminator each output times its kernel of 4 x 4.
  @Test func dcganOf64PixelsHasTheReferenceFigures() throws {
    let model = try Inspections.images([3, 64, 64], Self.dcgan)
    #expect(model.generator.parameters == 3_576_704)
    #expect(model.discriminator.parameters == 2_765_568)
    #expect(model.generator.layers.map(\.parameters).reduce(0, +) == 3_576_704)
    let kernel = 16
    let first = 100 * 512 * kernel
    let doubling = 512 * 16 * 256 * kernel  // 256 * 64 * 128 and 128 * 256 * 64 are the same
    #expect(model.generator.multiplyAdds == first + 3 * doubling + 64 * 1024 * 3 * kernel)
    let halving = 128 * 256 * 64 * kernel
    #expect(
      model.discriminator.multiplyAdds
        == 64 * 1024 * 3 * kernel + 3 * halving + 1 * 512 * kernel
    )
    #expect(model.generator.layers.first?.name == "main.0")
    #expect(model.generator.layers.first?.kind == "ConvTranspose2d 4x4")
    #expect(model.generator.layers.first?.outputShape == [512, 4, 4])
    #expect(model.generator.outputShape == [3, 64, 64])
  }

  /// SNGAN-32 and PGGAN's CIFAR-10 configuration: `Scripts/reference_values.py`, `counts`.
  @Test func residualAndGrowingNetworksHaveTheReferenceCounts() throws {
    let resnet = try Inspections.images(
      [3, 32, 32],
      classes: 10,
      [
        "generator={architecture: resnet, latentSize: 128, width: 256, "
          + "conditioning: conditionalBatchNorm}",
        "discriminator={architecture: resnet, width: 128, conditioning: projection}",
      ]
    )
    #expect(resnet.generator.parameters == 4_304_387)
    #expect(resnet.discriminator.parameters == 1_055_104)
    #expect(resnet.discriminator.layers.contains { $0.name == "embedding" })
    let growing = try Inspections.images(
      [3, 32, 32],
      [
        "generator={architecture: pggan, latentSize: 128, width: 128}",
        "discriminator={architecture: pggan, width: 128}",
      ]
    )
    #expect(growing.generator.parameters == 1_296_908)
    #expect(growing.discriminator.parameters == 1_298_689)
    #expect(growing.generator.idleLayers.map(\.name) == ["picture0", "picture1", "picture2"])
  }

  @Test func mlpHasTheFiguresOfItsFormula() throws {
    let model = try Inspections.of()
    #expect(model.generator.parameters == 5 * 16 + 17 * 2)
    #expect(model.generator.multiplyAdds == 4 * 16 + 16 * 2)
    #expect(model.discriminator.multiplyAdds == 2 * 16 + 16)
    // linear 16, leaky relu 16, linear 2: four bytes each.
    #expect(model.generator.activationBytes == 4 * (16 + 16 + 2))
  }

  /// Forward 1, backward 2: D sees 2 x 16 samples, G's pass is used twice; R1 every other step.
  @Test func aStepCostsWhatItsPassesCost() throws {
    let model = try Inspections.of()
    let (g, d) = (model.generator.multiplyAdds * 16, model.discriminator.multiplyAdds * 16)
    #expect(model.cost.multiplyAddsPerStep == Int(Double(d) * (6 + 3 / 2.0 + 2)) + 3 * g)
    #expect(model.cost.gradientBytes == 4 * (114 + 65))
    #expect(model.cost.optimizerBytes == 2 * model.cost.gradientBytes)
    #expect(model.cost.averageBytes == 4 * 114)
  }

  /// What regularizers say that they cost is added to R1's 1.5 (every other step), in passes of D: a
  /// gradient penalty 3, one at samples of its own 4, scores of further samples 3.
  @Test(arguments: [
    ("regularizers.r1.gamma=0", 0.0), ("regularizers.r2.gamma=1", 4.5),
    ("regularizers.dragan.weight=1", 5.5), ("regularizers.leCam.weight=0.1", 1.5),
    ("regularizers.latentConsistency.discriminator=1", 4.5),
  ])
  func everyRegularizerSaysWhatItCosts(_ set: String, _ passes: Double) throws {
    let model = try Inspections.of([set])
    let (g, d) = (model.generator.multiplyAdds * 16, model.discriminator.multiplyAdds * 16)
    #expect(model.cost.multiplyAddsPerStep == Int(Double(d) * (6 + passes + 2)) + 3 * g)
  }

  /// A stranger's that asks for gradients of its inputs costs what R1 costs, without a line for it.
  @Test func aStrangersGradientPenaltyIsCounted() {
    final class Flatness: Regularizer {
      let (id, weight, inputs): (String, Double, RegularizedInputs) = ("flat", 1, [.real, .fake])
    }
    #expect(Flatness().cost == PassCost(passes: 6, graphs: 2))
  }

  @Test(arguments: [
    ["generator.conditioning=concatenation", "discriminator.conditioning=concatenation"],
    ["discriminator.packing=2"],
    ["generator.spectralNorm=true", "discriminator.spectralNorm=true"],
    [
      "generator={architecture: resnet, latentSize: 8, width: 8, attention: 8}",
      "discriminator={architecture: resnet, width: 8, attention: 8, batchStatistics: deviation, "
        + "spectralNorm: true}",
    ],
    [
      "generator={architecture: resnet, latentSize: 8, width: 8, conditioning: conditionalBatchNorm}",
      "discriminator={architecture: resnet, width: 8, conditioning: auxiliaryClassifier}",
    ],
    ["discriminator.batchStatistics=discrimination"],
    [
      "generator={architecture: pggan, latentSize: 8, width: 8}",
      "discriminator={architecture: pggan, width: 8}",
    ],
  ])
  func everyLayerIsSeenAndReached(_ overrides: [String]) throws {
    let isConditional = overrides.contains { $0.contains("conditioning") }
    let model = try Inspections.images([3, 16, 16], classes: isConditional ? 3 : nil, overrides)
    let figures = model.generator.layers + model.generator.idleLayers
    #expect(figures.map(\.parameters).reduce(0, +) == model.generator.parameters)
    let judge = model.discriminator.layers + model.discriminator.idleLayers
    #expect(judge.map(\.parameters).reduce(0, +) == model.discriminator.parameters)
    #expect(model.rulesOut(.deadLayer), "\(model.report)")
    #expect(model.report.worst ?? .notice < .warning, "\(model.report.findings)")
  }

  /// Every key inside its range, and together more than an Int holds.
  @Test func aStepOfTooManyPassesHasACost() throws {
    let model = try Inspections.of()
    var configuration = try TinyRun.configuration()
    configuration.training.accumulate = 10_000
    configuration.training.discriminatorSteps = 10_000
    let cost = StepCost(
      configuration,
      generator: model.generator,
      discriminator: model.discriminator,
      batchSize: 1_000_000_000
    )
    #expect(cost.multiplyAddsPerStep == 9_000_000_000_000_000_000)
  }
}
