// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleRunsSamples
import SaddleTorch
import Testing

@testable import SaddleHealth
@testable import SaddleTraining

/// The autopilot in real runs: what it does, that it can be undone to the byte, that nothing is lost.
@Suite struct TrainerAutopilotTests {
  /// A run whose generator stands still, with what it takes to notice and mend it.
  static let stuck = [
    "optimizer.generator.learningRate=0", "training.steps=60", "autopilot.window=10",
    "evaluation.every=0", "evaluation.metrics=[]", "logging.samplesEvery=0",
  ]

  static func ledger(_ run: RunDirectory) throws -> [Intervention] {
    guard FileManager.default.fileExists(atPath: run.interventions) else { return [] }
    return try String(contentsOfFile: run.interventions, encoding: .utf8)
      .split(separator: "\n")
      .map { try JSONDecoder().decode(Intervention.self, from: Data($0.utf8)) }
  }

  @Test func aRateOfZeroIsSetRightWhileTheRunGoesOn() throws {
    let trainer = try TinyRun.trainer(Self.stuck + ["autopilot.mode=safe"])
    let before = try SafeTensors.encode(trainer.setup.generator.network.stateDictionary())
    _ = try trainer.train()
    let lines = try Self.ledger(trainer.run)
    let first = try #require(lines.first)
    #expect(first.verdict == .trying)
    #expect(first.changes.contains { $0.key == "optimizer.generator.learningRate" && $0.old == 0 })
    #expect(try trainer.setup.generator.optimizer.learningRate > 0)
    let after = try SafeTensors.encode(trainer.setup.generator.network.stateDictionary())
    #expect(after != before)
    #expect(lines.contains { $0.number == 1 && $0.verdict != .trying }, "and it was judged")
  }

  /// What was wrong from the first step on is mended from the beginning: the run becomes the one that it
  /// had been with the right setting.
  @Test(arguments: [["optimizer.generator.learningRate=0"], ["optimizer.discriminator.kind=sgd"]])
  func guardedBeginsAgainWithTheRightSetting(_ wrong: [String]) throws {
    let calm = Array(Self.stuck.dropFirst()) + ["checkpoints.every=0"]
    let rate = wrong[0].hasSuffix("sgd") ? ["optimizer.discriminator.learningRate=100"] : []
    let trainer = try TinyRun.trainer(calm + wrong + rate + ["autopilot.mode=guarded"])
    _ = try trainer.train()
    let first = try #require(try Self.ledger(trainer.run).first)
    #expect(first.step == 1 && first.rollBackTo == 0 && first.symptom == .settingOutOfRange)
    let mended = first.changes.map { "\($0.key)=\($0.new)" }
    let right = try TinyRun.trainer(calm + wrong + rate + mended + ["autopilot.mode=off"])
    _ = try right.train()
    let files = try TinyRun.files(of: trainer.run, step: 60)
    for (name, bytes) in try TinyRun.tensors(of: right.run, step: 60) {
      #expect(files[name] == bytes, "\(name)")
    }
    // Whoever samples it has the configuration that was given, and needs to know what was changed.
    let samples = try [trainer, right].map {
      try Sampler(
        configuration: $0.base,
        store: $0.store,
        step: 60,
        seed: 1,
        usesAverage: true
      ).csv(count: 4)
    }
    #expect(samples[0] == samples[1])
  }

  @Test func adviseSaysItAndTrainsTheSameBytes() throws {
    let (off, advised) = (TinyRun.folder(), TinyRun.folder())
    _ = try TinyRun.trainer(Self.stuck + ["autopilot.mode=off"], off).train()
    _ = try TinyRun.trainer(Self.stuck + ["autopilot.mode=advise"], advised).train()
    #expect(try Self.ledger(off).isEmpty)
    #expect(try Self.ledger(advised).contains { $0.verdict == .advised })
    let files = try TinyRun.files(of: advised, step: 60)
    for (name, bytes) in try TinyRun.tensors(of: off, step: 60) {
      #expect(files[name] == bytes, "\(name)")
    }
  }

