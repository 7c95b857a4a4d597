// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct EvaluationTests {
  private struct Killed: Error {}

  private let data: String

  init() throws { data = try TinyImages.data() }

  @discardableResult
  private func train(
    _ run: RunDirectory,
    _ evaluator: ScriptedEvaluator = ScriptedEvaluator(),
    _ overrides: [String] = [],
    from checkpoint: Int? = nil,
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> Trainer {
    let trainer = try Trainer(
      configuration: TinyImages.configuration(data, overrides),
      run: run,
      from: checkpoint,
      evaluator: evaluator,
      clock: { 1e9 }
    )
    _ = try trainer.train(report: events)
    return trainer
  }

  /// Trains until the evaluator breaks off, and lets the run go.
  private func stop(
    _ run: RunDirectory,
    _ evaluator: ScriptedEvaluator,
    from checkpoint: Int? = nil
  ) throws -> TrainingOutcome {
    let trainer = try Trainer(
      configuration: TinyImages.configuration(data),
      run: run,
      from: checkpoint,
      evaluator: evaluator,
      clock: { 1e9 }
    )
    return try trainer.train(stop: StopRequest(listens: false))
  }

  private func steps(_ run: RunDirectory) -> [Int] {
    CheckpointStore(folder: run.checkpoints, keep: 1).steps()
  }

  @Test func valuesStandInTheEventFileAtTheirSteps() throws {
    let run = TinyRun.folder()
    let evaluator = ScriptedEvaluator([6, 5, 4, 3, 2, 1])
    try train(run, evaluator)
    let expected = [5: 6.0, 10: 5, 15: 4, 20: 3, 25: 2, 30: 1]
    #expect(try TinyImages.values(.metricKID, of: run) == expected)
    #expect(try TinyImages.values(.metricFID, of: run) == expected.mapValues { 2 * $0 })
    #expect(evaluator.opened == [[1, 8, 8]])
    #expect(evaluator.realCount == 100)
    #expect(evaluator.fakeCounts == Array(repeating: 100, count: 6))
    let bytes = try #require(FileManager.default.contents(atPath: run.events))
    #expect(bytes.range(of: Data("metrics/kid 6.0 found by abc".utf8)) != nil)
  }

  /// The best, of step 10, is saved then, though checkpoints are due every 6 steps and one is kept.
  @Test func theBestCheckpointIsSavedAndKept() throws {
    let run = TinyRun.folder()
    try train(run, ScriptedEvaluator([6, 1, 4, 3, 2, 5]))
    #expect(steps(run) == [10, 30])
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    #expect(try store.step(of: .best) == 10)
    #expect(try store.step(of: .newest) == 30)
    let record = try RunRecord.read(run.record)
    let best = RunRecord.Best(step: 10, metric: "metrics/kid", value: 1, fingerprint: "abc")
    #expect(record.best == best)
    #expect(throws: CheckpointStore.Missing.self) { try store.step(of: .step(12)) }
  }

  @Test(arguments: [6, 10, 12, 24])
  func resumingGivesTheBytesOfAnUninterruptedRun(interrupted: Int) throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    try train(whole)
    try train(parts, ScriptedEvaluator(), ["training.steps=\(interrupted)"])
    try train(parts, from: interrupted)
    #expect(try TinyRun.files(of: whole, step: 30) == TinyRun.files(of: parts, step: 30))
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
    #expect(steps(whole) == steps(parts))
  }

  /// As if the process were killed in the middle of the third evaluation, that of step 15.
  @Test func beingKilledDuringAnEvaluationChangesNothing() throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    try train(whole)
    var copy: RunDirectory?
    try train(parts) { event in
      guard case .evaluating(let progress) = event, progress.done == 64, copy == nil,
        steps(parts).last == 12
      else { return }
      copy = try? TinyRun.copy(of: parts.path)
      if let lock = copy?.lock { try? FileManager.default.removeItem(atPath: lock) }
    }
    let killed = try #require(copy)
    let newest = try #require(steps(killed).last)
    #expect(newest == 12)
    try train(killed, from: newest)
    #expect(try TinyRun.files(of: whole, step: 30) == TinyRun.files(of: killed, step: 30))
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: killed))
  }

  /// Asked to stop in the evaluation of that step: it is saved at once, and measured by who goes on.
  @Test(arguments: [5, 15, 30])
  func beingStoppedDuringAnEvaluationChangesNothing(step: Int) throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    try train(whole)
    let evaluator = ScriptedEvaluator()
    evaluator.canceled = step / 5
    #expect(try stop(parts, evaluator) == .stopped(step: step, reason: "signal 0"))
    #expect(steps(parts).last == step)
    #expect(try TinyImages.values(.metricKID, of: parts)[step] == nil)
    // A second time, too: nothing is done yet.
    if step == 15 {
      let again = ScriptedEvaluator()
      again.canceled = 1
      #expect(try stop(parts, again, from: step) == .stopped(step: step, reason: "signal 0"))
    }
    try train(parts, from: step)
    #expect(try TinyRun.files(of: whole, step: 30) == TinyRun.files(of: parts, step: 30))
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
    #expect(steps(whole) == steps(parts))
  }

  @Test func evaluatingLeavesTheTrainingAsItIs() throws {
    let (with, without) = (TinyRun.folder(), TinyRun.folder())
    try train(with)
    try train(without, ScriptedEvaluator(), ["evaluation.every=0"])
    for file in ["generator", "discriminator", "optimizer.generator", "random", "ema"] {
      let name = file + ".safetensors"
      #expect(
        try TinyRun.files(of: with, step: 30)[name] == TinyRun.files(of: without, step: 30)[name]
      )
    }
  }

  @Test func anEvaluationThatFailsIsReportedAndTrainingGoesOn() throws {
    let run = TinyRun.folder()
    var warnings: [String] = []
    try train(run, ScriptedEvaluator([6, nil, 4, 7, 8, 9])) { event in
      if case .warning(let text) = event { warnings.append(text) }
    }
    #expect(warnings.count == 1 && warnings[0].contains("no evaluation at step 10"))
    #expect(try TinyImages.values(.metricKID, of: run)[10] == nil)
    #expect(steps(run) == [15, 30])
  }

  /// The learning rate drops where the metric has not improved for two evaluations.
  @Test func aPlateauFollowsTheFirstMetric() throws {
    let run = TinyRun.folder()
    let line = "optimizer.generator.learningRate plateau factor 0.1 patience 2"
    try train(
      run,
      ScriptedEvaluator([6, 5, 5, 5, 5, 5]),
      ["schedules=[\"\(line)\"]", "logging.every=1"]
    )
    let rates = try TinyImages.values(.learningRateGenerator, of: run)
    let (early, late) = (try #require(rates[20]), try #require(rates[30]))
    #expect(late < early * 0.11)
    #expect(rates[10] == early)
  }

  @Test func whatNothingCanMeasureIsAProblemBeforeTheRunExists() throws {
    let run = TinyRun.folder()
    let missing = ["evaluation.extractor=inception", "evaluation.weights=nowhere.safetensors"]
    let error = #expect(throws: ConfigurationError.self) {
      _ = try Trainer(configuration: TinyImages.configuration(data, missing), run: run)
    }
    #expect(error?.problems.first?.key == "evaluation.weights")
    #expect(!FileManager.default.fileExists(atPath: run.path))
  }

  /// `import SaddleTraining` is enough to measure while training: no program has to bring the metrics.
  @Test func theLibraryMeasuresByItself() throws {
    let run = TinyRun.folder()
    let configuration = try TinyImages.configuration(data, ["training.steps=5"])
    let cache = try TemporaryFolder()
    let own = TrainingEvaluator(configuration, cacheFolder: cache.url.path)
    let trainer = try Trainer(configuration: configuration, run: run, evaluator: own)
    _ = try trainer.train()
    #expect(try TinyImages.values(.metricKID, of: run).keys.sorted() == [5])
    #expect(try TinyImages.values(.metricFID, of: run)[5].map { $0 > 0 } == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.url.path).count == 1)
    let other = try Trainer(configuration: configuration, run: TinyRun.folder())
    #expect(other.evaluator is TrainingEvaluator)
  }

  /// A bit of the kept statistics flips on the disk: they are made again, and the measures stay.
  @Test func aDamagedCacheIsMadeAgain() throws {
    let configuration = try TinyImages.configuration(data, ["training.steps=5"])
    let cache = try TemporaryFolder()
    func measured() throws -> [Double] {
      let run = TinyRun.folder()
      let own = TrainingEvaluator(configuration, cacheFolder: cache.url.path)
      _ = try Trainer(configuration: configuration, run: run, evaluator: own).train()
      return try [Signal.metricKID, .metricFID].compactMap { try TinyImages.values($0, of: run)[5] }
    }
    let whole = try measured()
    #expect(whole.count == 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.url.path)
    let file = cache.url.appending(path: try #require(names.first))
    let bytes = try Data(contentsOf: file)
    var damaged = bytes
    // The highest byte of a number: its exponent.
    damaged[damaged.count - 1] ^= 0x40
    try damaged.write(to: file)
    #expect(try measured() == whole)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func theFirstNumberDecidesAndTheNextBetweenEquals() throws {
    func values(_ modes: Double, _ share: Double) -> [MeasuredValue] {
      [
        MeasuredValue(signal: .metricModes, value: modes),
        MeasuredValue(signal: .metricHighQuality, value: share),
      ]
    }
    let best = try #require(BestEvaluation(values(8, 0.5), step: 1))
    #expect(best.isBeaten(by: values(8, 0.6)))
    #expect(!best.isBeaten(by: values(8, 0.5)))
    #expect(!best.isBeaten(by: values(7, 0.9)))
    #expect(!best.isBeaten(by: values(.nan, 0.9)))
    #expect(BestEvaluation(values(.nan, 0), step: 1) == nil)
    #expect(best.isBeaten(by: [MeasuredValue(signal: .metricKID, value: 9)]))
  }
}
