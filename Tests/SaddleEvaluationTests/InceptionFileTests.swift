// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleEvaluation

/// What the option for the Inception network takes.
///
/// NVIDIA's own file can't be had here: a small network with the same `forward` stands for it.
@Suite struct InceptionFileTests {
  private func write(_ data: Data) throws -> String {
    let file = TemporaryFolder.root.appending(path: "\(UUID()).pt")
    try data.write(to: file)
    return file.path
  }

  private func detector() throws -> String {
    try write(#require(Data(base64Encoded: TinyDetector.base64, options: .ignoreUnknownCharacters)))
  }

  private func expectNear(_ tensor: Tensor, _ expected: [Double], _ tolerance: Double) throws {
    let values: [Double] = try tensor.array()
    #expect(values.count == expected.count)
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance })
  }

  /// Tolerance: float32 of numbers up to 3.
  @Test func aTorchScriptFileGivesPyTorchsNumbers() throws {
    let path = try detector()
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try InceptionFile.kind(of: path) == .torchScript)
    let network = try InceptionFile.extractor(trusting: path)
    #expect(network.identity.name == "inception" && network.identity.hash.count == 64)
    #expect(network.identity.featureSize == 5 && network.identity.classes == 4)
    let batch = try ImageBatch(pixels: Tensor(TinyDetector.pixels, shape: [2, 3, 2, 2]))
    let extraction = try network.extract(batch)
    try expectNear(extraction.features, TinyDetector.features, 1e-5)
    let scores = try #require(extraction.scores)
    try expectNear(scores.softmax(1), TinyDetector.probabilities, 1e-5)
    #expect(try network.extract(batch, wantsScores: false).scores == nil)
  }

  @Test func grayImagesAreMadeColor() throws {
    let path = try detector()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = try InceptionFile.extractor(trusting: path)
    let gray = try ImageBatch(pixels: Tensor.full([1, 1, 3, 3], 128).to(.uint8))
    #expect(try network.extract(gray).features.array(of: Double.self) == [0, 0, 0, 0, 0])
  }

  @Test func itResizesByItselfAndSaysSo() throws {
    let path = try detector()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: EvaluationError.self) {
      try InceptionFile.extractor(trusting: path, resize: .clean)
    }
    #expect(error?.code == .option && error?.message.contains("--resize") == true)
  }

  @Test func pickledWeightsAreNamedWithTheCommandThatConvertsThem() throws {
    // Both of PyTorch's formats by their first bytes: the sequential one, and an archive of weights.
    let sequential = try write(Data([0x80, 0x02, 0x8A, 0x0A]))
    let archive = try write(Data(ZipArchive.write([("weights/data.pkl", [0x80, 2])])))
    for path in [sequential, archive] {
      defer { try? FileManager.default.removeItem(atPath: path) }
      let error = #expect(throws: EvaluationError.self) { try InceptionFile.kind(of: path) }
      #expect(error?.message.contains(path) == true)
      #expect(error?.message.contains("Scripts/convert_weights.py") == true)
    }
  }

  @Test func whatIsNoneOfThemIsNamed() throws {
    #expect(throws: EvaluationError.self) { try InceptionFile.kind(of: "/nowhere.pt") }
    let empty = try write(Data())
    defer { try? FileManager.default.removeItem(atPath: empty) }
    let error = #expect(throws: (any Error).self) { try InceptionFile.extractor(trusting: empty) }
    #expect(error.map { "\($0)".contains(empty) } == true)
  }
}
