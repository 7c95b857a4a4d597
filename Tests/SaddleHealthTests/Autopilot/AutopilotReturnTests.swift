// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

/// Going back to a checkpoint: which one, what it holds, and what is remembered behind it.
@Suite struct AutopilotReturnTests {
  @Test func guardedGoesBackFromWhatIsBroken() throws {
    var run = PilotedRun(.guarded)
    run.checkpoints = [500, 900, 1500]
    let begun = try #require(
      run.step(1600, [.firing(.divergence, since: 1000)]).begun,
      "nothing was begun"
    )
    #expect(begun.rollBackTo == 900, "the last checkpoint from before the onset")
    #expect(!begun.changes.isEmpty, "going back alone repeats the failure")
  }

  @Test func behindAReturnTheFailureIsExpectedAndItsFailedRemedyRemembered() throws {
    var run = PilotedRun(.guarded)
    run.checkpoints = [900]
    let finding = Finding.firing(.divergence, since: 1000)
    run.step(1600, [finding])
    #expect(run.pilot.trialEnd == 1700, "not before the failure had come again")
    try #require(
      run.step(1650, [finding]).undone != nil,
      "it has come again, and the trial goes on"
    )
    #expect(run.step(1400, []) == .goOn, "not there yet")
    #expect(run.step(1600, [finding]).begun == nil, "the same remedy was tried again")
  }

  @Test func aTrialHoldsTheSnapshotAndTheBestCheckpoint() {
    var run = PilotedRun(.safe)
    run.step(1000, [.firing()])
    run.pilot.saved(snapshot: 1000, best: 700)
    #expect(run.pilot.pinned == [700, 1000])
    _ = run.pilot.broke(step: 1050, "not finite")
    #expect(run.pilot.pinned == [], "what was undone needs no snapshot")
  }

  @Test func aBrokenRunIsRescuedWhateverHoldsTheGate() throws {
    var run = PilotedRun(.guarded)
    let finding = Finding.firing(.nonFinite, since: 150)
    let known = run.values
    func cockpit(_ checkpoints: [Int]) -> Cockpit {
      Cockpit(checkpoints: { checkpoints }, reach: { _ in .safe }, value: { known[$0] })
    }
    func rescue(_ pilot: inout Autopilot, _ checkpoints: [Int]) -> Autopilot.Order {
      pilot.rescue(
        step: 150,
        cockpit: cockpit(checkpoints),
        diagnosis: PilotedRun.diagnosis([finding]),
        because: "not finite"
      )
    }
    #expect(rescue(&run.pilot, []) == .goOn, "there is nothing to go back to")
    #expect(run.pilot.isFresh)
    let begun = try #require(rescue(&run.pilot, [100]).begun, "a young run that broke was given up")
    #expect(begun.rollBackTo == 100)
    try #require(rescue(&run.pilot, [100]).undone != nil, "a trial that broke was not undone")
  }

  @Test func measurementsOfTheSnapshotStandInForAHistory() throws {
    var run = PilotedRun(.safe)
    run.step(1000, [.firing()])
    #expect(run.pilot.baselineCount == 10)
    let values = (0..<10).map { 0.3 + 0.01 * Double($0) }
    run.pilot.baseline(values, of: "coverage", largerIsBetter: true)
    #expect(run.pilot.baselineCount == 0)
    run.measure(0.7)
    let kept = try #require(run.step(1200, []).kept, "it was not kept")
    #expect(kept.verdict == .kept)
  }
}
