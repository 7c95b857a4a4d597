// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DiscriminatorDominatesTests {
  @Test func measuredAccuracyOfAHundredPercentIsAWarning() throws {
    let trace = Trace("accuracy/real: 1x300; accuracy/fake: 0.995x300; loss/d: 0.01x300")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.discriminatorDominates))
    #expect(finding.basis == .outputs)
    #expect(finding.severity == .warning)
  }

  @Test func ninetyFivePercentIsNot() {
    let trace = Trace("accuracy/real: 0.95x300 ~0.04; accuracy/fake: 0.95x300; loss/d: 0.3x300")
    #expect(!trace.diagnosis(.nonSaturating).alarms.contains(.discriminatorDominates))
  }

  @Test func lossBoundsTheAccuracy() throws {
    let trace = Trace("loss/d: 0.01x400 ~0.005; loss/g: 6x400 ~0.3")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.discriminatorDominates))
    #expect(finding.basis == .losses)
  }

  @Test func strongStartThatPassesIsResolved() throws {
    let trace = Trace(
      "accuracy/real: 1x200 0.75x600; accuracy/fake: 1x200 0.7x600; loss/d: 1x800 ~0.1"
    )
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(try #require(diagnosis.finding(.discriminatorDominates)).state == .resolved)
    #expect(diagnosis.health == .healthy)
  }
}
