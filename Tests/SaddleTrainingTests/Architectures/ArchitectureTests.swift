// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct ArchitectureTests {
  private func dcgan(
    _ shape: [Int],
    latentSize: Int = 100,
    width: Int = 64,
    change: (inout DiscriminatorConfiguration) -> Void = { _ in }
  ) throws -> (generator: Module, discriminator: Module) {
    var generator = GeneratorConfiguration()
    generator.latentSize = latentSize
    generator.width = width
    generator.normalization = .batch
    var discriminator = DiscriminatorConfiguration()
    discriminator.width = width
    discriminator.normalization = .batch
    change(&discriminator)
    let random = try Random(seed: 1)
    return (
      try DCGAN.makeGenerator(generator, for: SampleShape(shape), using: random),
      try DCGAN.makeDiscriminator(discriminator, for: SampleShape(shape), using: random)
    )
  }

  /// Counts of pytorch/examples@77f55b9, dcgan/main.py: `Scripts/reference_values.py`, `counts`.
  @Test(arguments: [([3, 64, 64], 3_576_704, 2_765_568), ([1, 64, 64], 3_574_656, 2_763_520)])
  func dcganHasTheReferenceParameterCount(shape: [Int], generator: Int, discriminator: Int) throws {
    let networks = try dcgan(shape)
    #expect(try networks.generator.parameterCount() == generator)
    #expect(try networks.discriminator.parameterCount() == discriminator)
  }

  @Test func dcganNamesItsTensorsAsPyTorchDoes() throws {
    let names = try dcgan([3, 64, 64]).generator.stateDictionary().names
    #expect(names.first == "main.0.weight")
    #expect(names.contains("main.1.running_mean"))
    #expect(names.last == "main.12.weight")
    let discriminator = try dcgan([3, 64, 64]).discriminator.stateDictionary().names
    #expect(discriminator.contains("main.3.num_batches_tracked"))
    #expect(discriminator.last == "main.11.weight")
  }

  @Test(arguments: [UpsamplingName.nearest, .bilinear], [[1, 28, 28], [3, 37, 37]])
  func dcganEnlargesAndConvolves(upsampling: UpsamplingName, shape: [Int]) throws {
    var settings = GeneratorConfiguration()
    settings.latentSize = 5
    settings.width = 4
    settings.normalization = .batch
    settings.upsampling = upsampling
    let network = try DCGAN.makeGenerator(
      settings,
      for: SampleShape(shape),
      using: Random(seed: 1)
    )
    let images = try network(Random(seed: 2).normal([2, 5, 1, 1]), mode: .training)
    #expect(try images.shape == [2] + shape)
    // Convolutions of 3x3 alone make the image: no kernel of a stride that could leave its grid.
    let kernels = network.parameters().map(\.parameter.tensor).dropFirst()
    for kernel in kernels where try kernel.shape.count == 4 {
      #expect(try kernel.shape.suffix(2) == [3, 3])
    }
  }

  @Test(arguments: [
    [1, 28, 28], [3, 8, 8], [1, 9, 9], [1, 16, 16], [3, 32, 32], [3, 37, 37], [1, 48, 48],
    [3, 128, 128],
  ])
  func dcganMakesEverySizeItPromises(shape: [Int]) throws {
    let networks = try dcgan(shape, latentSize: 5, width: 4)
    let latents = try Random(seed: 2).normal([2, 5, 1, 1])
    let images = try networks.generator.forward(latents, mode: .training)
    #expect(try images.shape == [2] + shape)
    let scores = try Scores(networks.discriminator.forward(images, mode: .training))
    #expect(try scores.tensor.shape == [2])
  }

  @Test(arguments: [[1, 7, 7], [1, 4, 4], [3, 32, 64], [2]])
  func dcganRefusesWhatItCannotMake(shape: [Int]) throws {
    let error = #expect(throws: TensorError.self) { _ = try dcgan(shape) }
    #expect(error?.description.contains("8 pixels or more") == true)
  }

  @Test func spectralNormTakesThePlaceOfBatchNorm() throws {
    let networks = try dcgan([1, 28, 28]) {
      $0.spectralNorm = true
      $0.normalization = .none
    }
    #expect(!networks.discriminator.modules().contains { $0.module is BatchNorm })
    #expect(try networks.discriminator.stateDictionary().names.contains("main.0.weight_orig"))
  }

  @Test func mlpHasTheCountOfItsFormula() throws {
    var settings = GeneratorConfiguration()
    (settings.latentSize, settings.width, settings.depth) = (16, 64, 2)
    settings.normalization = .none
    let generator = try MLP.makeGenerator(
      settings,
      for: SampleShape([2]),
      using: Random(seed: 1)
    )
    #expect(try generator.parameterCount() == (16 + 1) * 64 + 65 * 64 + 65 * 2)
  }

  @Test func mlpMakesImagesInTheRangeOfTanh() throws {
    let random = try Random(seed: 1)
    let generator = try MLP.makeGenerator(
      GeneratorConfiguration(),
      for: SampleShape([1, 8, 8]),
      using: random
    )
    let images = try generator.forward(random.normal([3, 64]), mode: .inference)
    #expect(try images.shape == [3, 1, 8, 8])
    #expect(try images.abs().max().item() < 1)
  }

  @Test func everyNameOfTheConfigurationIsBuiltIn() {
    for name in ArchitectureName.allCases { #expect(ArchitectureCatalog.named(name) != nil) }
  }
}
