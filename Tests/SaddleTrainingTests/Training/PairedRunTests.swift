// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleImage
import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// `task: paired` from configuration to picture, by the trainer that knows nothing of pairs.
@Suite struct PairedRunTests {
  private func train(
    _ configuration: Configuration,
    _ run: RunDirectory,
    from checkpoint: Int? = nil
  ) throws -> Trainer {
    let trainer = try Trainer(
      configuration: configuration,
      run: run,
      from: checkpoint,
      clock: { 1e9 }
    )
    _ = try trainer.train()
    return trainer
  }

  @Test func itBeatsWhatTakesNoLearningAndEndsHealthy() throws {
    let run = TinyRun.folder()
    let configuration = try TinyPairs.configuration(
      TinyPairs.folder(),
      [
        "training.steps=120", "training.batchSize=8", "generator.dropout=0",
        "evaluation.every=30",
      ]
    )
    let trainer = try train(configuration, run)
    let made = try #require(trainer.setup.task.measure { _ in }.first)
    #expect(made.signal == .metricPSNR)
    #expect(made.baselines.map(\.name) == ["copying the input", "the mean target"])
    for baseline in made.baselines { #expect(made.value > baseline.value + 3, "\(made)") }
    let l1 = try #require(trainer.setup.task.measure { _ in }.last)
    #expect(l1.signal == .metricReconstruction)
    for baseline in l1.baselines { #expect(l1.value < 0.5 * baseline.value, "\(l1)") }
    #expect(try trainer.verdict().first?.hasPrefix("6 held-out pairs: L1 ") == true)
    #expect(try RunRecord.read(run.record).health == .healthy, "\(trainer.monitor?.findings ?? [])")
    #expect(DeclaredContext.read(run.path)?.task?.name == .paired)
    #expect(DeclaredContext.read(run.path)?.baselinePSNR == made.baselines.last?.value)
    #expect(DeclaredContext.read(run.path)?.decidingMetric == .metricPSNR)
  }

  /// Health sees the measures where the event file has them.
  @Test func measuresAndTermsAreRecorded() throws {
    let run = TinyRun.folder()
    _ = try train(TinyPairs.configuration(TinyPairs.folder()), run)
    #expect(try TinyImages.values(.metricPSNR, of: run).keys.sorted() == [5, 10, 15, 20])
    #expect(try TinyImages.values(.metricReconstruction, of: run).count == 4)
    let total = try TinyImages.values(.lossGenerator, of: run)
    let adversarial = try TinyImages.values(.lossGeneratorAdversarial, of: run)
    let distance = try TinyImages.values(.lossGeneratorReconstruction, of: run)
    #expect(total.count == 20)
    for (step, value) in total {
      let sum = (adversarial[step] ?? .nan) + (distance[step] ?? .nan)
      #expect(abs(value - sum) < 1e-3 * abs(value), "\(step)")
    }
    #expect(try RunRecord.read(run.record).best?.metric == "metrics/psnr")
  }

  /// With dropout and mirroring, whose random numbers must go on where they were.
  @Test(arguments: [5, 15])
  func resumingGivesTheBytesOfAnUninterruptedRun(interrupted: Int) throws {
    let path = try TinyPairs.folder()
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    _ = try train(TinyPairs.configuration(path), whole)
    _ = try train(TinyPairs.configuration(path, ["training.steps=\(interrupted)"]), parts)
    _ = try train(TinyPairs.configuration(path), parts, from: interrupted)
    #expect(try TinyRun.files(of: whole, step: 20) == TinyRun.files(of: parts, step: 20))
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
    // A run without findings has no such file.
    let findings = [whole, parts].map { FileManager.default.contents(atPath: $0.findings) }
    #expect(findings[0] == findings[1])
  }

  /// Input, output and target side by side: their places hold what belongs there.
  @Test func thePictureShowsInputOutputAndTarget() throws {
    let run = TinyRun.folder()
    let trainer = try train(TinyPairs.configuration(TinyPairs.folder()), run)
    let picture = try ImageDecoder.decode(path: FileName("\(run.samples)/20.png"))
    let cell = (picture.width - 2) / 3
    #expect(picture.width == 3 * cell + 2 && picture.height == 3 * cell + 2)
    let batch = try #require(try trainer.setup.data.heldOutBatch(size: 1))
    func pixel(_ column: Int) -> [Int] {
      let place = (2 * picture.width + column * cell + 2) * 3
      return picture.pixels[place..<place + 3].map(Int.init)
    }
    func wanted(_ half: Int) -> [Int] {
      (0..<3).map { channel in
        Int(((batch.values[(3 * half + channel) * 1024] + 1) * 127.5).rounded())
      }
    }
    #expect(pixel(0) == wanted(0))
    #expect(pixel(2) == wanted(1))
    #expect(pixel(1) != pixel(0) && pixel(1) != pixel(2))
  }

  @Test func theSamplerTranslatesHeldOutPairsAndNoMore() throws {
    let run = TinyRun.folder()
    let configuration = try TinyPairs.configuration(TinyPairs.folder())
    _ = try train(configuration, run)
    let sampler = try Sampler(
      configuration: configuration,
      store: CheckpointStore(folder: run.checkpoints, keep: 9),
      step: 20,
      seed: 1,
      usesAverage: true
    )
    var images: [Image] = []
    try sampler.forEachImage(count: 50) { images.append($1) }
    #expect(images.count == 6)
    #expect(sampler.available(50) == 6 && sampler.available(2) == 2)
    #expect(Set(images.map(\.pixels)).count == 6)
    #expect(sampler.makesImages && sampler.classNames == nil)
    #expect(try sampler.grid(side: 3).channels == 3)
    var targets: [Image] = []
    try sampler.realImages(100)?.forEachBatch { targets += $0 }
    #expect(targets.count == 18)
    #expect(targets.allSatisfy { $0.channels == 3 && $0.pixels[0] >= 20 && $0.pixels[1] >= 100 })
  }

  @Test func withoutHeldOutPairsNothingIsMeasuredAndTrainingPairsAreShown() throws {
    let path = try TinyPairs.folder(1)
    #expect(throws: DataError.self) {
      _ = try TrainingSetup(TinyPairs.configuration(path, ["training.batchSize=1"]))
    }
    let setup = try TrainingSetup(
      TinyPairs.configuration(
        path,
        [
          "training.batchSize=1", "evaluation.every=0", "evaluation.metrics=[]",
          "data.heldOut=0",
        ]
      )
    )
    #expect(try setup.task.measure { _ in }.isEmpty)
    #expect(try setup.task.verdict { _ in }.isEmpty)
    #expect(setup.task.sampleLimit == 1)
    #expect(try setup.task.picture().width > 0)
  }

  /// Which picture goes in is the configuration's choice.
  @Test func theDirectionTurnsPairsAround() throws {
    let path = try TinyPairs.folder()
    func input(_ overrides: [String]) throws -> [Float] {
      let setup = try TrainingSetup(TinyPairs.configuration(path, overrides))
      let batch = try setup.data.examples(from: 0, size: 1)
      return try PairedSetup.pairs(batch).input.contiguous().array()
    }
    let (there, back) = (try input([]), try input(["paired.direction=BtoA"]))
    #expect(there[0] < -0.9 && back[0] > 0.7)
  }
}

/// The measures of pairs against their definitions.
@Suite struct PairMeasuresTests {
  private func plain(_ values: [Float]) throws -> Tensor {
    try Tensor(values.flatMap { [Float](repeating: $0, count: 4) }, shape: [values.count, 1, 2, 2])
  }

