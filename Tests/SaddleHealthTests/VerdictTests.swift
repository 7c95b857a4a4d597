// SPDX-License-Identifier: Apache-2.0

import SaddleRunsSamples
import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct VerdictTests {
  @Test func healthyNeedsPositiveEvidence() {
    let unknown = Trace("loss/d: 5.5x400 ~0.1; loss/g: 4.6x400 ~0.1").diagnosis()
    #expect(unknown.health == .unjudgeable)
    #expect(unknown.grounds.isEmpty && unknown.confidence == 0)
    #expect(unknown.story.contains("diversity/fake"))
    let low = Trace("loss/d: 0.6x400 ~0.05; loss/g: 2x400 ~0.1").diagnosis(.nonSaturating)
    #expect(low.health == .unjudgeable)
  }

  @Test(arguments: [
    ("loss/d: 1.3x400 ~0.05; loss/g: 0.7x400 ~0.05", Diagnosis.Ground.Kind.losses),
    ("loss/d: 0.7x400 ~0.05; probability/real: 0.75x400; probability/fake: 0.3x400", .outputs),
    ("loss/d: 0.7x400 ~0.05; accuracy/real: 0.8x400; accuracy/fake: 0.7x400", .outputs),
    ("loss/d: 0.7x400 ~0.05; metrics/fid: 90x100 50x100 30x200", .metric),
    ("loss/d: 1.2x400 ~0.05; diversity/real: 1x400; diversity/fake: 0.95x400", .samples),
  ])
  func aHealthyVerdictNamesItsGrounds(_ trace: String, _ kind: Diagnosis.Ground.Kind) {
    let result = Trace(trace).diagnosis(.nonSaturating)
    #expect(result.health == .healthy)
    #expect(result.grounds.first?.kind == kind)
    #expect(result.confidence >= 0.5)
  }

  /// Its own term pulls a reconstruction down whether the game is played or not.
  @Test(arguments: [
    ("loss/d: 1.2x150 0.7x150 ~0.1; loss/g_adversarial: 0.8x150 1.5x150 ~0.1", true),
    ("loss/d: 0.5x300 ~0.005; loss/g_adversarial: 1x300 ~0.01", false),
    ("loss/d: 1.2x100 0.05x200 ~0.01; loss/g_adversarial: 0.8x100 5x200 ~0.1", false),
  ])
  func aFallingReconstructionSpeaksForAGameThatIsPlayed(_ game: String, _ isGround: Bool) {
    let diagnosis = Trace(game + "; loss/g_reconstruction: 30x100 20x100 15x100 ~0.5")
      .diagnosis(.nonSaturating)
    #expect(diagnosis.grounds.contains { $0.detail.contains("reconstruction") } == isGround)
    #expect((diagnosis.health == .healthy) == isGround)
  }

  @Test func guessingIsAnEquilibriumOnlyForADiscriminatorThatOnceKnew() {
    let never = Trace("loss/d: 1.99x400 ~0.05; loss/g: 0.4x400 ~0.05").diagnosis(.hinge)
    #expect(never.health == .unjudgeable)
    let once = Trace("loss/d: 0.9x100 1.37x300 ~0.05; loss/g: 0.7x400 ~0.05")
      .diagnosis(.nonSaturating)
    #expect(once.health == .healthy)
    #expect(once.grounds.first?.detail.contains("can't show how varied") == true)
    // Spectral norm keeps scores within the margin, whatever is missing.
    let bounded = Trace("loss/d: 1.3x100 1.99x300 ~0.05; loss/g: 0.4x400 ~0.05").diagnosis(.hinge)
    #expect(bounded.health == .unjudgeable)
  }

  @Test func aWassersteinCriticIsHealthyWhileItsDistanceDoesNotGrow() {
    let fine = Trace("loss/d: -3x200 -2x200 ~0.2; loss/g: 5x400 ~1").diagnosis(.wasserstein)
    #expect(fine.health == .healthy)
    let growing = Trace("loss/d: -3x300 -60x300 ~0.2; loss/g: 5x600 ~1").diagnosis(.wasserstein)
    #expect(growing.health == .unjudgeable && growing.grounds.isEmpty)
  }

  @Test func whatIsDeadOrNeverLearnedIsNotWorthGoingOn() {
    let dead = Trace("loss/d: 1.3x100 nanx1 1.3x50; loss/g: 0.7x151").diagnosis(.nonSaturating)
    #expect(dead.health == .dead && !dead.outlook.worthGoingOn)
    let never = Trace("loss/d: 1x400 ~0.1; metrics/fid: 250x400 ~3").diagnosis(.nonSaturating)
    #expect(never.finding(.neverLearned)?.severity == .critical)
    #expect(!never.outlook.worthGoingOn)
  }

  /// A failing run is never one to go on with as it is.
  @Test(arguments: [
    ("learning_rate/g: 0x60; loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1", Symptom.notTrained, false),
    ("loss/d: 1.386294x60; loss/g: 0.693147x60", .lossesStandStill, false),
    ("loss/d: 0.5x5 0.01x60 ~0.002; loss/g: 0.9x5 0.01x60 ~0.002", .bothWin, false),
    ("loss/d: 1.3x90 nan; loss/g: 0.7x91", .nonFinite, false),
    ("diversity/real: 1x200; diversity/fake: 0.9x100 0.2x100", .modeCollapse, true),
  ])
  func sickIsNeverWorthGoingOnAsItIs(_ trace: String, _ symptom: Symptom, _ mayRecover: Bool) {
    let diagnosis = Trace(trace).diagnosis(.nonSaturating)
    #expect(diagnosis.finding(symptom)?.severity == .critical)
    #expect(diagnosis.health == .sick || diagnosis.health == .dead)
    #expect(diagnosis.outlook.course == (mayRecover ? .change : .stop))
    #expect(diagnosis.outlook.worthGoingOn == mayRecover)
    #expect((diagnosis.stopAdvisedAt == nil) == mayRecover)
  }

  @Test func aSettingThatCannotWorkIsNotWorthGoingOn() {
    var settings = RunSettings(source: "config.yaml")
    settings.set(.generatorRate, 0, named: "lr_g")
    var context = RunContext(objective: .nonSaturating)
    context.settings = settings
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1").diagnosis(context)
    #expect(diagnosis.finding(.settingOutOfRange)?.severity == .critical)
    #expect(diagnosis.outlook.course == .stop)
  }

  /// Nothing is going on any more in a run that has ended.
  @Test(arguments: [
    (RunEnding.Way.finished, "came to its end"), (.failed, "checkpoint"), (.killed, "checkpoint"),
    (.silent, "process"), (.stopped, "stopped"),
  ])
  func aRunThatEndedIsOver(_ way: RunEnding.Way, _ words: String) {
    var context = RunContext(objective: .nonSaturating)
    context.ending = RunEnding(way, "some words", source: "run.json", step: 400)
    let fine = Trace("loss/d: 1.3x400 ~0.05; loss/g: 0.7x400 ~0.05").diagnosis(context)
    #expect(fine.outlook.course == .over && fine.outlook.worthGoingOn)
    #expect(fine.outlook.reason.contains(words))
    #expect(fine.story.contains(fine.outlook.reason))
    let never = Trace("loss/d: 1x400 ~0.1; metrics/fid: 250x400 ~3").diagnosis(context)
    #expect(never.outlook.course == .over && !never.outlook.worthGoingOn)
    #expect(never.outlook.reason.contains("never learned"))
  }

  /// Each symptom that is watched for stands in exactly one of the three lists, wherever a log is cut.
  @Test(arguments: [
    "loss/d: 1.3x600 ~0.1; loss/g: 0.7x600 ~0.1",
    "loss/d: 1.3x200 0.01x400 ~0.005; loss/g: 0.7x200 9x400 ~0.1; accuracy/real: 0.7x200 1x400",
    "loss/d: 1x100 nanx1 1x200; loss/g: 0.7x301; grad_norm/g: 1x301 ~0.1; grad_norm/d: 1x301 ~0.1",
    "diversity/real: 1x500; diversity/fake: 0.9x200 0.2x200 1x100; loss/d: 1.9x500 ~0.1",
    "metrics/fid: 200x100 20x100 60x300; loss/d: -2x500 ~0.5; penalty/gradient: 0.1x500",
    "learning_rate/g: 0.0002x100 0.00001x200; augmentation/p: 0.1x100 0.99x200; loss/d: 1x300",
  ])
  func eachSymptomStandsInExactlyOneList(_ trace: String) {
    let all = Set(DetectorCatalog.builtIn.types.map { $0.info.symptom })
    let observations = Trace(trace).observations
    for objective in [nil, Objective.nonSaturating, .wasserstein] {
      var monitor = HealthMonitor(context: RunContext(objective: objective))
      for (index, observation) in observations.enumerated() {
        _ = monitor.observe(observation)
        guard index < 40 || index % 37 == 0 || index == observations.count - 1 else { continue }
        let result = monitor.diagnosis()
        let found = Set(result.findings.map(\.symptom))
        let rest = result.ruledOut.map(\.symptom) + result.notJudged.map(\.symptom)
        #expect(Set(rest).count == rest.count)
        #expect(found.isDisjoint(with: rest))
        #expect(found.union(rest) == all)
      }
    }
  }

  @Test func ruledOutOnlyWhatWasLookedForAsLongAsAnAlarmTakes() {
    let short = Trace("loss/d: 1.3x8; loss/g: 0.7x8").diagnosis(.nonSaturating)
    #expect(!short.ruledOut.contains { $0.symptom == .modeCollapse || $0.symptom == .oscillation })
    let long = Trace("loss/d: 1.3x900 ~0.1; loss/g: 0.7x900 ~0.1").diagnosis(.nonSaturating)
    #expect(long.ruledOut.contains { $0.symptom == .discriminatorLossZero })
  }

  /// A live monitor saw every step: what a thinned log does not show is not lost.
  @Test func whatTheRunsOwnMonitorFoundReachesTheVerdict() {
    let trace = Trace("loss/d: 1.3x400 ~0.05; loss/g: 0.7x400 ~0.05")
    var context = RunContext(objective: .nonSaturating)
    #expect(trace.diagnosis(context).health == .healthy)
    context.liveFindings = [
      .sample(
        .nonFinite,
        since: 17,
        confidence: 1,
        summary: "The generator's loss is NaN at step 17."
      )
    ]
    let result = trace.diagnosis(context)
    #expect(result.health == .dead)
    #expect(result.notes.contains { $0.contains("findings.jsonl") })
    #expect(!result.ruledOut.contains { $0.symptom == .nonFinite })
  }

  /// An equilibrium wobbles: losses at their ideal to the last digit are no evidence, nor are dead ones.
  @Test func whatDoesNotMoveSpeaksForNothing() {
    let constant = Trace("loss/d: 1.386294x400; loss/g: 0.693147x400").diagnosis(.nonSaturating)
    #expect(constant.health == .sick && constant.causes.first?.symptom == .lossesStandStill)
    let half = Trace(
      "loss/d: 0x400; loss/g_adversarial: 0x400; loss/g_reconstruction: 9x100 4x300 ~0.1"
    )
    #expect(half.diagnosis(.leastSquares).health == .unjudgeable)
    let black = Trace("loss/d: 0.3x400 ~0.1; metrics/psnr: 12x400 ~0.1").diagnosis(.nonSaturating)
    #expect(black.health == .sick && black.causes.first?.symptom == .neverLearned)
  }
}
