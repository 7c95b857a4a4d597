// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// The controller by itself: orders for given findings and metrics, no training.
@Suite struct AutopilotTests {
  static let rate = "optimizer.discriminator.learningRate"

  /// A run of numbers that an autopilot steers.
  struct Run {
    var pilot: Autopilot
    var values: [String: Double] = [AutopilotTests.rate: 0.01]
    var checkpoints: [Int] = []
    var orders: [Autopilot.Order] = []

    init(_ mode: AutopilotMode, steps: Int = 10_000) {
      pilot = Autopilot(AutopilotRules(mode, steps: steps, window: 100))
    }

    /// Makes a step with findings; carries out what changes numbers.
    @discardableResult
    mutating func step(_ step: Int, _ findings: [Finding]) -> Autopilot.Order {
      let (known, saved) = (values, checkpoints)
      let cockpit = Cockpit(
        checkpoints: { saved },
        reach: { $0.hasPrefix("optimizer.") ? .safe : $0.hasPrefix("generator.") ? .restart : nil },
        value: { known[$0] }
      )
      let order = pilot.decide(step: step, firing: findings, cockpit: cockpit) {
        AutopilotTests.diagnosis(findings)
      }
      switch order {
      case .begin(let intervention):
        pilot.saved(snapshot: intervention.rollBackTo ?? step)
        for change in intervention.changes { values[change.key] = Double(change.new) }
      case .undo(let intervention):
        for change in intervention.changes { values[change.key] = change.old }
      default: break
      }
      orders.append(order)
      return order
    }
  }

  static func remedy(
    _ measure: Measure = .lowerDiscriminatorLearningRate,
    key: String = rate,
    to value: ConfigurationChange.Value = .scaled(by: 0.5)
  ) -> Remedy {
    Remedy(
      measure: measure,
      title: "Change \(key)",
      reason: "A test.",
      evidence: "",
      source: "",
      actionClass: .online,
      changes: [ConfigurationChange(key: key, value: value)],
      pytorch: []
    )
  }

  static func finding(
    _ symptom: Symptom = .discriminatorDominates,
    _ severity: Severity = .critical,
    since step: Int = 1000,
    remedies: [Remedy] = [remedy()]
  ) -> Finding {
    Finding(
      symptom: symptom,
      severity: severity,
      firstStep: step,
      firedAtStep: step,
      lastStep: step,
      confidence: 0.9,
      basis: .outputs,
      summary: "seen",
      evidence: [],
      clearedBy: "its going away",
      remedies: remedies
    )
  }

  static func diagnosis(_ findings: [Finding]) -> Diagnosis {
    var diagnosis = Diagnosis(objective: HealthMonitor().diagnosis().objective)
    diagnosis.findings = findings
    diagnosis.causes = findings.map {
      Diagnosis.Cause(
        symptom: $0.symptom,
        confidence: 0.9,
        firstStep: $0.firstStep,
        explains: [],
        story: ""
      )
    }
    return diagnosis
  }

  /// Eight values of a metric between 0.3 and 0.37, as a run has them before anything is changed.
  static func measure(_ run: inout Run) {
    for index in 0..<8 { run.measure(0.3 + 0.01 * Double(index)) }
  }

  @Test func adviseSaysOnceAndChangesNothing() {
    var run = Run(.advise)
    guard case .advise(let intervention) = run.step(1000, [Self.finding()]) else {
      Issue.record("nothing was advised")
      return
    }
    #expect(intervention.verdict == .advised)
    #expect(intervention.because.contains("--autopilot safe"))
    #expect(run.step(1100, [Self.finding()]) == .goOn)
    #expect(run.values[Self.rate] == 0.01)
  }

  @Test func aChangeThatHelpsStays() throws {
    var run = Run(.safe)
    Self.measure(&run)
    guard case .begin(let begun) = run.step(1000, [Self.finding()]) else {
      Issue.record("nothing was begun")
      return
    }
    #expect(begun.changes == [.init(key: Self.rate, old: 0.01, new: "0.005")])
    #expect(run.step(1100, [Self.finding()]) == .goOn, "a trial takes two windows")
    run.measure(0.6)
    guard case .keep(let kept) = run.step(1200, []) else {
      Issue.record("it was not kept")
      return
    }
    #expect(kept.verdict == .kept)
    #expect(kept.outcome?.after == 0.6)
    #expect(run.pilot.inForce.map(\.valueText) == ["0.005"])
    #expect(run.step(1250, [Self.finding(since: 1240)]) == .goOn, "it rests for a window")
  }

