// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleEvaluation
import SaddleHealth
import SaddleImage
import SaddleRuns
public import SaddleRunsSamples
import SaddleSettings
import SaddleTorch
import SaddleTraining

extension FuzzTarget {
  /// What the engine's programs read: configurations, checkpoints, arrays.
  public static let engine: [FuzzTarget] = [
    FuzzTarget("yaml", isBinary: false, seeds: ConfigurationSamples.files, craft: configuration) {
      try readConfiguration($0)
    },
    FuzzTarget("override", isBinary: false, seeds: ConfigurationSamples.overrides) { input in
      let text = String(decoding: input, as: UTF8.self)
      _ = try? Configuration.read(yaml: "", file: "f", overrides: [text])
    },
    FuzzTarget("safetensors", isBinary: true, seeds: ArchiveSamples.tensors, craft: tensorFile) {
      input in
      _ = try? ReferenceFile.decode(Data(input))
      guard let contents = try? SafeTensors.decode(Data(input)) else { return }
      _ = try SafeTensors.encode(contents.tensors, metadata: contents.metadata)
    },
    FuzzTarget("npy", isBinary: true, seeds: ArchiveSamples.arrays, craft: ArchiveSamples.array) {
      input in
      _ = try? NumpyArray(input).tensor()
    },
    FuzzTarget("npz", isBinary: true, seeds: archives, craft: ArchiveSamples.archive) { input in
      _ = try? StatisticsFile(input, path: "a.npz")
      _ = try? FeatureFile.read(input, path: "a.npz", needsStatistics: true)
    },
    FuzzTarget("manifest", isBinary: false, seeds: [manifest], craft: manifestLike) { input in
      _ = CheckpointManifest.newerLayout(of: Data(input))
      guard let manifest = CheckpointManifest(decoding: Data(input)) else { return }
      _ = try manifest.encoded()
    },
    FuzzTarget("state.json", isBinary: false, seeds: [CheckpointSamples.state]) { input in
      guard let state = try? JSONDecoder().decode(CheckpointState.self, from: Data(input)) else {
        return
      }
      guard var monitor = state.monitor else { return }
      for step in 0..<4 {
        let observation = Observation(step: 1000 + step, [.lossGenerator: 1])
        _ = monitor.observe(GameObservation(observation: observation))
      }
      for game in monitor.games { _ = game.monitor.diagnosis().story }
    },
  ]

  private static let archives = [ArchiveSamples.statistics, ArchiveSamples.features]
  private static let tensorFile = ArchiveSamples.tensorFile
  private static let configuration = ConfigurationSamples.file
  private static let manifest = CheckpointSamples.manifest
  private static let manifestLike = CheckpointSamples.manifestLike

  /// What was read and written reads the same again: no number changes on the way.
  private static func readConfiguration(_ input: [UInt8]) throws {
    let text = String(decoding: input, as: UTF8.self)
    guard let read = try? Configuration.read(yaml: text, file: "f").configuration else { return }
    let again = try? Configuration.read(yaml: read.yaml(), file: "f").configuration
    guard again == read else { throw BrokenPromise("a configuration that changes when written") }
  }
}
