// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A run that trains in a blink: the ring, two networks of 16 units, every regularizer path.
enum TinyRun {
  static let yaml = """
    name: tiny
    seed: 5
    data: {source: ring, heldOut: 0.1}
    generator: {architecture: mlp, latentSize: 4, width: 16, depth: 1}
    discriminator: {architecture: mlp, width: 16, depth: 1}
    regularizers: {r1: {gamma: 0.1, interval: 2}}
    training: {steps: 60, batchSize: 16}
    ema: {decay: 0.9}
    logging: {every: 1, samplesEvery: 20, gridSize: 2}
    checkpoints: {every: 5, keep: 3}
    evaluation: {every: 10, metrics: [modes], samples: 100}
    """

  static func configuration(_ overrides: [String] = []) throws -> Configuration {
    try Configuration.read(yaml: yaml, file: "tiny.yaml", overrides: overrides).configuration
  }

  /// A run, or one that goes on; its clock stands still: what depends on time has the same bytes.
  static func trainer(
    _ set: [String],
    _ run: RunDirectory = folder(),
    from checkpoint: Int? = nil
  ) throws -> Trainer {
    try Trainer(configuration: configuration(set), run: run, from: checkpoint, clock: { 1000 })
  }

  /// A folder that has the configuration as `tiny.yaml`, for the program.
  static func programFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(yaml, to: "tiny.yaml")
    return folder
  }

  static func folder() -> RunDirectory {
    RunDirectory(
      TemporaryFolder.root
        .appendingPathComponent("saddle-\(UUID().uuidString)/tiny").path
    )
  }

  /// Copies the folder of a run to a new place.
  static func copy(of path: String) throws -> RunDirectory {
    let copy = folder()
    try FileManager.default.createDirectory(
      atPath: (copy.path as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true
    )
    try FileManager.default.copyItem(atPath: path, toPath: copy.path)
    return copy
  }

  /// Trains 20 steps at once, and the same in 15 and 5 by a second trainer.
  ///
  /// - Returns: All files of the last checkpoint of both, byte for byte.
  static func wholeAndResumed(
    _ set: [String]
  ) throws -> (whole: [String: Data], resumed: [String: Data]) {
    let (whole, parts) = (folder(), folder())
    func train(_ run: RunDirectory, _ steps: Int, from checkpoint: Int? = nil) throws {
      _ = try trainer(set + ["training.steps=\(steps)"], run, from: checkpoint).train()
    }
    try train(whole, 20)
    try train(parts, 15)
    try train(parts, 20, from: 15)
    return (try files(of: whole, step: 20), try files(of: parts, step: 20))
  }

  /// All files of a checkpoint, byte for byte.
  static func files(of run: RunDirectory, step: Int) throws -> [String: Data] {
    let folder = "\(run.checkpoints)/\(step)"
    var result: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      result[name] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    return result
  }

  /// A run's event file, byte for byte.
  static func events(of run: RunDirectory) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: run.events))
  }

  /// The files of networks, optimizers and random numbers of a checkpoint: whatever a run is made of.
  static func tensors(of run: RunDirectory, step: Int) throws -> [String: Data] {
    let files = try files(of: run, step: step).filter { $0.key.hasSuffix(".safetensors") }
    for name in ["generator", "discriminator", "optimizer.generator", "random", "ema"] {
      try #require(files["\(name).safetensors"] != nil, "\(name)")
    }
    return files
  }
}

extension TrainingSetup {
  /// The task that a run has by itself.
  var unconditional: UnconditionalSetup { get throws { try #require(task as? UnconditionalSetup) } }
  /// The one generator.
  var generator: Player { get throws { try game.players.player(.generator) } }
  /// The one discriminator.
  var discriminator: Player { get throws { try game.players.player(.discriminator) } }
}