  @Test func aChangeThatHarmsIsUndoneAndNotTriedAgain() {
    var run = Run(.safe)
    Self.measure(&run)
    run.step(1000, [Self.finding()])
    run.measure(0.1)
    #expect(run.step(1100, [Self.finding()]) == .goOn, "one value below the band is noise")
    run.measure(0.1)
    guard case .undo(let undone) = run.step(1150, [Self.finding()]) else {
      Issue.record("it was not undone at once")
      return
    }
    #expect(undone.snapshot == 1000)
    #expect(undone.cost == 150)
    #expect(run.values[Self.rate] == 0.01)
    #expect(run.pilot.inForce.isEmpty)
    // Back at 1000: two windows of rest, then there is no other remedy.
    #expect(run.step(1100, [Self.finding()]) == .goOn)
    let next = run.step(1300, [Self.finding()])
    if case .begin = next { Issue.record("the same failed remedy was tried twice in an episode") }
  }

  @Test func aSymptomThatStaysWithoutBetterSamplesIsNoRepair() {
    var run = Run(.safe)
    Self.measure(&run)
    run.step(1000, [Self.finding()])
    run.measure(0.34)
    guard case .undo(let undone) = run.step(1200, [Self.finding()]) else {
      Issue.record("it was kept")
      return
    }
    #expect(undone.because.contains("still there"))
  }

  @Test func withoutAMeasureTheSymptomAloneDecidesAndSaysSo() {
    var run = Run(.safe)
    run.step(1000, [Self.finding()])
    guard case .keep(let kept) = run.step(1200, []) else {
      Issue.record("it was not kept")
      return
    }
    #expect(kept.verdict == .keptUnjudged)
  }

  @Test func noticesYoungRunsAndFreshWarningsAreLeftAlone() {
    var run = Run(.safe)
    #expect(run.step(1000, [Self.finding(.discriminatorDominates, .notice)]) == .goOn)
    #expect(run.step(300, [Self.finding(since: 200)]) == .goOn, "a twentieth of the run is warm-up")
    let fresh = Self.finding(.discriminatorDominates, .warning, since: 950)
    #expect(run.step(1000, [fresh]) == .goOn, "a warning has to stand for a window")
    if case .begin = run.step(1060, [fresh]) {} else { Issue.record("then it counts") }
  }

  @Test func aSettingIsActedOnInAYoungRunAndHoweverFar() {
    var run = Run(.safe)
    let back = Self.remedy(.restoreSettings, to: .number(0.0001))
    let finding = Self.finding(.settingOutOfRange, .critical, since: 1, remedies: [back])
    guard case .begin(let begun) = run.step(100, [finding]) else {
      Issue.record("a certain cause was left alone")
      return
    }
    #expect(begun.changes.first?.new == "0.0001")
  }

  @Test func aProbableCauseIsHeldWithinBounds() {
    var run = Run(.safe)
    let far = Self.remedy(to: .number(0.0001))
    guard case .begin(let begun) = run.step(1000, [Self.finding(remedies: [far])]) else {
      Issue.record("nothing was begun")
      return
    }
    #expect(begun.changes.first?.new == "0.000625", "a sixteenth at most")
  }

  @Test func theBudgetEndsTrying() {
    var run = Run(.safe)
    run.pilot.rules.triesPerEpisode = 2
    let remedies = [0.5, 0.4, 0.3].map { Self.remedy(to: .scaled(by: $0)) }
    let finding = Self.finding(remedies: remedies)
    Self.measure(&run)
    for step in stride(from: 1000, through: 4000, by: 50) {
      if run.pilot.isTrying { run.measure(0.34) }
      run.step(step, [finding])
    }
    let begun = run.orders.count { if case .begin = $0 { true } else { false } }
    #expect(begun == 2)
    guard case .advise(let last)? = run.orders.last(where: { $0 != .goOn }) else {
      Issue.record("it doesn't say that it is at its end")
      return
    }
    #expect(last.because.contains("budget"))
  }

  @Test func guardedGoesBackFromWhatIsBroken() {
    var run = Run(.guarded)
    run.checkpoints = [500, 900, 1500]
    guard case .begin(let begun) = run.step(1600, [Self.finding(.divergence, since: 1000)]) else {
      Issue.record("nothing was begun")
      return
    }
    #expect(begun.rollBackTo == 900, "the last checkpoint from before the onset")
    #expect(!begun.changes.isEmpty, "going back alone repeats the failure")
  }