  @Test func aConstantDifferenceHasItsClosedForm() throws {
    // 51 of 255 levels are 0.4 of -1...1; 20 log10(255 / 51) dB.
    let measures = try PairMeasures(plain([-0.6]), plain([-1]))
    #expect(abs(measures.l1 - 0.4) < 1e-6)
    #expect(abs(measures.psnr - 13.9794) < 1e-3)
  }

  /// The mean of each picture's ratio, not the ratio of the mean error.
  @Test func ratiosAreAveragedOverPictures() throws {
    let measures = try PairMeasures(plain([-0.6, 1]), plain([-1, 1]))
    #expect(abs(measures.psnr - (13.9794 + PairMeasures.perfect) / 2) < 1e-3)
    #expect(abs(measures.l1 - 0.2) < 1e-6)
    let parts = try [
      PairMeasures(plain([-0.6]), plain([-1])), PairMeasures(plain([1]), plain([1])),
    ]
    let together = try #require(PairMeasures.together(parts))
    #expect(abs(together.psnr - measures.psnr) < 1e-9 && together.count == 2)
    #expect(PairMeasures.together([]) == nil)
  }

  @Test func valuesBeyondTheRangeAreCutOffFor8Bits() throws {
    let measures = try PairMeasures(plain([3]), plain([1]))
    #expect(measures.psnr == PairMeasures.perfect)
    #expect(abs(measures.l1 - 2) < 1e-6)
  }
}
