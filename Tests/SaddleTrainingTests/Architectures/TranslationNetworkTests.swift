// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// U-Net and PatchGAN against counts, names and geometry of the reference implementation
/// (junyanz/pytorch-CycleGAN-and-pix2pix@000f298, networks.py, instantiated in PyTorch).
@Suite struct TranslationNetworkTests {
  private func unet(_ change: (inout UNet.Settings) -> Void = { _ in }) throws -> UNet {
    var settings = UNet.Settings()
    change(&settings)
    return try UNet(settings, using: Random(seed: 1))
  }

  private func patch(_ change: (inout PatchGAN.Settings) -> Void = { _ in }) throws -> PatchGAN {
    var settings = PatchGAN.Settings()
    change(&settings)
    return try PatchGAN(settings, using: Random(seed: 1))
  }

  @Test func uNetHasTheReferencesParameterCounts() throws {
    #expect(try unet().parameterCount() == 54_413_955)
    #expect(
      try unet {
        $0.inputs = 1
        $0.outputs = 1
      }.parameterCount() == 54_407_809
    )
    #expect(try unet { $0.normalization = .instance }.parameterCount() == 54_409_603)
    #expect(try unet { $0.levels = 7 }.parameterCount() == 41_828_995)
  }

  @Test func patchGANHasTheReferencesParameterCounts() throws {
    #expect(try patch().parameterCount() == 2_768_705)
    for (inputs, count) in [(3, 2_765_633), (2, 2_764_609), (1, 2_763_585)] {
      #expect(try patch { $0.inputs = inputs }.parameterCount() == count)
    }
    #expect(
      try patch {
        $0.inputs = 3
        $0.normalization = .instance
      }.parameterCount() == 2_764_737
    )
    #expect(try patch { $0.levels = 0 }.parameterCount() == 9_024)
  }

  @Test func tensorsAreNamedAsInTheReference() throws {
    let names = try unet {
      $0.levels = 5; $0.width = 2
    }.stateDictionary().names
    #expect(names.first == "model.model.0.weight")
    #expect(names.contains("model.model.1.model.1.weight"))
    #expect(names.contains("model.model.1.model.2.running_mean"))
    #expect(names.contains("model.model.1.model.3.model.3.model.3.model.3.weight"))
    #expect(names.suffix(2) == ["model.model.3.weight", "model.model.3.bias"])
    let scores = try patch { $0.width = 2 }.stateDictionary().names
    #expect(scores.first == "model.0.weight")
    #expect(scores.contains("model.3.num_batches_tracked"))
    #expect(scores.suffix(2) == ["model.11.weight", "model.11.bias"])
  }

  @Test func imagesKeepTheirSizeAndReachTheOutputAcross() throws {
    let network = try unet {
      $0.levels = 6
      $0.width = 2
      $0.inputs = 1
      $0.outputs = 3
    }
    let input = try Random(seed: 2).normal([2, 1, 64, 64])
    let output = try network(input, mode: .training)
    #expect(try output.shape == [2, 3, 64, 64])
    #expect(try output.abs().max().item() <= 1)
    #expect(network.modules().contains { $0.module.mixesBatch })
  }

  /// A score of three levels sees 70x70 pixels and no more; 256 pixels give 30x30 scores.
  @Test func aScoreSeesItsPatchOnly() throws {
    let network = try patch {
      $0.inputs = 1
      $0.width = 2
    }
    let image = try Random(seed: 3).normal([1, 1, 256, 256]).requiringGrad()
    let scores = try network(image, mode: .inference)
    #expect(try scores.shape == [1, 1, 30, 30])
    let one = try scores.narrowed(15, length: 1, along: 2).narrowed(15, length: 1, along: 3)
    let slope = try grad([one.sum()], [image])[0].abs()
    for dimension in [2, 3] {
      let seen: [Float] = try slope.sum(0, 1, dimension == 2 ? 3 : 2).array()
      #expect(seen.count { $0 > 0 } == 70)
    }
  }

  @Test func withoutLevelsEachPixelIsJudged() throws {
    let network = try patch {
      $0.width = 2
      $0.levels = 0
    }
    #expect(try network(Tensor.zeros([1, 6, 8, 8]), mode: .training).shape == [1, 1, 8, 8])
  }

  @Test func settingsThatCantBeAreRefused() throws {
    #expect(throws: TensorError.self) { try unet { $0.levels = 4 } }
    #expect(throws: TensorError.self) { try unet { $0.width = 0 } }
    #expect(throws: TensorError.self) { try patch { $0.levels = -1 } }
  }
}
