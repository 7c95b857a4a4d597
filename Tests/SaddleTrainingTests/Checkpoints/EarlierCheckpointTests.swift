// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A run that Saddle 0.1 began: `Fixtures/run-of-0.1`, six steps, and what they came to at the ninth.
///
/// Optimistic updates inside lookahead, a lazy R1, LeCam, path length, historical averaging,
/// instance noise, spectral norm, two schedules, an average: everything that keeps a state.
@Suite struct EarlierCheckpointTests {
  private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/run-of-0.1").path

  /// What a tensor is called now: regularizers were numbered by their places.
  private static func nameNow(_ name: String) -> String {
    let places = [
      ("regularizers.1.", "regularizers.leCam."), ("regularizers.2.", "regularizers.pathLength."),
      ("regularizers.3.", "regularizers.historicalAveraging."),
    ]
    for (then, now) in places where name.hasPrefix(then) {
      return now + name.dropFirst(then.count)
    }
    return name
  }

  private func run() throws -> RunDirectory {
    let run = try TinyRun.copy(of: Self.fixture)
    try FileManager.default.removeItem(atPath: run.checkpoints + "/9")
    return run
  }

  @Test func itGoesOnAsTheProgramThatBeganIt() throws {
    let run = try run()
    let stored = try Configuration.load(run.configuration).configuration
    let trainer = try Trainer(configuration: stored, run: run, from: 6, clock: { 1e9 })
    #expect(try trainer.train() == .finished)
    for file in ["generator", "ema", "rules"] {
      func read(_ folder: String) throws -> StateDictionary {
        let url = URL(fileURLWithPath: "\(folder)/checkpoints/9/\(file).safetensors")
        return try SafeTensors.decode(Data(contentsOf: url)).tensors
      }
      let (wanted, found) = (try read(Self.fixture), try read(run.path))
      let now = wanted.names.map(Self.nameNow)
      #expect(Set(now) == Set(found.names))
      for (name, (_, tensor)) in zip(now, wanted.entries) {
        let other = try #require(found[name])
        // Another machine's vector instructions may round differently.
        let distance: Double = try (tensor - other).abs().max().item()
        #expect(distance < 1e-5, "\(file) \(name)")
      }
    }
  }

  @Test func itsFilesHaveTheNamesThatTheyHaveNow() throws {
    let run = try run()
    let names = try FileManager.default.contentsOfDirectory(atPath: run.checkpoints + "/6")
    let setup = try TrainingSetup(Configuration.load(run.configuration).configuration)
    let known = Set(setup.game.parts.map { $0.name + ".safetensors" })
    #expect(
      Set(names) == known.union(["config.yaml", "manifest.json", "state.json"])
    )
  }
}
