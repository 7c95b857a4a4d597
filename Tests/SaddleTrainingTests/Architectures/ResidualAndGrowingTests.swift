// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct ResidualAndGrowingTests {
  private func networks(
    _ architecture: any Architecture.Type,
    _ shape: SampleShape,
    change: (inout GeneratorConfiguration, inout DiscriminatorConfiguration) -> Void
  ) throws -> (generator: Module, discriminator: Module) {
    var generator = GeneratorConfiguration()
    generator.normalization = .batch
    generator.latentSize = 128
    var discriminator = DiscriminatorConfiguration()
    discriminator.normalization = .none
    change(&generator, &discriminator)
    let random = try Random(seed: 1)
    return (
      try architecture.makeGenerator(generator, for: shape, using: random),
      try architecture.makeDiscriminator(discriminator, for: shape, using: random)
    )
  }

  /// SNGAN-32 of pfnet-research/sngan_projection@e84b1a5: `Scripts/reference_values.py`, `counts`.
  @Test(arguments: [(false, 4_276_739, 1_053_824), (true, 4_304_387, 1_055_104)])
  func resnetHasSNGANsParameterCount(_ isConditional: Bool, _ g: Int, _ d: Int) throws {
    let shape = SampleShape([3, 32, 32], classCount: isConditional ? 10 : nil)
    let made = try networks(ResNet.self, shape) {
      $0.width = 256
      $1.width = 128
      if isConditional {
        $0.conditioning = .conditionalBatchNorm
        $1.conditioning = .projection
      }
    }
    #expect(try made.generator.parameterCount() == g)
    #expect(try made.discriminator.parameterCount() == d)
  }

  /// PGGAN's CIFAR-10 configuration: `Scripts/reference_values.py`, `counts`.
  @Test func pgganHasItsParameterCount() throws {
    let made = try networks(PGGAN.self, SampleShape([3, 32, 32])) {
      $0.width = 128
      $1.width = 128
    }
    #expect(try made.generator.parameterCount() == 1_296_908)
    #expect(try made.discriminator.parameterCount() == 1_298_689)
  }

  @Test func pgganOf1024PixelsHasItsParameterCount() throws {
    let made = try networks(PGGAN.self, SampleShape([3, 1024, 1024])) {
      $0.latentSize = 512
      $0.width = 512
      $1.width = 512
    }
    #expect(try made.generator.parameterCount() == 23_079_115)
    #expect(try made.discriminator.parameterCount() == 23_087_249)
  }

  @Test(arguments: [[1, 28, 28], [3, 8, 8], [3, 16, 16], [3, 64, 64]])
  func resnetMakesEverySizeItPromises(_ shape: [Int]) throws {
    let made = try networks(ResNet.self, SampleShape(shape)) {
      $0.latentSize = 5
      $0.width = 4
      $1.width = 4
      $1.batchStatistics = .deviation
    }
    let images = try made.generator.forward(
      Random(seed: 2).normal([4, 5]),
      mode: .training
    )
    #expect(try images.shape == [4] + shape)
    #expect(
      try Scores(made.discriminator.forward(images, mode: .training)).tensor.shape == [4]
    )
  }

  @Test func theClassChangesWhatConditionalNetworksSay() throws {
    let shape = SampleShape([1, 16, 16], classCount: 3)
    let made = try networks(ResNet.self, shape) {
      $0.latentSize = 5
      $0.width = 8
      $0.conditioning = .conditionalBatchNorm
      $1.width = 8
      $1.conditioning = .projection
    }
    for (name, parameter) in made.generator.parameters() where name.contains("scale") {
      try parameter.assign(Random(seed: 7).normal(parameter.tensor.shape))
    }
    func told(_ network: Module, _ input: Tensor, _ label: Int64) throws -> [Float] {
      let labels = try Tensor([label, label], shape: [2])
      return try network.forward(input, condition: Condition(labels: labels), mode: .training)
        .array()
    }
    let latents = try Random(seed: 2).normal([2, 5])
    let images = try Random(seed: 3).normal([2, 1, 16, 16])
    #expect(try told(made.generator, latents, 0) != told(made.generator, latents, 1))
    #expect(try told(made.discriminator, images, 0) != told(made.discriminator, images, 2))
    #expect(throws: TensorError.self) {
      try made.generator.forward(latents, mode: .training)
    }
  }

  @Test func attentionStartsAsTheIdentity() throws {
    let random = try Random(seed: 1)
    let block = try SelfAttention(16, spectralNorm: true, using: random)
    let maps = try random.normal([2, 16, 8, 8])
    #expect(
      try block.forward(maps, mode: .training).array(of: Float.self) == maps.array(of: Float.self)
    )
    for (name, parameter) in block.parameters() where name == "gamma" {
      try parameter.assign(Tensor([Float(0.5)], shape: [1]))
    }
    let changed = try block.forward(maps, mode: .training)
    #expect(try changed.shape == [2, 16, 8, 8])
    #expect(try changed.array(of: Float.self) != maps.array(of: Float.self))
  }

  /// A 2x2x2x3 fixture of tensorflow/gan@bc369b7 (channels last), all of it one group.
  @Test func minibatchDeviationMatchesTheGolden() throws {
    let x: [Double] = [
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, -1, -2, -3, 1, -2, 2, 2, 5, 3,
    ]
    let maps = try Tensor(x, shape: [2, 2, 2, 3]).permuted(0, 3, 1, 2).contiguous()
    let out = try MinibatchDeviation().forward(maps, mode: .training)
    #expect(try out.shape == [2, 4, 2, 2])
    let added: [Double] = try out.narrowed(3, length: 1, along: 1).array()
    #expect(added.allSatisfy { abs($0 - 3.0416667) < 1e-6 })
  }

  @Test func pixelNormMatchesTheGolden() throws {
    let found: [Double] = try Tensor([1.0, 2, 3], shape: [1, 3]).pixelNormalized().array()
    for (value, wanted) in zip(found, [0.46291006, 0.92582011, 1.38873017]) {
      #expect(abs(value - wanted) < 1e-7)
    }
  }

  @Test func minibatchDiscriminationKnowsCopies() throws {
    let random = try Random(seed: 1)
    let layer = try MinibatchDiscrimination(4, kernels: 6, dimensions: 3, using: random)
    let one = try random.normal([1, 4])
    let same = try layer.forward(one.repeated([5, 1]), mode: .training)
    #expect(try same.shape == [5, 10])
    // Four copies, each at distance 0.
    let added: [Float] = try same.narrowed(4, length: 6, along: 1).array()
    #expect(added.allSatisfy { abs($0 - 4) < 1e-5 })
  }

  /// Against differences, absolutes and sums as the paper writes them; R1 differentiates twice.
  @Test func minibatchDiscriminationIsItsFormulaAlsoTwiceDifferentiated() throws {
    let random = try Random(seed: 2)
    let layer = try MinibatchDiscrimination(3, kernels: 4, dimensions: 2, using: random)
    let weight = try #require(layer.parameters().first).parameter.tensor.detach()
    let start = try random.normal([5, 3])
    func formula(_ input: Tensor) throws -> Tensor {
      let matrices = try input.matmul(weight).reshaped([5, 4, 2])
      let distances = try (matrices.unsqueezed(0) - matrices.unsqueezed(1)).abs().sum(3)
      return try Tensor.concatenated([input, (-distances).exp().sum(1) - 1], along: 1)
    }
    func all(_ layer: (Tensor) throws -> Tensor) throws -> [[Float]] {
      let input = try start.requiringGrad()
      let output = try layer(input)
      let slope = try grad([output.square().sum()], [input], createGraph: true)[0]
      let second = try grad([slope.square().sum()], [input])[0]
      return try [output.detach(), slope.detach(), second].map { try $0.flattened().array() }
    }
    let (found, wanted) = (try all { try layer.forward($0, mode: .training) }, try all(formula))
    for (one, two) in zip(found.joined(), wanted.joined()) {
      #expect(abs(one - two) < 1e-4 * (1 + abs(two)))
    }
  }

  @Test func aLevelThatHasNotFadedInIsTheOneBelow() throws {
    let made = try networks(PGGAN.self, SampleShape([3, 16, 16])) {
      $0.latentSize = 8
      $0.width = 8
      $1.width = 8
    }
    let generator = try #require(made.generator as? any ProgressiveNetwork)
    let discriminator = try #require(made.discriminator as? any ProgressiveNetwork)
    let latents = try Random(seed: 2).normal([4, 8])
    func at(_ level: Double) throws -> (images: [Float], scores: [Float]) {
      generator.level = level
      discriminator.level = level
      let images = try generator.forward(latents, mode: .training)
      #expect(try images.shape == [4, 3, 16, 16])
      return (try images.array(), try discriminator.forward(images, mode: .training).array())
    }
    for level in [0.0, 1] {
      let (before, after) = (try at(level), try at(level + 1e-9))
      for (one, two) in zip(before.images, after.images) { #expect(abs(one - two) < 1e-5) }
      for (one, two) in zip(before.scores, after.scores) { #expect(abs(one - two) < 1e-4) }
    }
    _ = try at(2)
  }

  @Test func growthFollowsTheImagesSeen() {
    var growth = GrowthConfiguration()
    #expect(growth.level(imagesSeen: 0, levels: 3) == 3)
    growth.fadeImages = 100
    growth.stableImages = 50
    let found = [0, 49, 50, 100, 150, 199, 200, 250, 350, 9999].map {
      growth.level(imagesSeen: $0, levels: 2)
    }
    #expect(found == [0, 0, 0, 0.5, 1, 1, 1, 1.5, 2, 2])
  }

  /// A generator that is told the class is wrapped; growth must reach it all the same.
  @Test func conditionalNetworksGrow() throws {
    let network = LabelConcatenation(
      try networks(PGGAN.self, SampleShape([3, 16, 16])) { generator, _ in generator.latentSize = 8
      }
      .generator,
      classes: 2
    )
    #expect(network.growing?.level == 2)
    network.growing?.level = 0.5
    #expect(network.growing?.level == 0.5)
  }

  @Test func realPicturesAreReducedAsTheNetworksAre() throws {
    let picture = try Random(seed: 1).normal([1, 1, 16, 16])
    let full: [Float] = try picture.reduced(to: 2, of: 2).array()
    #expect(try full == picture.array(of: Float.self))
    let coarse = try picture.reduced(to: 0, of: 2)
    #expect(try coarse.shape == [1, 1, 16, 16])
    #expect(Set(try coarse.array(of: Float.self)).count == 16)
  }

  @Test func auxiliaryClassifierMatchesCrossEntropy() throws {
    let logits = try Tensor([2.0, 0, -1, 0, 0, 0], shape: [2, 3])
    let labels = try Tensor([Int64(0), 2], shape: [2])
    let found: Double = try AuxiliaryClassification.crossEntropy(logits, labels).item()
    // log(e^2 + 1 + e^-1) - 2 = 0.169846 and log 3.
    #expect(abs(found - (0.1698460195 + 1.0986122887) / 2) < 1e-9)
  }

  /// Logits and losses of tensorflow/gan@121fdbe, losses_impl_test.py: means over samples.
  @Test func auxiliaryClassifierMatchesTheGolden() throws {
    let fake = try Tensor(
      [10.0, 4.4, -5.5, 3.6, -4, 4.4, 5.2, 4.6, 1.1, 2.4, -3.5, 5.6, 1.1, 2.4, -3.5, 5.6],
      shape: [4, 4]
    )
    let real = try Tensor(
      [-2.0, 0.4, 12.5, 2.7, -1.2, 1.9, 12.3, 2.6, -2.4, -1.7, 2.5, 2.7, 1.1, 2.4, -3.5, 5.6],
      shape: [4, 4]
    )
    let labels = try Tensor([Int64(1), 2, 0, 0], shape: [4])
    let generated: Double = try AuxiliaryClassification.crossEntropy(fake, labels).item()
    let both: Double = try AuxiliaryClassification.crossEntropy(real, labels).item() + generated
    #expect(abs(generated - 3.84974) < 5e-6)
    #expect(abs(both - 9.43950) < 5e-6)
  }

  @Test(arguments: [
    (["generator.attention=16"], "is for resnet"),
    (["discriminator.conditioning=projection"], "needs discriminator.architecture resnet"),
    (["generator.conditioning=concatenation"], "condition both or none"),
    (["training.growth.fadeImages=100"], "pggan"),
    (
      [
        "generator.conditioning=concatenation", "discriminator.conditioning=concatenation",
        "discriminator.packing=2",
      ], "no single class"
    ),
  ])
  func whatCannotBeCombinedIsRefused(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try TinyRun.configuration(set) }
    #expect("\(try #require(error))".contains(reason))
  }

  /// The ring's modes are classes: a conditional pair trains and is resumed exactly.
  @Test(arguments: [
    ["generator.conditioning=concatenation", "discriminator.conditioning=concatenation"],
    ["discriminator.batchStatistics=deviation"], ["discriminator.batchStatistics=discrimination"],
  ])
  func trainsAndIsResumedExactly(_ set: [String]) throws {
    let (whole, resumed) = try TinyRun.wholeAndResumed(set)
    #expect(whole == resumed)
  }
}
