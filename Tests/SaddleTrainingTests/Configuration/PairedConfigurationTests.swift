// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import Testing

@testable import SaddleSettings

/// What task paired needs, and what it has no place for.
@Suite struct PairedConfigurationTests {
  private static let base = """
    task: paired
    data: {source: folder, path: x}
    generator: {architecture: unet}
    discriminator: {architecture: patchgan}
    """

  private func problems(_ overrides: [String], _ yaml: String = base) -> [String] {
    do throws(ConfigurationError) {
      let loaded = try Configuration.read(yaml: yaml, file: "x.yaml", overrides: overrides)
      return loaded.warnings.map(\.description)
    } catch { return error.problems.map(\.description) }
  }

  @Test(arguments: [
    (["task=unpaired"], "unknown value `unpaired`"),
    (
      ["generator.architecture=dcgan"], "dcgan can't be the generator of task paired; allowed: unet"
    ),
    (
      ["discriminator.architecture=unet"],
      "unet can't be the discriminator of task paired; allowed: mlp, dcgan, resnet, pggan, patchgan"
    ),
    (["data.source=fashion-mnist"], "fashion-mnist has no pairs; allowed with task paired: folder"),
    (["data.size=48"], "unet can't make images of 48 pixels; allowed: a multiple of 32"),
    (
      ["data.size=32", "discriminator.depth=4"],
      "a patchgan of depth 4 leaves no score of 32 pixels; allowed: 0 to 3"
    ),
    (["regularizers.r1.gamma=1"], "regularizers.r1.gamma is for task unconditional; leave it at 0"),
    (["training.discriminatorSteps=2"], "training.discriminatorSteps is for task unconditional"),
    (["augmentation.transforms=[mirror]"], "augmentation.transforms is for task unconditional"),
    (["schedules=[training.topK linear to 0.5]"], "training.topK is for task unconditional"),
    (
      ["training.updates=unrolled"],
      "unrolled updates are for task unconditional; allowed with paired"
    ),
    (["paired.targets=x"], "is data.path itself: every picture would be its own target"),
    (["data.source=emoji-pairs", "data.path=null", "paired.targets=y"], "has pairs of its own"),
    (
      ["evaluation.every=5", "evaluation.metrics=[psnr]", "data.heldOut=0"],
      "set data.heldOut above 0"
    ),
    (["paired.reconstruction=-1"], "out of range"),
    (["paired.direction=left"], "unknown value `left`"),
    (["generator.spectralNorm=true"], "unet has none"),
  ])
  func eachIsNamed(_ overrides: [String], _ wanted: String) {
    let found = problems(overrides)
    #expect(found.contains { $0.contains(wanted) }, "\(found)")
  }

  @Test(arguments: [
    (["data.source=emoji-pairs"], "its pictures are pairs: set task to paired"),
    (["generator.architecture=unet"], "unet can't be the generator of task unconditional"),
    (["discriminator.architecture=patchgan"], "patchgan can't be the discriminator"),
    (["paired.reconstruction=10"], "has no effect: task is unconditional"),
    (["evaluation.every=5", "evaluation.metrics=[l1]"], "l1 compares with targets"),
    (["generator.normalization=instance"], "is for unet and patchgan"),
    (["generator.dropout=0.5"], "dropout is unet's"),
  ])
  func withoutTheTaskItsKeysAreNamed(_ overrides: [String], _ wanted: String) {
    let images =
      "data: {source: folder, path: x}\ngenerator: {architecture: dcgan}\n"
      + "discriminator: {architecture: dcgan}\n"
    let found = problems(overrides, images)
    #expect(found.contains { $0.contains(wanted) }, "\(found)")
  }

  @Test func aWholeOneHasNoProblemAndOldFilesHaveTheOldTask() throws {
    #expect(problems([]).isEmpty)
    #expect(
      problems(["paired.targets=y", "paired.direction=BtoA", "objective=leastSquares"]).isEmpty
    )
    #expect(problems(["schedules=[paired.reconstruction linear to 10]"]).isEmpty)
    #expect(try Configuration.read(yaml: "seed: 1", file: "x").configuration.task == .unconditional)
  }

  /// One pair a batch has no statistics of a batch: each image's own are taken, as in the reference.
  @Test func normalizationFollowsTheBatch() throws {
    func resolved(_ overrides: [String]) throws -> Configuration {
      try Configuration.read(yaml: Self.base, file: "x", overrides: overrides).configuration
    }
    let (one, many) = (try resolved(["training.batchSize=1"]), try resolved([]))
    #expect(one.generator.normalization == .instance)
    #expect(one.discriminator.normalization == .instance)
    #expect(many.generator.normalization == .batch && many.discriminator.normalization == .batch)
    let spectral = try resolved(["discriminator.spectralNorm=true"])
    #expect(spectral.discriminator.normalization == .none)
  }
}
