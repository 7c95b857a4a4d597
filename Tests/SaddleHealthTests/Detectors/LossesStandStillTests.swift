// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct LossesStandStillTests {
  @Test(arguments: [
    "loss/d: 1.386294x60; loss/g: 0.693147x60",
    "loss/d: 0.612 0.533 8.059048x60; loss/g: 1.17 0.94 16.118095x60",
  ])
  func bothAreCritical(losses: String) throws {
    let finding = try #require(Trace(losses).diagnosis().finding(.lossesStandStill))
    #expect(finding.severity == .critical)
  }

  @Test func oneIsAWarning() throws {
    let trace = Trace("loss/d: 2.0503 1.9731 2x60; loss/g: 0.5x62 ~0.1")
    let finding = try #require(trace.diagnosis().finding(.lossesStandStill))
    #expect(finding.severity == .warning)
    #expect(finding.side == .discriminator)
    #expect(finding.firstStep == 3)
  }

  @Test func aClampNeedsNoStandstill() throws {
    let trace = Trace("loss/d: 13.8155x60 ~0.001; loss/g: 0.9x60 ~0.1")
    #expect(try #require(trace.diagnosis().finding(.lossesStandStill)).severity == .critical)
  }

  /// Half of a clamp is the mean of a loss at its end and one at 0.
  @Test(arguments: [("7.97119", true), ("15.942385", false)])
  func halfOfAClampIsOneAnswerToEverything(_ clamp: String, _ isHalf: Bool) throws {
    let trace = Trace("loss/d: 0.6 0.7 \(clamp)x60; loss/g: 0.9x62 ~0.1")
    let finding = try #require(trace.diagnosis().finding(.lossesStandStill))
    #expect(finding.summary.contains("everything gets the same answer") == isHalf)
  }

  /// The discriminator's two halves stand at 0 beside it: nothing of them is a clamp.
  @Test(arguments: ["100", "27.6310", "16.118096"])
  func aClampBesideHalvesAtZeroIsTheGenerators(_ clamp: String) throws {
    let trace = Trace(
      "loss/d_real: 0.4 0.3 0x60; loss/d_fake: 0.5 0.2 0x60; loss/g: 0.9 2 \(clamp)x60"
    )
    let finding = try #require(trace.diagnosis().finding(.lossesStandStill))
    #expect(finding.side == .generator)
    #expect(finding.evidence.map(\.signal) == [.lossGenerator])
    #expect(finding.summary.contains("generator's loss stands at"))
  }

  /// Which loss it is that a constant output has, is said of the run's objective only.
  @Test(arguments: [
    (Objective?.none, "constant output"), (.saturating, "the saturating"), (.wasserstein, ""),
  ])
  func aConstantOutputIsNamedByTheObjective(_ objective: Objective?, _ words: String) throws {
    let trace = Trace("loss/d: 1.386294x60; loss/g: 0.9x60 ~0.1")
    let finding = try #require(
      trace.diagnosis(RunContext(objective: objective)).finding(.lossesStandStill)
    )
    #expect(finding.summary.contains("constant output") == !words.isEmpty)
    #expect(words.isEmpty || finding.summary.contains(words), "\(finding.summary)")
  }

  /// Near the loss of one answer to everything no digit needs to be the same.
  @Test(arguments: [
    ("loss/d: 0.69315x120 ~0.00006; loss/g: 0.69315x120 ~0.00006", true),
    ("loss/d: 0.9 1.2 1.38629x120 ~0.0002; loss/g: 1.1 0.8 0.69315x120 ~0.0001", true),
    // One side alone, another objective's numbers, and a beginning that passes.
    ("loss/d: 1.38629x120 ~0.0002; loss/g: 0.69315x120 ~0.01", false),
    ("loss/d: 0.99997x120 ~0.00002; loss/g: 1.00006x120 ~0.00002", false),
    ("loss/d: 1.38629x40 1.2x80 ~0.0002; loss/g: 0.69315x40 1.1x80 ~0.0001", false),
  ])
  func oneAnswerToEverythingIsAStandstill(_ losses: String, _ isOne: Bool) {
    let finding = Trace(losses).diagnosis().finding(.lossesStandStill)
    #expect((finding?.state == .firing) == isOne)
    #expect(finding?.summary.contains("same answer") != false)
  }

  /// Losses on generated samples that only one output for all of them has, 0.69 here.
  @Test(arguments: [
    ("0.4055x120 ~0.00005", "1.0986x120 ~0.0001", true),
    // Outputs that differ lift the loss on fakes; a generator that learns moves its own.
    ("0.4055x120 ~0.00005", "1.11x120 ~0.0001", false),
    ("0.4055x120 ~0.01", "1.0986x120 ~0.0001", false),
  ])
  func oneAnswerToEveryFakeIsAStandstill(_ g: String, _ fake: String, _ isOne: Bool) {
    let trace = Trace(
      "loss/g: \(g); loss/d_fake: \(fake); loss/d_real: 0.00001x120 ~0.000005; loss/d: 0.55x120 ~0.001"
    )
    let finding = trace.diagnosis().finding(.lossesStandStill)
    #expect((finding?.state == .firing) == isOne)
    #expect(finding?.summary.contains("one answer to all of them") != false)
  }

  @Test func anEquilibriumWobbles() {
    let trace = Trace("loss/d: 1.386x300 ~0.0015; loss/g: 0.693x300 ~0.0008")
    #expect(trace.diagnosis().finding(.lossesStandStill) == nil)
  }

  @Test func twoDigitsSayNothing() {
    let trace = Trace("loss/d: 1.39x60; loss/g: 0.69x60")
    #expect(trace.diagnosis().finding(.lossesStandStill) == nil)
  }

  @Test func zerosThatWereNeverElseAreNoLoss() {
    let trace = Trace("loss/d: 0x60; loss/g_adversarial: 0x60; loss/g_reconstruction: 0.5x60 ~0.1")
    let diagnosis = trace.diagnosis()
    #expect(diagnosis.finding(.lossesStandStill) == nil)
    #expect(diagnosis.finding(.discriminatorNotStarted)?.severity == .notice)
  }

  /// Something else is trained first; a log that begins in mid-run says no such thing.
  @Test func aGameThatHasNotBegunIsNotDead() throws {
    let trace = Trace("loss/d: 0x60; loss/g: 0x60")
    let diagnosis = trace.diagnosis()
    #expect(diagnosis.finding(.lossesStandStill) == nil)
    let finding = try #require(diagnosis.finding(.discriminatorNotStarted))
    #expect(finding.severity == .notice)
    #expect(finding.summary.contains("game has not begun"))
    #expect(diagnosis.health == .unjudgeable)
    let later = trace.observations.map { observation in
      var next = observation
      next.step += 5000
      return next
    }
    var monitor = HealthMonitor()
    for observation in later { _ = monitor.observe(observation) }
    #expect(monitor.diagnosis().finding(.lossesStandStill)?.severity == .critical)
  }

  @Test func aDeadAdversarialPartIsNamed() throws {
    let trace = Trace(
      "loss/d: 0.31 0.28 0.35 0x60; loss/g_adversarial: 0.42 0.39 0.4 0x60; "
        + "loss/g_reconstruction: 12x63 ~1"
    )
    let finding = try #require(trace.diagnosis().finding(.lossesStandStill))
    #expect(finding.summary.contains("exactly 0"))
    #expect(finding.severity == .critical)
  }

  @Test func itIsOverWhenTheyMove() {
    let trace = Trace(
      "loss/d: 1.386294x60 1.31 1.35 1.29 1.33x2 1.36 1.3 1.32 1.34 1.31; loss/g: 0.693147x60 "
        + "0.7 0.69 0.72 0.71 0.7 0.68 0.73 0.7 0.69 0.71"
    )
    #expect(trace.diagnosis().finding(.lossesStandStill)?.state == .resolved)
  }

  /// A discriminator that has learned, then tells every sample apart for a third of the run, learns
  /// nothing more: going on is not worth it, from two losses alone.
  @Test(arguments: [(200, 80, false), (200, 120, true)])
  func aZeroForAThirdOfTheRunIsTheEnd(_ alive: Int, _ dead: Int, _ isOver: Bool) {
    let diagnosis = Trace("loss/d: 1.2x\(alive) ~0.2; loss/g: 1x\(alive) 3x\(dead) ~0.2")
      .observations
    var monitor = HealthMonitor(context: RunContext(objective: .hinge))
    for (index, observation) in diagnosis.enumerated() {
      var next = observation
      if index >= alive { next[.lossDiscriminator] = 0 }
      _ = monitor.observe(next)
    }
    #expect((monitor.diagnosis().stopAdvisedAt != nil) == isOver)
    #expect(monitor.diagnosis().outlook.worthGoingOn != isOver)
  }
}
