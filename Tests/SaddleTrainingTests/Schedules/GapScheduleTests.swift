// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleSettings
@testable import SaddleTraining

/// The gap-aware rate of the discriminator.
@Suite struct GapScheduleTests {
  private static let line = "optimizer.discriminator.learningRate gap"
  private static let ideal = 2 * log(2.0)

  /// The published demo: `2^(x / x_max)` and `0.1^(x / x_min)`, x_max = x_min = a tenth of the ideal.
  @Test(arguments: [
    (1.0, 1.0), (1.05, 2.squareRoot()), (1.1, 2), (1.5, 2), (0.95, 0.1.squareRoot()), (0.9, 0.1),
    (0, 0.1),
  ])
  func theFactorIsThePublishedOne(_ share: Double, _ factor: Double) {
    let found = GapRule().factor(of: share * Self.ideal, ideal: Self.ideal)
    #expect(abs(found - factor) < 1e-9)
  }

  @Test func wordsChangeTheRule() throws {
    let schedule = try Schedule("a gap smoothing 0.5 width 0.2 floor 0.5 ceiling 4 warmUp 10")
    #expect(schedule.gap.smoothed(1, after: 2) == 1.5)
    #expect(abs(schedule.gap.factor(of: 1.1, ideal: 1) - 2) < 1e-12)
    #expect(schedule.gap.factor(of: 0.5, ideal: 1) == 0.5)
    #expect(schedule.value(from: 1, step: 5, steps: 100, gap: 0.5) == 0.25)
  }

  @Test(arguments: [
    ([line, "objective=wasserstein"], "its loss has no scale"),
    (["optimizer.generator.learningRate gap"], "it is for optimizer.discriminator.learningRate"),
    (["optimizer.*.learningRate gap"], "it is for optimizer.discriminator.learningRate"),
    ([line, "regularizers.labelSmoothing=0.1"], "moves the ideal"),
    ([line + " floor 0"], "floor: 0 is out of range; allowed: above 0"),
    ([line + " ceiling 0.5"], "ceiling: 0.5 is out of range"),
    ([line + " smoothing 1"], "smoothing: 1 is out of range"),
    ([line + " to 1"], "allowed: smoothing, width, floor, ceiling, warmUp"),
    (["optimizer.generator.learningRate linear width 1"], "width has no effect on linear"),
  ])
  func whatCannotBeIsRefused(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyRun.configuration(["schedules=[\(set[0])]"] + set.dropFirst())
    }
    #expect("\(try #require(error))".contains(reason))
  }

  /// Each step has the rate that the losses before it give, penalties left out.
  @Test func theRateFollowsTheLossOfTheStepsBefore() throws {
    let trainer = try TinyRun.trainer([
      "schedules=[\(Self.line)]", "training.steps=30", "regularizers.r1.gamma=50",
    ])
    let (rule, start) = (GapRule(), trainer.base.optimizer.discriminator.learningRate)
    var average = Self.ideal
    var rates: Set<Double> = []
    var gaps: [Double] = []
    for _ in 1...30 {
      let expected = start * rule.factor(of: average, ideal: Self.ideal)
      var loss = 0.0
      var whole = 0.0
      _ = try trainer.steeredStep(nil) { event in
        guard case .step(let progress) = event else { return }
        loss = progress.observation[.lossDiscriminatorAdversarial] ?? .nan
        whole = progress.observation[.lossDiscriminator] ?? .nan
      }
      let rate = try trainer.setup.discriminator.optimizer.learningRate
      #expect(abs(rate - expected) < 1e-12)
      rates.insert(rate)
      gaps.append(whole - loss)
      average = rule.smoothed(loss, after: average)
    }
    #expect(rates.count > 10)
    #expect(gaps.contains { $0 > 0 }, "there was a penalty to leave out")
  }

  @Test func isResumedToTheSameBytes() throws {
    let (whole, resumed) = try TinyRun.wholeAndResumed(["schedules=[\(Self.line)]"])
    #expect(whole == resumed)
    let state = try #require(whole["state.json"])
    #expect(String(decoding: state, as: UTF8.self).contains("\"discriminatorLoss\""))
  }

  /// What an undone change did to the loss is forgotten with it.
  @Test func isPutBackWithTheRun() throws {
    let set = TrainerAutopilotTests.calm + ["schedules=[\(Self.line)]"]
    let trainer = try TinyRun.trainer(set)
    for _ in 1...20 { _ = try trainer.oneStep(nil) { _ in } }
    let before = trainer.schedules
    #expect(before.discriminatorLoss != nil)
    let change = ConfigurationChange(key: "training.discriminatorSteps", value: .integer(3))
    try TrainerAutopilotTests.begin(trainer, until: 40, changes: [change])
    for _ in 1...15 { _ = try trainer.oneStep(nil) { _ in } }
    #expect(trainer.schedules != before)
    try TrainerAutopilotTests.undo(trainer)
    #expect(trainer.schedules == before)
  }

  /// Checkpoints of before know of plateaus alone.
  @Test func statesOfBeforeAreRead() throws {
    let old = Data(#"{"waiting": 2, "drops": 1}"#.utf8)
    let state = try JSONDecoder().decode(ScheduleState.self, from: old)
    #expect(state.waiting == 2 && state.drops == 1 && state.unimproved == 0)
    #expect(state.discriminatorLoss == nil)
  }
}