  /// From each checkpoint there is: before, during and after what was tried.
  @Test(arguments: [[], ["autopilot.choice=random", "autopilot.acceptance=none"]])
  func goingOnFromAnyCheckpointGivesTheSameBytes(_ arm: [String]) throws {
    let set =
      Self.stuck + arm
      + ["autopilot.mode=guarded", "checkpoints.keep=100", "checkpoints.every=3"]
    let whole = TinyRun.folder()
    let trainer = try TinyRun.trainer(set, whole)
    _ = try trainer.train()
    #expect(try !Self.ledger(whole).isEmpty)
    let steps = trainer.store.steps()
    #expect(steps.count > 10)
    for step in steps where step < 60 {
      let parts = try TinyRun.copy(of: whole.path)
      _ = CheckpointStore(folder: parts.checkpoints, keep: 100).abandon(after: step)
      _ = try TinyRun.trainer(set, parts, from: step).train()
      #expect(
        try TinyRun.files(of: parts, step: 60) == TinyRun.files(of: whole, step: 60),
        "from \(step)"
      )
      for path in [\RunDirectory.events, \.findings, \.interventions] {
        let file = whole[keyPath: path]
        let bytes = try #require(FileManager.default.contents(atPath: file))
        #expect(
          bytes == FileManager.default.contents(atPath: parts[keyPath: path]),
          "\(file) from \(step)"
        )
      }
      try FileManager.default.removeItem(atPath: parts.path)
    }
  }

  @Test func aHealthyRunIsTheSameFilesWithAdviceAndWithout() throws {
    let set = ["evaluation.metrics=[modes]", "monitor.enabled=true"]
    let runs = try ["off", "advise"].map { mode in
      let run = TinyRun.folder()
      _ = try TinyRun.trainer(set + ["autopilot.mode=\(mode)"], run).train()
      return run
    }
    #expect(try Self.ledger(runs[1]).isEmpty, "this run is to be one without advice")
    #expect(!FileManager.default.fileExists(atPath: runs[1].interventions))
    // The mode itself stands among the settings in the event file, so that its length differs.
    let states = try runs.map { run in
      let file = try #require(TinyRun.files(of: run, step: 60)["state.json"])
      var state = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any])
      #expect(state["pilot"] == nil && state["ledgerBytes"] == nil)
      state["journal"] = nil
      return state as NSDictionary
    }
    #expect(states[0] == states[1])
    let files = try TinyRun.files(of: runs[1], step: 60)
    for (name, bytes) in try TinyRun.tensors(of: runs[0], step: 60) {
      #expect(files[name] == bytes, "\(name)")
    }
    let findings = try #require(FileManager.default.contents(atPath: runs[0].findings))
    #expect(findings == FileManager.default.contents(atPath: runs[1].findings))
  }

  /// Begins a change of the discriminator's rate, whatever the run is like.
  static func begin(
    _ trainer: Trainer,
    until end: Int,
    changes: [ConfigurationChange] = [
      ConfigurationChange(key: "optimizer.discriminator.learningRate", value: .scaled(by: 1.5))
    ]
  ) throws {
    let remedy = Remedy(
      measure: .raiseDiscriminatorLearningRate,
      title: "a test",
      reason: "a test",
      evidence: "",
      source: "",
      actionClass: .online,
      changes: changes,
      pytorch: []
    )
    let configuration = trainer.configuration
    let cockpit = Cockpit(
      reach: { configuration.reach(of: $0) },
      value: { configuration.number($0) }
    )
    let plan = try #require(RemedyPlan(remedy, isCertain: false, cockpit, base: [:]))
    let finding = Finding.sample(.oscillation, .warning, since: trainer.step)
    let order = trainer.pilot?.begin(
      plan,
      finding,
      step: trainer.step,
      back: nil,
      end: end,
      critical: []
    )
    _ = try trainer.carryOut(#require(order)) { _ in }
  }

  static func undo(_ trainer: Trainer) throws {
    let order = trainer.pilot?.broke(step: trainer.step, "a test")
    _ = try trainer.carryOut(#require(order)) { _ in }
  }

  static let calm = [
    "autopilot.mode=safe", "training.steps=40", "evaluation.every=5", "checkpoints.keep=10",
  ]

  @Test func undoingPutsTheRunBackToTheSameBytes() throws {
    let untouched = TinyRun.folder()
    _ = try TinyRun.trainer(Self.calm + ["autopilot.mode=off"], untouched).train()
    let trainer = try TinyRun.trainer(Self.calm)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    try Self.begin(trainer, until: 40)
    let before = try TinyRun.tensors(of: trainer.run, step: 20)
    let rate = trainer.base.optimizer.discriminator.learningRate
    #expect(try trainer.setup.discriminator.optimizer.learningRate > rate)
    for _ in 1...15 { _ = try trainer.oneStep(nil) { _ in } }
    #expect(trainer.step == 35)
    try Self.undo(trainer)
    #expect(trainer.step == 20)
    #expect(try trainer.setup.discriminator.optimizer.learningRate == rate)
    let after = try TinyRun.files(of: trainer.run, step: 20)
    for (name, bytes) in before {
      #expect(after[name] == bytes, "\(name)")
    }
    #expect(trainer.store.steps().allSatisfy { $0 <= 20 })
    #expect(try Self.ledger(trainer.run).map(\.verdict) == [.trying, .undone])
    // And from there it goes the way of a run that was never touched.
    trainer.pilot?.rules.mode = .off
    _ = try trainer.train()
    let end = try TinyRun.files(of: trainer.run, step: 40)
    for (name, bytes) in try TinyRun.tensors(of: untouched, step: 40) {
      #expect(end[name] == bytes, "\(name)")
    }
  }

  @Test func aFailedTrialTouchesNeitherTheBestCheckpointNorItsMetric() throws {
    let trainer = try TinyRun.trainer(Self.calm + ["checkpoints.keep=1", "checkpoints.every=0"])
    for _ in 1...10 { _ = try trainer.steeredStep(nil) { _ in } }
    let best = try #require(trainer.best)
    let files = try TinyRun.files(of: trainer.run, step: best.step)
    for _ in 1...8 { _ = try trainer.oneStep(nil) { _ in } }
    trainer.best = best
    try Self.begin(trainer, until: 40)
    // A trial that looks better for a while, and takes the place of the best.
    for _ in 1...6 { _ = try trainer.oneStep(nil) { _ in } }
    let lucky = MeasuredValue(signal: best.signal, value: best.value + 1)
    trainer.best = BestEvaluation([lucky], step: trainer.step)
    try trainer.save({ _ in }, isLast: true)
    #expect(trainer.store.steps().contains(best.step), "a checkpoint that is held was removed")
    try Self.undo(trainer)
    #expect(trainer.best == best)
    #expect(try TinyRun.files(of: trainer.run, step: best.step) == files)
  }

  @Test func aRunWithoutTheChangeGoesTheWayOfOneThatWasNeverChanged() throws {
    let untouched = TinyRun.folder()
    _ = try TinyRun.trainer(Self.calm + ["autopilot.mode=off"], untouched).train()
    let trainer = try TinyRun.trainer(Self.calm)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    trainer.best = BestEvaluation([MeasuredValue(signal: .metricModes, value: 1)], step: 10)
    try Self.begin(trainer, until: 40)
    for _ in 1...15 { _ = try trainer.steeredStep(nil) { _ in } }
    let branch = TinyRun.folder()
    let change = try RunBranch.intervention(1, of: trainer.run)
    #expect(change.undo == "saddle autopilot undo RUN 1")
    #expect(try RunBranch.make(without: change, of: trainer.run, in: branch) == 20)
    #expect(throws: RunBranch.Refusal.self) { try RunBranch.intervention(2, of: trainer.run) }
    #expect(throws: RunBranch.Refusal.self, "it was undone there") {
      try RunBranch.intervention(1, of: branch)
    }
    _ = try TinyRun.trainer(Self.calm + ["autopilot.mode=off"], branch, from: 20).train()
    #expect(try Self.ledger(branch).map(\.verdict) == [.trying, .undone])
    let end = try TinyRun.files(of: branch, step: 40)
    for (name, bytes) in try TinyRun.tensors(of: untouched, step: 40) {
      #expect(end[name] == bytes, "\(name)")
    }
  }

  @Test func whatWasChangedStaysWhereTheAutopilotNoLongerLooks() throws {
    let trainer = try TinyRun.trainer(Self.calm)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    try Self.begin(trainer, until: 40)
    let rate = try trainer.setup.discriminator.optimizer.learningRate
    let parts = try TinyRun.copy(of: trainer.run.path)
    let resumed = try TinyRun.trainer(Self.calm + ["autopilot.mode=off"], parts, from: 20)
    #expect(try resumed.setup.discriminator.optimizer.learningRate == rate)
    #expect(resumed.pilot?.isTrying == true)
  }
}
