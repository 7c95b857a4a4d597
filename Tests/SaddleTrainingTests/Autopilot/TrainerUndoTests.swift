// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleRunsSamples
import SaddleSettings
import Testing

@testable import SaddleHealth
@testable import SaddleTraining

/// What an undone change leaves behind beside the networks.
@Suite struct TrainerUndoTests {
  private static func undone() throws -> Trainer {
    let trainer = try TinyRun.trainer(TrainerAutopilotTests.calm)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    try TrainerAutopilotTests.begin(trainer, until: 40)
    for _ in 1...15 { _ = try trainer.oneStep(nil) { _ in } }
    try TrainerAutopilotTests.undo(trainer)
    return trainer
  }

  /// Undone steps that were still in memory must not be written behind the cut.
  @Test func theEventFileHoldsNothingOfTheUndoneSteps() throws {
    let trainer = try Self.undone()
    let state = try TrainingSetup.state(in: trainer.store, step: 20)
    let mark = state.journal
    let attributes = try FileManager.default.attributesOfItem(atPath: trainer.run.events)
    #expect(attributes[.size] as? Int == mark.eventBytes)
  }

  @Test func aChangeThatNothingAnswersToIsUndone() throws {
    let trainer = try TinyRun.trainer(
      TrainerAutopilotTests.calm + ["ema.enabled=false", "ema.decay=null"]
    )
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    let change = ConfigurationChange(key: "ema.decay", value: .number(0.9))
    try TrainerAutopilotTests.begin(trainer, until: 40, changes: [change])
    let ledger = try TrainerAutopilotTests.ledger(trainer.run)
    #expect(ledger.map(\.verdict) == [.trying, .undone])
    #expect(ledger.last?.because.contains("nothing in the run answers to it") == true)
  }

  /// "Stop, and use the best": the best is there, as it was, and is what `--checkpoint best` takes.
  @Test func stoppingKeepsTheBestAsItWas() throws {
    let trainer = try TinyRun.trainer(
      TrainerAutopilotTests.calm + ["checkpoints.keep=1", "checkpoints.every=5"]
    )
    for _ in 1...10 { _ = try trainer.steeredStep(nil) { _ in } }
    let best = try #require(trainer.best)
    let files = try TinyRun.files(of: trainer.run, step: best.step)
    for _ in 1...13 { _ = try trainer.oneStep(nil) { _ in } }
    trainer.best = best
    let stop = try #require(Remedy.stopRun(RemedyRequest(symptom: .stagnation)))
    let cockpit = Cockpit(reach: { _ in nil }, value: { _ in nil })
    let plan = try #require(RemedyPlan(stop, isCertain: false, cockpit, base: [:]))
    let finding = Finding.sample(.stagnation, .critical, since: trainer.step)
    let order = trainer.pilot?.end(plan, finding, step: trainer.step)
    let reason = try trainer.carryOut(#require(order)) { _ in }
    #expect(reason?.contains("Stop, and use the best model") == true)
    try trainer.save({ _ in }, isLast: true)
    #expect(try trainer.store.step(of: .best) == best.step)
    #expect(try TinyRun.files(of: trainer.run, step: best.step) == files)
    #expect(try trainer.store.bestEvaluation(in: trainer.step) == best)
  }

  /// The checkpoint that it begins from is of a run with the other optimizer.
  @Test func anotherKindOfOptimizerIsTakenBack() throws {
    let wrong = [
      "optimizer.discriminator.kind=sgd", "optimizer.discriminator.learningRate=2",
      "optimizer.discriminator.momentum=0.5", "autopilot.window=10", "training.steps=30",
      "evaluation.every=0", "evaluation.metrics=[]", "logging.samplesEvery=0",
    ]
    let trainer = try TinyRun.trainer(wrong + ["autopilot.mode=guarded"])
    _ = try trainer.train()
    let change = try RunBranch.intervention(1, of: trainer.run)
    #expect(change.changes.contains { $0.key == "optimizer.discriminator.kind" })
    let branch = TinyRun.folder()
    let step = try RunBranch.make(without: change, of: trainer.run, in: branch)
    _ = try TinyRun.trainer(wrong + ["autopilot.mode=off"], branch, from: step).train()
    let untouched = try TinyRun.trainer(wrong + ["autopilot.mode=off"])
    _ = try untouched.train()
    let end = try TinyRun.files(of: branch, step: 30)
    for (name, bytes) in try TinyRun.tensors(of: untouched.run, step: 30) {
      #expect(end[name] == bytes, "\(name)")
    }
  }

  /// Nothing half made is left under the new run's name.
  @Test func aBranchThatFailsLeavesNothing() throws {
    let trainer = try TinyRun.trainer(TrainerAutopilotTests.calm)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    try TrainerAutopilotTests.begin(trainer, until: 40)
    let change = try RunBranch.intervention(1, of: trainer.run)
    // The ledger is shorter than the checkpoint says.
    try Data().write(to: URL(fileURLWithPath: trainer.run.interventions))
    let branch = TinyRun.folder()
    var later = change
    later.verdict = .kept
    #expect(throws: (any Error).self) {
      try RunBranch.make(without: later, of: trainer.run, in: branch)
    }
    #expect(!FileManager.default.fileExists(atPath: branch.path))
  }

  @Test func aFolderThatIsNoRunHasNothingToTakeBack() throws {
    let nowhere = TinyRun.folder()
    let refusal = #expect(throws: RunBranch.Refusal.self) {
      try RunBranch.intervention(1, of: nowhere)
    }
    #expect(refusal?.description.contains("no run that saddle trained") == true)
  }
}
