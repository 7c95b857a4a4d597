// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@testable import SaddleSettings
@testable import SaddleTraining

/// `evaluation.patience`: a run ends where nothing gets better, and keeps its best.
@Suite struct PatienceTests {
  private let data: String

  init() throws { data = try TinyImages.data() }

  private func trainer(
    _ run: RunDirectory,
    _ script: [Double?],
    _ overrides: [String],
    from checkpoint: Int? = nil
  ) throws -> Trainer {
    try Trainer(
      configuration: TinyImages.configuration(data, overrides),
      run: run,
      from: checkpoint,
      evaluator: ScriptedEvaluator(script),
      clock: { 1e9 }
    )
  }

  /// Evaluations at 5, 10, 15, ...; the best is that of step 10.
  @Test func theRunEndsAndItsBestCheckpointIsIntact() throws {
    let run = TinyRun.folder()
    let trainer = try trainer(run, [6, 1, 4, 3, 2, 0.5], ["evaluation.patience=2"])
    let outcome = try trainer.train()
    guard case .stoodStill(let step, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(step == 20)
    #expect(
      reason
        == "metrics/kid hasn't improved in 2 evaluations (evaluation.patience); "
        + "the best, 1.0, is of step 10"
    )
    let record = try RunRecord.read(run.record)
    #expect(record.status == .stopped && record.reason == reason && record.step == 20)
    #expect(record.best?.step == 10 && trainer.bestStep == 10)
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    #expect(try store.step(of: .best) == 10)
    #expect(try store.step(of: .newest) == 20)
  }

  @Test func withoutPatienceItGoesOn() throws {
    let trainer = try trainer(TinyRun.folder(), [6, 1, 4, 3, 2, 5], ["evaluation.patience=0"])
    #expect(try trainer.train() == .finished)
    #expect(trainer.schedules.unimproved == 4)
  }

  /// An evaluation that failed says nothing; one that gave no number is one without improvement.
  @Test func onlyEvaluationsThatMeasuredCount() throws {
    let set = ["evaluation.patience=3"]
    let failing = try trainer(TinyRun.folder(), [1, nil, 2, nil, 3, 4], set)
    #expect(try failing.train() == .finished)
    let blind = try trainer(TinyRun.folder(), [.nan, .nan, .nan, 1, 1, 1], set)
    guard case .stoodStill(15, let reason) = try blind.train() else {
      Issue.record("it went on")
      return
    }
    #expect(reason == "no number was measured in 3 evaluations (evaluation.patience)")
    #expect(blind.bestStep == nil)
  }

  /// The count is part of the checkpoint: interrupted before, in between and at the end.
  @Test(arguments: [6, 12, 15, 18, 20])
  func resumingGivesTheBytesOfAnUninterruptedRun(interrupted: Int) throws {
    let script: [Double] = [6, 1, 4, 3, 2, 0.5]
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    let set = ["evaluation.patience=2"]
    let outcome = try trainer(whole, script, set).train()
    _ = try trainer(parts, script, set + ["training.steps=\(interrupted)"]).train()
    let rest = Array(script.dropFirst(interrupted / 5))
    let again = try trainer(parts, rest, set, from: interrupted).train()
    #expect(again == outcome)
    let found = try TinyRun.files(of: parts, step: 20)
    let wanted = try TinyRun.files(of: whole, step: 20)
    // The checkpoint of step 20 was written by the shorter run where that came to it.
    let ofLength: Set = interrupted == 20 ? ["config.yaml", "manifest.json", "state.json"] : []
    for (name, bytes) in wanted where !ofLength.contains(name) {
      #expect(found[name] == bytes, "\(name)")
    }
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
  }

  /// As the end of the run says: with its patience off it goes on.
  @Test func aRunThatEndedGoesOnWithoutPatience() throws {
    let run = TinyRun.folder()
    _ = try trainer(run, [6, 1, 4, 3], ["evaluation.patience=2"]).train()
    let more = try trainer(run, [0.5, 2], ["evaluation.patience=0"], from: 20)
    #expect(try more.train() == .finished)
    #expect(more.bestStep == 25)
  }

  @Test func withoutEvaluationsItIsRefused() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyRun.configuration(["evaluation.every=0", "evaluation.patience=2"])
    }
    let text = "\(try #require(error))"
    #expect(text.contains("patience counts evaluations, and none is made: set evaluation.every"))
  }

  @Test func aPatienceThatNeverEndsIsSaid() throws {
    let loaded = try Configuration.read(
      yaml: TinyRun.yaml,
      file: "tiny.yaml",
      overrides: ["evaluation.patience=6"]
    )
    #expect(loaded.warnings.contains { "\($0)".contains("6 evaluations are made in all") })
    let shorter = try Configuration.read(
      yaml: TinyRun.yaml,
      file: "tiny.yaml",
      overrides: ["evaluation.patience=5"]
    )
    #expect(!shorter.warnings.contains { "\($0)".contains("patience") })
  }
}
