// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct MemorizationTests {
  @Test func heldOutRealsTakenForFakesAreCritical() throws {
    let trace = Trace(
      "accuracy/real: 0.98x300; accuracy/fake: 0.98x300; accuracy/held_out: 0.52x300; loss/d: 0.1x300"
    )
    let diagnosis = trace.diagnosis(.hinge)
    let finding = try #require(diagnosis.finding(.memorization))
    #expect(finding.severity == .critical)
    #expect(diagnosis.causes.first?.symptom == .memorization)
    #expect(diagnosis.causes.first?.explains.contains(.discriminatorDominates) == true)
  }

  @Test func smallGapIsNot() {
    let trace = Trace(
      "accuracy/real: 0.9x300; accuracy/fake: 0.9x300; accuracy/held_out: 0.84x300; loss/d: 0.6x300"
    )
    #expect(trace.diagnosis(.hinge).finding(.memorization) == nil)
  }

  @Test func heldOutScoresSayTheSame() {
    let trace = Trace(
      "scores/real: 2x300 ~0.1; scores/fake: -2x300 ~0.1; scores/held_out: -1x300; loss/d: 0.6x300"
    )
    #expect(trace.diagnosis(.hinge).alarms.contains(.memorization))
  }
}
