// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// The controller by itself: orders for given findings and metrics, no training.
@Suite struct AutopilotTests {
  @Test func adviseSaysOnceAndChangesNothing() throws {
    var run = PilotedRun(.advise)
    let intervention = try #require(run.step(1000, [.firing()]).advised, "nothing was advised")
    #expect(intervention.verdict == .advised)
    #expect(intervention.because.contains("--autopilot safe"))
    #expect(run.step(1100, [.firing()]) == .goOn)
    #expect(run.values[PilotedRun.rate] == 0.01)
  }

  @Test func aChangeThatHelpsStays() throws {
    var run = PilotedRun(.safe)
    run.measureAsBefore()
    let begun = try #require(run.step(1000, [.firing()]).begun, "nothing was begun")
    #expect(begun.changes == [.init(key: PilotedRun.rate, old: 0.01, new: "0.005")])
    #expect(run.step(1100, [.firing()]) == .goOn, "a trial takes two windows")
    run.measure(0.6)
    let kept = try #require(run.step(1200, []).kept, "it was not kept")
    #expect(kept.verdict == .kept)
    #expect(kept.outcome?.after == 0.6)
    #expect(run.pilot.inForce.map(\.valueText) == ["0.005"])
    #expect(run.step(1250, [.firing(since: 1240)]) == .goOn, "it rests for a window")
  }

  @Test func aChangeThatHarmsIsUndoneAndNotTriedAgain() throws {
    var run = PilotedRun(.safe)
    run.measureAsBefore()
    run.step(1000, [.firing()])
    run.measure(0.1)
    #expect(run.step(1100, [.firing()]) == .goOn, "one value below the band is noise")
    run.measure(0.1)
    let undone = try #require(run.step(1150, [.firing()]).undone, "it was not undone at once")
    #expect(undone.snapshot == 1000)
    #expect(undone.cost == 150)
    #expect(run.values[PilotedRun.rate] == 0.01)
    #expect(run.pilot.inForce.isEmpty)
    // Back at 1000: two windows of rest, then there is no other remedy.
    #expect(run.step(1100, [.firing()]) == .goOn)
    let next = run.step(1300, [.firing()])
    #expect(next.begun == nil, "the same failed remedy was tried twice in an episode")
  }

  @Test func aSymptomThatStaysWithoutBetterSamplesIsNoRepair() throws {
    var run = PilotedRun(.safe)
    run.measureAsBefore()
    run.step(1000, [.firing()])
    run.measure(0.34)
    let undone = try #require(run.step(1200, [.firing()]).undone, "it was kept")
    #expect(undone.because.contains("still there"))
  }

  @Test func withoutAMeasureTheSymptomAloneDecidesAndSaysSo() throws {
    var run = PilotedRun(.safe)
    run.step(1000, [.firing()])
    let kept = try #require(run.step(1200, []).kept, "it was not kept")
    #expect(kept.verdict == .keptUnjudged)
  }

  @Test func noticesYoungRunsAndFreshWarningsAreLeftAlone() {
    var run = PilotedRun(.safe)
    #expect(run.step(1000, [.firing(.discriminatorDominates, .notice)]) == .goOn)
    #expect(run.step(300, [.firing(since: 200)]) == .goOn, "a twentieth of the run is warm-up")
    let fresh = Finding.firing(.discriminatorDominates, .warning, since: 950)
    #expect(run.step(1000, [fresh]) == .goOn, "a warning has to stand for a window")
    #expect(run.step(1060, [fresh]).begun != nil, "then it counts")
  }

  @Test(arguments: [Severity.warning, .critical])
  func aSettingIsActedOnAtTheFirstStepFromTheBeginning(_ severity: Severity) throws {
    var run = PilotedRun(.guarded)
    run.checkpoints = [0]
    let back = Remedy.change(.restoreSettings, to: .number(0.0001))
    let finding = Finding.firing(.settingOutOfRange, severity, since: 1, remedies: [back])
    let begun = try #require(run.step(1, [finding]).begun, "a certain cause was waited for")
    #expect(begun.rollBackTo == 0)
    // The first samples of a run cover nothing yet, or anything: they take nothing back.
    #expect(run.step(200, []).kept != nil)
  }

