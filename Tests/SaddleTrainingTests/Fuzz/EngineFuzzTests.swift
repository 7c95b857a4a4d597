// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleData
import SaddleHealth
import SaddleImage
import SaddleRunsSamples
import SaddleSettings
import SaddleText
import SaddleTorch
import SaddleTraining
import Testing

@testable import SaddleDataSamples
@testable import SaddleEngineSamples
@testable import SaddleEvaluation

/// Broken pictures, arrays, sets, configurations and checkpoints are refused, and break no promise:
/// the beginning of what `make fuzz-count` reads.
@Suite struct EngineFuzzTests {
  static let formats = (FuzzTarget.data + FuzzTarget.engine).map(\.format)

  private static func target(_ format: String) throws -> FuzzTarget {
    try #require((FuzzTarget.data + FuzzTarget.engine).first { $0.format == format })
  }

  @Test(arguments: formats)
  func brokenInputsBreakNoPromise(_ format: String) throws {
    let target = try Self.target(format)
    #expect(!target.seeds.isEmpty && !target.seeds.contains([]) || format == "gz")
    for seed in target.seeds { try target.read(seed) }
    var random = SplitMix64(seed: 7)
    for _ in 0..<200 { try target.read(target.input(using: &random)) }
  }

  /// What reads a format, and throws what it refuses, which a target keeps to itself.
  private static let readers: [String: @Sendable ([UInt8]) throws -> Void] = [
    "png": { _ = try ImageDecoder.decode($0, limits: limits) },
    "jpeg": { _ = try ImageDecoder.decode($0, limits: limits) },
    "gz": { seed in
      let isWhole = try Gzip.unpack(seed, maximumBytes: 1 << 16).isWhole
      #expect(isWhole)
    },
    "idx": { seed in
      let file = try IDXFile(seed, maximumBytes: 1 << 20)
      #expect(!file.bytes.isEmpty)
    },
    "font": { seed in
      let glyphs = try FontReader(seed).glyphs
      #expect(glyphs.count == 4)
    },
    "data-manifest.json": { _ = try JSONDecoder().decode(DataManifest.self, from: Data($0)) },
    "yaml": { _ = try Configuration.read(yaml: String(decoding: $0, as: UTF8.self), file: "f") },
    "override": { seed in
      let text = String(decoding: seed, as: UTF8.self)
      _ = try Configuration.read(yaml: "", file: "f", overrides: [text])
    },
    "safetensors": { seed in
      let tensors = try SafeTensors.decode(Data(seed)).tensors
      #expect(!tensors.entries.isEmpty)
      if seed == ArchiveSamples.tensors[0] { _ = try ReferenceFile.decode(Data(seed)) }
    },
    "npy": { seed in
      let array = try NumpyArray(seed)
      if array.text == nil { _ = try array.tensor() }
    },
    "npz": { seed in
      if seed == ArchiveSamples.features {
        _ = try FeatureFile.read(seed, path: "a.npz", needsStatistics: true)
      } else {
        _ = try StatisticsFile(seed, path: "a.npz")
      }
    },
    "manifest": { #expect(CheckpointManifest(decoding: Data($0)) != nil) },
    "state.json": { seed in
      let state = try JSONDecoder().decode(CheckpointState.self, from: Data(seed))
      #expect(state.monitor?.games.isEmpty == false)
    },
  ]

  private static let limits = ImageLimits(maximumPixels: 1000)

  /// A refused seed would break no promise, either, and what is made of it would be refused, too.
  @Test(arguments: formats)
  func seedsAreRead(_ format: String) throws {
    let read = try #require(Self.readers[format], "nobody reads \(format)")
    let target = try Self.target(format)
    try #require(!target.seeds.isEmpty)
    for seed in target.seeds { try read(seed) }
  }

  /// What fuzzing begins with is read, not refused.
  @Test func picturesToBeginWithAreWhole() throws {
    #expect(PictureSamples.pngs.count == 4 && PictureSamples.jpegs.count == 5)
    for file in PictureSamples.pngs + PictureSamples.jpegs {
      let image = try ImageDecoder.decode(file, limits: ImageLimits(maximumPixels: 100))
      #expect(image.width == 9 && image.height == 7)
    }
    var random = SplitMix64(seed: 1)
    let made = (0..<500).map { _ in PictureSamples.png(&random) }
    let whole = made.count { (try? ImageDecoder.decode($0, limits: Self.limits)) != nil }
    #expect((100..<500).contains(whole), "\(whole) of 500")
  }
}