  @Test func whatWasCriticalBeforeEndsNoTrial() {
    var run = Run(.safe)
    let others = [Self.finding(.modeCollapse), Self.finding(.divergence)]
    run.step(1000, [Self.finding()] + others)
    #expect(run.step(1100, [Self.finding()] + others) == .goOn)
    guard case .undo(let undone) = run.step(1150, [Self.finding(.oscillation)] + others) else {
      Issue.record("something new that is critical was let pass")
      return
    }
    #expect(undone.because.contains("oscillation"))
  }

  @Test func behindAReturnTheFailureIsExpectedAndItsFailedRemedyRemembered() {
    var run = Run(.guarded)
    run.checkpoints = [900]
    let finding = Self.finding(.divergence, since: 1000)
    run.step(1600, [finding])
    #expect(run.pilot.trialEnd == 1700, "not before the failure had come again")
    guard case .undo = run.step(1650, [finding]) else {
      Issue.record("it has come again, and the trial goes on")
      return
    }
    #expect(run.step(1400, []) == .goOn, "not there yet")
    if case .begin = run.step(1600, [finding]) { Issue.record("the same remedy was tried again") }
  }

  @Test func whatCannotBeJudgedAnyMoreIsNotBegun() {
    var run = Run(.safe, steps: 1100)
    guard case .advise(let advised) = run.step(1000, [Self.finding()]) else {
      Issue.record("it was begun with too few steps left")
      return
    }
    #expect(advised.because.contains("too few steps"))
  }

  @Test func aTrialHoldsTheSnapshotAndTheBestCheckpoint() {
    var run = Run(.safe)
    run.step(1000, [Self.finding()])
    run.pilot.saved(snapshot: 1000, best: 700)
    #expect(run.pilot.pinned == [700, 1000])
    _ = run.pilot.broke(step: 1050, "not finite")
    #expect(run.pilot.pinned == [], "what was undone needs no snapshot")
  }

  @Test func aBrokenRunIsRescuedWhateverHoldsTheGate() {
    var run = Run(.guarded)
    let finding = Self.finding(.nonFinite, since: 150)
    let known = run.values
    func cockpit(_ checkpoints: [Int]) -> Cockpit {
      Cockpit(checkpoints: { checkpoints }, reach: { _ in .safe }, value: { known[$0] })
    }
    func rescue(_ pilot: inout Autopilot, _ checkpoints: [Int]) -> Autopilot.Order {
      pilot.rescue(
        step: 150,
        cockpit: cockpit(checkpoints),
        diagnosis: Self.diagnosis([finding]),
        because: "not finite"
      )
    }
    #expect(rescue(&run.pilot, []) == .goOn, "there is nothing to go back to")
    #expect(run.pilot.isFresh)
    guard case .begin(let begun) = rescue(&run.pilot, [100]) else {
      Issue.record("a young run that broke was given up")
      return
    }
    #expect(begun.rollBackTo == 100)
    guard case .undo = rescue(&run.pilot, [100]) else {
      Issue.record("a trial that broke was not undone")
      return
    }
  }

  @Test func measurementsOfTheSnapshotStandInForAHistory() {
    var run = Run(.safe)
    run.step(1000, [Self.finding()])
    #expect(run.pilot.baselineCount == 10)
    let values = (0..<10).map { 0.3 + 0.01 * Double($0) }
    run.pilot.baseline(values, of: "coverage", largerIsBetter: true)
    #expect(run.pilot.baselineCount == 0)
    run.measure(0.7)
    guard case .keep(let kept) = run.step(1200, []) else {
      Issue.record("it was not kept")
      return
    }
    #expect(kept.verdict == .kept)
  }

  @Test func networksTakeAnotherRun() {
    let wider = Self.remedy(.largerGenerator, key: "generator.width", to: .integer(64))
    var run = Run(.guarded)
    guard case .advise(let advised) = run.step(1000, [Self.finding(remedies: [wider])]) else {
      Issue.record("nothing was advised")
      return
    }
    #expect(advised.because.contains("--autopilot restart"))
    var other = Run(.restart)
    guard case .restart = other.step(1000, [Self.finding(remedies: [wider])]) else {
      Issue.record("no other run was asked for")
      return
    }
  }

  @Test func itGoesOnWhereItWas() throws {
    var run = Run(.safe)
    Self.measure(&run)
    run.step(1000, [Self.finding()])
    let data = try JSONEncoder().encode(run.pilot)
    var other = run
    other.pilot = try JSONDecoder().decode(Autopilot.self, from: data)
    #expect(other.pilot == run.pilot)
    run.measure(0.6)
    other.measure(0.6)
    #expect(run.step(1200, []) == other.step(1200, []))
  }
}

extension AutopilotTests.Run {
  mutating func measure(_ value: Double) {
    pilot.measured(value, of: "coverage", largerIsBetter: true)
  }
}
