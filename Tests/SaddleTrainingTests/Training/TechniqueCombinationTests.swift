// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Techniques in pairs: each trains, or is refused with a reason before training starts.
@Suite struct TechniqueCombinationTests {
  static let techniques: [[String]] =
    ObjectiveName.allCases.map { ["objective=\($0.rawValue)"] }
    + UpdateOrder.allCases.map { ["training.updates=\($0.rawValue)"] }
    + [
      "regularizers.r1.gamma=1", "regularizers.r2.gamma=1",
      "regularizers.gradientPenalty.weight=0.1", "regularizers.dragan.weight=1",
      "regularizers.weightClipping.bound=0.1", "regularizers.labelSmoothing=0.1",
      "regularizers.orthogonal.discriminator=0.001", "regularizers.instanceNoise.sigma=0.1",
      "regularizers.latentConsistency.discriminator=1",
      "regularizers.latentConsistency.generator=0.1",
      "regularizers.leCam.weight=0.1", "regularizers.modeSeeking.weight=1",
      "regularizers.determinantalDiversity.weight=1", "regularizers.pathLength.weight=1",
      "regularizers.historicalAveraging.weight=1", "generator.spectralNorm=true",
      "discriminator.spectralNorm=true", "discriminator.powerIterations=3",
      "generator.normalization=batch", "discriminator.normalization=batch",
      "discriminator.packing=4", "discriminator.batchStatistics=deviation",
      "discriminator.batchStatistics=discrimination", "training.topK=0.5",
      "training.lookahead.every=2", "training.accumulate=2", "training.discriminatorSteps=2",
      "training.generatorSteps=2", "optimizer.generator.beta1=-0.3",
      "optimizer.discriminator.kind=sgd", "optimizer.generator.kind=rmsprop",
      "optimizer.generator.gradientClip.norm=1", "optimizer.discriminator.gradientClip.value=0.1",
      "optimizer.discriminator.gradientClip.adaptive=0.01", "ema.enabled=false",
      "schedules=[optimizer.*.learningRate cosine to 0 warmUp 2]",
      "generator.latentDistribution=uniform",
    ].map { [$0] }
    + [
      ["regularizers.r1.gamma=1", "regularizers.r1.interval=3"],
      ["generator.conditioning=concatenation", "discriminator.conditioning=concatenation"],
    ]

  /// Returns why the pair is refused, or nil after it has trained.
  private func refusal(_ set: [String]) throws -> String? {
    let configuration: Configuration
    do {
      configuration = try TinyRun.configuration(
        [
          "training.steps=3", "evaluation.every=0", "logging.samplesEvery=0",
          "regularizers.r1.gamma=0",
        ] + set
      )
    } catch let error as ConfigurationError {
      return error.description
    }
    let run = TinyRun.folder()
    defer { try? FileManager.default.removeItem(atPath: run.path) }
    let trainer = try Trainer(configuration: configuration, run: run)
    let outcome = try trainer.train()
    #expect(outcome == .finished)
    return nil
  }

  @Test(arguments: techniques)
  func eachTrains(_ set: [String]) throws {
    #expect(try refusal(set) == nil)
  }

  /// 80 of the pairs, others in each version of the list; the seed is fixed.
  @Test func pairsTrainOrAreRefused() throws {
    var random = RandomStream(seed: 2024)
    var refused = 0
    for _ in 0..<80 {
      let count = UInt64(Self.techniques.count)
      let first = Self.techniques[Int(random.next() % count)]
      let second = Self.techniques[Int(random.next() % count)]
      guard let reason = try refusal(first + second) else { continue }
      refused += 1
      // It names a key of the pair, as `KEY: ...`.
      let keys = (first + second).compactMap { $0.split(separator: "=").first }
      #expect(keys.contains { reason.contains("\($0): ") }, "\(first + second): \(reason)")
    }
    // Most techniques go together.
    #expect(refused < 30)
  }
}
