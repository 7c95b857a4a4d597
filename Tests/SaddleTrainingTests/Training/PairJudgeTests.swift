// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleSettings
@testable import SaddleTraining

/// Looking at pairs and measuring them: a batch in memory, an end when asked, files that went bad.
@Suite struct PairJudgeTests {
  /// A source that notes how much is read at once, and may refuse to.
  private final class Watched: DataSource {
    let source: any DataSource
    var largest = 0
    var isBroken = false

    init(_ source: any DataSource) { self.source = source }

    var name: String { source.name }
    var exampleShape: [Int] { source.exampleShape }
    var exampleCount: Int? { source.exampleCount }
    var heldOutCount: Int? { source.heldOutCount }
    var classNames: [String]? { source.classNames }
    var fingerprint: String { source.fingerprint }
    var report: DataReport { source.report }
    var position: DataPosition {
      get { source.position }
      set { source.position = newValue }
    }

    private func noted(_ batch: Batch?) throws(DataError) -> Batch? {
      if isBroken { throw DataError(.damaged, "it is gone") }
      largest = max(largest, batch?.count ?? 0)
      return batch
    }

    func nextBatch(size: Int) throws(DataError) -> Batch { try source.nextBatch(size: size) }
    func heldOutBatch(size: Int) throws(DataError) -> Batch? {
      try noted(source.heldOutBatch(size: size))
    }
    func heldOutExamples(from start: Int, size: Int) throws(DataError) -> Batch? {
      try noted(source.heldOutExamples(from: start, size: size))
    }
    func examples(from start: Int, size: Int) throws(DataError) -> Batch {
      if let batch = try noted(source.examples(from: start, size: size)) { return batch }
      throw DataError(.failed, "nothing")
    }
  }

  private func judge(_ count: Int, _ set: [String] = []) throws -> (PairJudge, Watched) {
    let configuration = try TinyPairs.configuration(TinyPairs.folder(count), set)
    let source = Watched(try configuration.makeData(seed: 1))
    return (PairJudge(data: RunData(source), limit: 1000), source)
  }

  @Test func itReadsABatchAtATime() throws {
    let (judge, source) = try judge(300)
    #expect(judge.count == 75)
    let copied = try judge.measureBaselines { _ in }[0].measures
    #expect(copied.count == 75)
    #expect(source.largest == PairJudge.batch)
  }

  /// Whenever it is asked to stop it stops, and what is half known counts as unknown.
  @Test func everyReadingEndsWhenAskedTo() throws {
    let (judge, _) = try judge(300)
    var calls = 0
    for end in 1...100 {
      calls = 0
      func progress(_: EvaluationProgress) throws {
        calls += 1
        if calls == end { throw CancellationError() }
      }
      do { try judge.measureBaselines(progress) } catch is CancellationError {
        #expect(judge.baselines == nil && calls == end)
        continue
      }
      break
    }
    // 225 targets, 75 inputs and 75 means in batches of 64.
    #expect(calls == 4 + 3 + 3)
    #expect(judge.baselines?.count == 2)
  }

  @Test func aPairThatCantBeReadIsPassedOverAndNoneIsAnError() throws {
    let path = try TinyPairs.folder(24)
    let configuration = try TinyPairs.configuration(path, ["data.cacheMegabytes=0"])
    let setup = try TrainingSetup(configuration)
    let judge = PairJudge(data: RunData(setup.data), limit: 1000)
    #expect(try judge.measure("x", { _ in }, of: \.input).count == 6)
    var spoilt = 0
    for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      let whole = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)"))
      try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
      let left = (try? judge.measure("x", { _ in }, of: \.input).count) ?? 0
      if left == 6 - spoilt {
        try whole.write(to: URL(fileURLWithPath: "\(path)/\(file)"))
      } else {
        spoilt += 1
        if spoilt == 1 { #expect(try judge.spread(9).input.shape[0] == 5) }
      }
    }
    #expect(spoilt == 6)
    #expect(throws: DataError.self) { try judge.measure("x", { _ in }, of: \.input) }
    #expect(throws: DataError.self) { try judge.spread(9) }
  }

  @Test func aBaselineThatCantBeMeasuredIsAnError() throws {
    let (judge, source) = try judge(24)
    source.isBroken = true
    #expect(throws: DataError.self) { try judge.measureBaselines { _ in } }
    #expect(judge.baselines == nil)
  }

  /// Before the first step, so that the monitor knows what to beat; a run that is gone on with, too.
  @Test func theMonitorKnowsTheBaselineFromTheBeginning() throws {
    let path = try TinyPairs.folder()
    let run = TinyRun.folder()
    func open(_ steps: Int, from checkpoint: Int? = nil) throws -> Trainer {
      try Trainer(
        configuration: TinyPairs.configuration(path, ["training.steps=\(steps)"]),
        run: run,
        from: checkpoint
      )
    }
    let known = try knownAtTheFirstStep(open(10))
    #expect(known != nil)
    // At its last step already: nothing is measured, and nothing is forgotten.
    let again = try open(10, from: 10)
    #expect(again.monitor?.monitor(of: nil)?.context.baselinePSNR == known)
  }

  /// Trains, and lets the run go.
  private func knownAtTheFirstStep(_ trainer: Trainer) throws -> Double? {
    var known: Double?
    _ = try trainer.train { event in
      if case .step(let progress) = event, progress.step == 1 {
        known = trainer.monitor?.monitor(of: nil)?.context.baselinePSNR
      }
    }
    return known
  }
}
