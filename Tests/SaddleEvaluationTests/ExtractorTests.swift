// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleImage
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct ExtractorTests {
  /// The package's root, two folders above this target's.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func lite0() throws -> URL {
    let engine = try #require(ProcessInfo.processInfo.environment["SADDLE_ENGINE"])
    return URL(filePath: engine).appending(path: "models/efficientnet-lite0.safetensors")
  }

  /// Where scikit-image keeps its photographs: in the Python of SADDLE_PYTHON, or Debian's.
  private static func photographs() -> String? {
    let environment = ProcessInfo.processInfo.environment
    var folders = [
      environment["SADDLE_PHOTOGRAPHS"] ?? "", "/usr/lib/python3/dist-packages/skimage/data",
    ]
    if let python = environment["SADDLE_PYTHON"] {
      let libraries = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "lib").path
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
      folders += versions.map { "\(libraries)/\($0)/site-packages/skimage/data" }
    }
    return folders.first { FileManager.default.isReadableFile(atPath: $0 + "/chelsea.png") }
  }

  /// Three photographs and the ImageNet classes they belong to: cats, espresso, missile or rocket.
  @Test func lite0NamesThePhotographs() throws {
    let cases = [
      ("chelsea.png", [281, 282, 285]), ("coffee.png", [967]), ("rocket.jpg", [657, 744]),
    ]
    guard let folder = Self.photographs() else {
      print("skipped: the photographs of scikit-image aren't installed")
      return
    }
    let network = try EfficientNetLite0(file: lite0(), size: 224)
    for (name, classes) in cases {
      let image = try ImageDecoder.decode(path: "\(folder)/\(name)")
        .converted(toChannels: 3).fitted(width: 224, height: 224, fit: .cover, background: .white)
      let scores = try #require(try network.extract(ImageBatch([image])).scores)
      #expect(classes.contains(try Int(scores.argmax(1).item())), "\(name)")
    }
  }

  @Test func lite0GivesItsFeaturesForAnySizeAndChannel() throws {
    let network = try EfficientNetLite0(file: lite0())
    let batch = try ImageBatch(
      pixels: Random(seed: 1).integers([2, 1, 30, 50], in: 0..<256).to(.uint8)
    )
    let extraction = try network.extract(batch)
    #expect(try extraction.features.shape == [2, 1280])
    #expect(try extraction.scores?.shape == [2, 1000])
    #expect(network.identity.hash.count == 64 && network.identity.resize == "clean 128x128")
  }

  @Test func aFileOfOtherWeightsIsNamed() throws {
    let file = TemporaryFolder.root.appending(path: "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    var state = StateDictionary()
    state["x"] = try Tensor.ones([2])
    try SafeTensors.encode(state).write(to: file)
    let error = #expect(throws: EvaluationError.self) { try EfficientNetLite0(file: file) }
    #expect(error?.message.contains("_conv_stem.weight") == true)
    #expect(throws: EvaluationError.self) { try InceptionExtractor(file: file) }
    #expect(throws: EvaluationError.self) { try SmallClassifier(file: file) }
  }

  @Test func pixelsAreTheRowsOfAnImage() throws {
    let image = try Image(width: 2, height: 1, channels: 3, pixels: [255, 0, 51, 0, 255, 102])
    let features = try PixelExtractor().extract(ImageBatch([image])).features
    let values: [Float] = try features.array()
    #expect(zip(values, [1, 0, 0, 1, 0.2, 0.4]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func theSmallClassifierLearnsAndComesBackFromItsFile() throws {
    let random = try Random(seed: 3)
    let labels: [Int] = try random.integers([512], in: 0..<2).array()
    let bright = try Tensor(labels.map { Float($0) * 120 + 40 }, shape: [512, 1, 1, 1])
    let noise = try random.uniform([512, 1, 28, 28], low: -40, high: 40)
    let images = try ImageBatch(pixels: (bright + noise).clamped(low: 0, high: 255).to(.uint8))
    let network = try SmallClassifier.trained(on: images, labels: labels)
    let scores = try #require(try network.extract(images).scores)
    let answers: [Int] = try scores.argmax(1).array()
    #expect(zip(answers, labels).count { $0 == $1 } > 500)
    let file = TemporaryFolder.root.appending(path: "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try network.encoded().write(to: file)
    #expect(try SmallClassifier(file: file).identity == network.identity)
    var damaged = try network.encoded()
    damaged[damaged.count - 9] ^= 1
    try damaged.write(to: file)
    let error = #expect(throws: EvaluationError.self) { try SmallClassifier(file: file) }
    #expect(error?.message.contains("checksum") == true)
  }

  @Test func bytesOfOutputsAreRoundedAndNonFiniteOnesRefused() throws {
    let batch = try ImageBatch(output: Tensor([Float(-2), -1, 0, 1], shape: [1, 1, 2, 2]))
    #expect(try batch.pixels.array(of: Int.self) == [0, 0, 128, 255])
    let broken = try Tensor([Float.nan], shape: [1, 1, 1, 1])
    #expect(throws: EvaluationError.self) { try ImageBatch(output: broken) }
  }
}