  @Test func withoutACheckpointOfTheBeginningItIsActedOnWhereTheRunIs() throws {
    var run = PilotedRun(.guarded)
    let back = Remedy.change(.restoreSettings, to: .number(0.0001))
    let finding = Finding.firing(.settingOutOfRange, .warning, since: 1, remedies: [back])
    #expect(try #require(run.step(1, [finding]).begun).rollBackTo == nil)
  }

  @Test func whatDataAndGameShowIsWaitedFor() {
    for symptom in [Symptom.dataRange, .discriminatorDominates] {
      var run = PilotedRun(.safe)
      #expect(run.step(50, [.firing(symptom, .critical, since: 1)]) == .goOn)
    }
  }

  /// A momentum of 0.9 is no reason by itself; where the game turns round it is the cause.
  @Test func anUnusualSettingIsActedOnWhereSomethingGraveFollowsFromIt() throws {
    var run = PilotedRun(.guarded)
    run.checkpoints = [0, 300, 900]
    run.measureAsBefore()
    let back = Remedy.change(.restoreSettings, to: .number(0.0001))
    let setting = Finding.firing(.settingOutOfRange, .notice, since: 1, remedies: [back])
    #expect(run.step(1000, [setting]) == .goOn, "a notice alone was acted on")
    let collapse = Finding.firing(.modeCollapse, .critical, since: 600)
    let begun = try #require(
      run.step(1010, [setting, collapse], causes: [(.settingOutOfRange, [.modeCollapse])]).begun
    )
    #expect(begun.symptom == .settingOutOfRange)
    #expect(begun.rollBackTo == 300, "the setting has done no harm before")
  }

  @Test func aSettingIsActedOnInAYoungRunAndHoweverFar() throws {
    var run = PilotedRun(.safe)
    let back = Remedy.change(.restoreSettings, to: .number(0.0001))
    let finding = Finding.firing(.settingOutOfRange, .critical, since: 1, remedies: [back])
    let begun = try #require(run.step(100, [finding]).begun, "a certain cause was left alone")
    #expect(begun.changes.first?.new == "0.0001")
  }

  /// Samples of a generator that has hardly learned lie everywhere: covering less is no harm then.
  @Test func samplesOfAYoungRunAreNoMeasureOfHarm() throws {
    let back = Remedy.change(.restoreSettings, to: .number(0.0001))
    let finding = Finding.firing(.settingOutOfRange, .critical, since: 1, remedies: [back])
    func trial(_ end: [Finding]) throws -> Autopilot.Order {
      var run = PilotedRun(.safe)
      run.measureAsBefore()
      try #require(run.step(100, [finding]).begun != nil, "a certain cause was left alone")
      for step in [150, 200, 250] {
        run.measure(0.1)
        #expect(run.step(step, end) == .goOn, "a young run is not measured by its samples")
      }
      run.measure(0.1)
      return run.step(300, end)
    }
    let kept = try #require(trial([]).kept, "it was undone")
    #expect(kept.verdict == .keptUnjudged)
    #expect(kept.because.contains("too young"))
    #expect(try trial([finding]).undone != nil, "it was kept though the symptom is still there")
    let collapsed = Finding.firing(.modeCollapse, since: 120)
    #expect(try trial([collapsed]).kept != nil, "early samples look collapsed")
  }

  /// What was measured before is then half of the warm-up at most.
  @Test(arguments: [(999, true), (1000, false)])
  func aRunIsYoungForTwiceItsWarmUp(_ step: Int, _ isYoung: Bool) throws {
    var run = PilotedRun(.safe)
    run.measureAsBefore()
    let finding = Finding.firing(since: 500)
    try #require(run.step(step, [finding]).begun != nil, "nothing was begun")
    for _ in 1...2 { run.measure(0.1) }
    #expect((run.step(step + 50, [finding]) == .goOn) == isYoung)
  }

  @Test func aProbableCauseIsHeldWithinBounds() throws {
    var run = PilotedRun(.safe)
    let far = Remedy.change(to: .number(0.0001))
    let begun = try #require(run.step(1000, [.firing(remedies: [far])]).begun, "nothing was begun")
    #expect(begun.changes.first?.new == "0.000625", "a sixteenth at most")
  }

  @Test func theBudgetEndsTrying() throws {
    var run = PilotedRun(.safe)
    run.pilot.rules.triesPerEpisode = 2
    let remedies = [0.5, 0.4, 0.3].map { Remedy.change(to: .scaled(by: $0)) }
    let finding = Finding.firing(remedies: remedies)
    run.measureAsBefore()
    for step in stride(from: 1000, through: 4000, by: 50) {
      if run.pilot.isTrying { run.measure(0.34) }
      run.step(step, [finding])
    }
    let begun = run.orders.count { $0.begun != nil }
    #expect(begun == 2)
    let last = try #require(
      run.orders.last(where: { $0 != .goOn })?.advised,
      "it doesn't say that it is at its end"
    )
    #expect(last.because.contains("budget"))
  }

  @Test func aWarningAloneEndsNoRun() throws {
    let stop = Remedy.change(.stop, key: "none")
    var run = PilotedRun(.safe)
    let ripe = Finding.firing(.stagnation, .warning, since: 1000, remedies: [stop])
    let advised = try #require(run.step(5000, [ripe]).advised, "nothing was advised")
    #expect(advised.because.contains("ends no run"))
    #expect(run.step(5100, [.firing(.stagnation, remedies: [stop])]).stopped != nil)
    // Or once nothing has helped.
    var tried = PilotedRun(.safe)
    tried.pilot.rules.triesPerEpisode = 1
    let finding = Finding.firing(.stagnation, .warning, since: 500, remedies: [.change(), stop])
    try #require(tried.step(5000, [finding]).begun != nil, "nothing was begun")
    try #require(tried.step(5200, [finding]).undone != nil, "it was kept")
    #expect(tried.step(5400, [finding]).stopped != nil)
  }

  @Test func noRunIsEndedInItsFirstHalf() throws {
    let stop = Remedy.change(.stop, key: "none")
    var run = PilotedRun(.safe)
    let finding = Finding.firing(.stagnation, remedies: [stop])
    let advised = try #require(run.step(4900, [finding]).advised, "nothing was advised")
    #expect(advised.because.contains("first half"))
    #expect(run.step(5000, [finding]).stopped != nil)
  }

  @Test func whatWasCriticalBeforeEndsNoTrial() throws {
    var run = PilotedRun(.safe)
    let others = [Finding.firing(.modeCollapse), Finding.firing(.divergence)]
    run.step(1000, [.firing()] + others)
    #expect(run.step(1100, [.firing()] + others) == .goOn)
    let undone = try #require(
      run.step(1150, [.firing(.oscillation)] + others).undone,
      "something new that is critical was let pass"
    )
    #expect(undone.because.contains("oscillation"))
  }

  @Test func whatCannotBeJudgedAnyMoreIsNotBegun() throws {
    var run = PilotedRun(.safe, steps: 1100)
    let advised = try #require(
      run.step(1000, [.firing()]).advised,
      "it was begun with too few steps left"
    )
    #expect(advised.because.contains("too few steps"))
  }

  @Test func itGoesOnWhereItWas() throws {
    var run = PilotedRun(.safe)
    run.measureAsBefore()
    run.step(1000, [.firing()])
    let data = try JSONEncoder().encode(run.pilot)
    var other = run
    other.pilot = try JSONDecoder().decode(Autopilot.self, from: data)
    #expect(other.pilot == run.pilot)
    run.measure(0.6)
    other.measure(0.6)
    #expect(run.step(1200, []) == other.step(1200, []))
  }
}
