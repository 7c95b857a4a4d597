// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@testable import SaddleGAN
@testable import SaddleTraining

/// The search for a weight in real runs: paired, undone to the byte, resumed wherever it was.
@Suite struct TrainerSearchTests {
  /// Begins after step 10; three trials of 8 steps.
  static let small = [
    "search.key=regularizers.r1.gamma", "search.after=10", "search.window=8",
    "search.factors=[4, 1/4]", "autopilot.mode=off", "evaluation.every=0", "evaluation.metrics=[]",
    "training.steps=30", "checkpoints.every=3",
  ]

  private static func ledger(_ run: RunDirectory) throws -> [Intervention] {
    try TrainerAutopilotTests.ledger(run)
  }

  /// A run whose samples are measured by a script: five values for each weight, then those of the run.
  private func scripted(
    _ run: RunDirectory,
    _ values: [Double?],
    _ set: [String] = []
  ) throws -> Trainer {
    let search = [
      "search.key=regularizers.r1.gamma", "search.after=6", "search.window=8",
      "search.factors=[4, 1/4]", "regularizers.r1.gamma=1", "evaluation.every=30",
      "autopilot.mode=off",
    ]
    return try Trainer(
      configuration: TinyImages.configuration(TinyImages.data(), search + set),
      run: run,
      evaluator: ScriptedEvaluator(values),
      clock: { 1e9 }
    )
  }

  private static let flat: [Double?] = [3, 3.1, 2.9, 3, 3.05]

  @Test func theBestWeightByTheRunsOwnMetricGoesOn() throws {
    let run = TinyRun.folder()
    let values = Self.flat + Self.flat.map { _ in 1 } + Self.flat.map { _ in 2 } + [0.5]
    let trainer = try scripted(run, values)
    #expect(try trainer.train() == .finished)
    #expect(trainer.step == 30)
    #expect(trainer.configuration.regularizers.r1.gamma == 4)
    #expect(trainer.base.regularizers.r1.gamma == 1)
    #expect(try trainer.setup.unconditional.rules.regularizers.first?.weight == 4)
    let lines = try Self.ledger(run)
    #expect(lines.map(\.number) == [1, 1, 2, 2, 3, 3, 4])
    let verdicts: [Intervention.Verdict] = [
      .trying, .undone, .trying, .undone, .trying, .undone, .kept,
    ]
    #expect(lines.map(\.verdict) == verdicts)
    #expect(lines.compactMap(\.outcome?.after) == [3, 1, 2, 1])
    #expect(lines.filter { $0.verdict == .undone }.allSatisfy { $0.cost == 8 })
    #expect(lines.allSatisfy { $0.snapshot == 6 && $0.step == 6 })
    // What it was like before is still there, and a run without the choice can leave from it.
    let branch = TinyRun.folder()
    let choice = try RunBranch.intervention(4, of: run)
    #expect(try RunBranch.make(without: choice, of: run, in: branch) == 6)
    let store = CheckpointStore(folder: branch.checkpoints, keep: 1)
    let state = try TrainingSetup.state(in: store, step: 6)
    #expect(state.search?.change == nil && state.search?.isTrying == false)
    #expect(state.pilot?.inForce.isEmpty == true)
  }

  /// Every weight is tried on the same data, latents and noise: one that is the same comes out the same.
  @Test func trialsArePairedAndAnUndecidedSearchLeavesNoTrace() throws {
    let (searched, plain) = (TinyRun.folder(), TinyRun.folder())
    // So near 1 that single precision doesn't know the difference: the trials are of one weight.
    let set = Self.small + ["search.factors=[1.000000001]", "regularizers.r1.gamma=1"]
    let trainer = try TinyRun.trainer(set, searched)
    #expect(try trainer.train() == .finished)
    let undone = try Self.ledger(searched).filter { $0.verdict == .undone }
    #expect(undone.count == 2)
    #expect(undone[0].outcome?.after != nil && undone[0].outcome?.metric == SampleOutcome.name)
    #expect(undone[0].outcome?.after == undone[1].outcome?.after)
    #expect(trainer.search?.isTrying == false && trainer.search?.change == nil)
    _ = try TinyRun.trainer(
      Self.small + ["search.key=null", "regularizers.r1.gamma=1"],
      plain
    ).train()
    let files = try TinyRun.files(of: searched, step: 30)
    for (name, bytes) in try TinyRun.tensors(of: plain, step: 30) {
      #expect(files[name] == bytes, "\(name)")
    }
  }

