// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ReconstructionFailingTests {
  @Test func aRiseThatStaysIsAWarning() throws {
    let trace = Trace("loss/g_reconstruction: 10x30 6x60 12x40 ~0.3; loss/d: 0.5x130 ~0.1")
    let finding = try #require(trace.diagnosis().finding(.reconstructionFailing))
    #expect(finding.severity == .warning)
    #expect((85...96).contains(finding.firstStep))
  }

  @Test func threefoldIsCritical() throws {
    let trace = Trace("loss/g_reconstruction: 1.1x60 7x60 ~0.1; loss/d: 0.5x120 ~0.1")
    #expect(try #require(trace.diagnosis().finding(.reconstructionFailing)).severity == .critical)
  }

  @Test func aRiseThatRecoversLeavesNoAlarm() {
    let trace = Trace(
      "loss/g_reconstruction: 10x30 6x60 8.4x10 7x10 6x40 ~0.3; loss/d: 0.5x150 ~0.1"
    )
    #expect(trace.diagnosis().alarms.contains(.reconstructionFailing) == false)
  }

  /// A stretch that happens to be good ends nothing while the level stays where it is.
  @Test func aLuckyStretchIsNoRecovery() {
    let trace = Trace(
      "loss/g_reconstruction: 2.3x64 9x60 2.5x4 9x60 2.4x4 9x12 ~0.3; loss/d: 0.5x204 ~0.1"
    )
    let found = trace.diagnosis().findings.filter { $0.symptom == .reconstructionFailing }
    #expect(found.count == 1)
    #expect(found.first?.state == .firing)
  }

  @Test func wherePicturesAreAsGoodAsEverOnlyTheWeightHasChanged() {
    let trace = Trace(
      "loss/g_reconstruction: 6x60 12x60 ~0.3; metrics/reconstruction: 0.5x120 ~0.01"
    )
    #expect(trace.diagnosis().finding(.reconstructionFailing)?.severity == .notice)
  }

  /// A session that begins anew begins with the error of untrained networks; one that goes on does not.
  @Test(arguments: [true, false])
  func aSessionBegunAnewIsNoRise(_ isContinued: Bool) {
    var trace = Trace("loss/g_reconstruction: 6x60 12x40 ~0.3; loss/d: 0.5x100 ~0.1")
    var session = RunSession(firstStep: 1, lastStep: 60, count: 60)
    session.isContinued = isContinued
    var fact = RunFact(.session, "a new session")
    fact.session = session
    trace.observations[60].facts = [fact]
    let alarms = trace.diagnosis(RunContext()).alarms
    #expect(alarms.contains(.reconstructionFailing) == isContinued)
  }

  @Test func withoutOneItIsNotJudged() {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1").diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .reconstructionFailing })
  }
}