  /// As if the process were killed at each checkpoint and at each word of the search.
  @Test(arguments: ["off", "guarded"])
  func beingKilledAnywhereChangesNothing(mode: String) throws {
    let whole = TinyRun.folder()
    let set = Self.small + ["autopilot.mode=\(mode)"]
    let trainer = try TinyRun.trainer(set, whole)
    var copies: [RunDirectory] = []
    _ = try trainer.train { event in
      switch event {
      case .checkpoint, .intervention:
        guard let copy = try? TinyRun.copy(of: whole.path) else { return }
        try? FileManager.default.removeItem(atPath: copy.lock)
        copies.append(copy)
      default: break
      }
    }
    #expect(copies.count > 12)
    let end = try TinyRun.files(of: whole, step: 30)
    var resumed = 0
    for (index, copy) in copies.enumerated() {
      defer { try? FileManager.default.removeItem(atPath: copy.path) }
      let store = CheckpointStore(folder: copy.checkpoints, keep: 1)
      guard let newest = try store.newestIntact(report: { _ in }), newest < 30 else { continue }
      resumed += 1
      _ = try TinyRun.trainer(set, copy, from: newest).train()
      #expect(try TinyRun.files(of: copy, step: 30) == end, "copy \(index) from \(newest)")
      for path in [\RunDirectory.events, \.findings, \.interventions] {
        let bytes = FileManager.default.contents(atPath: whole[keyPath: path])
        // A run without findings has no such file.
        if path != \.findings { try #require(bytes != nil) }
        #expect(
          bytes == FileManager.default.contents(atPath: copy[keyPath: path]),
          "\(whole[keyPath: path]), copy \(index) from \(newest)"
        )
      }
    }
    #expect(resumed > 12)
  }

  /// A weight under which numbers break is undone at once; the run goes on.
  @Test func aWeightThatBreaksTheRunIsUndone() throws {
    let set = Self.small + ["search.factors=[1e38]", "regularizers.r1.gamma=1"]
    let trainer = try TinyRun.trainer(set)
    #expect(try trainer.train() == .finished)
    let lines = try Self.ledger(trainer.run)
    #expect(lines.map(\.verdict) == [.trying, .undone, .trying, .undone, .kept])
    #expect(lines[3].because.hasPrefix("it broke: "))
    #expect(lines[3].cost < 8)
    #expect(trainer.configuration.regularizers.r1.gamma == 1)
  }

  /// A count of modes soon stands at all of them, whatever the weight.
  @Test func aCountIsTooCoarseToChooseBy() throws {
    let set = Self.small + ["evaluation.every=5", "evaluation.metrics=[modes]"]
    let trainer = try TinyRun.trainer(set)
    #expect(try trainer.train() == .finished)
    let lines = try Self.ledger(trainer.run)
    #expect(Set(lines.compactMap(\.outcome?.metric)) == [SampleOutcome.name])
    // What stayed as it was can't be taken back.
    let refusal = #expect(throws: RunBranch.Refusal.self) {
      try RunBranch.intervention(1, of: trainer.run)
    }
    #expect(refusal?.description.contains("there is nothing to take back") == true)
  }

  /// The best checkpoint of before outlives trials that look better for a while.
  @Test func trialsLeaveTheBestCheckpointAlone() throws {
    let run = TinyRun.folder()
    // Evaluations at 3 and 6; in each trial five values and those of steps 9 and 12.
    let values: [Double?] = [2, 3] + Array(repeating: 1, count: 40)
    let trainer = try scripted(run, values, ["evaluation.every=3", "checkpoints.every=0"])
    var best: [Int?] = []
    var kept: [Int] = []
    _ = try trainer.train { event in
      guard case .intervention(let line) = event, line.verdict == .undone else { return }
      best.append(trainer.bestStep)
      kept.append(contentsOf: trainer.store.steps().prefix(1))
    }
    #expect(best == [3, 3, 3])
    #expect(kept == [3, 3, 3])
  }

  @Test func anyWeightOfARegularizerMayBeSearched() throws {
    let set = [
      "search.key=regularizers.gradientPenalty.weight", "regularizers.r1.gamma=0",
      "regularizers.gradientPenalty.weight=0.1", "objective=wasserstein",
    ]
    let trainer = try TinyRun.trainer(Self.small + set)
    #expect(try trainer.train() == .finished)
    let tried = try Self.ledger(trainer.run).filter { $0.verdict == .undone }.flatMap(\.changes)
    #expect(tried.map(\.new) == ["0.4", "0.025"])
  }
}
