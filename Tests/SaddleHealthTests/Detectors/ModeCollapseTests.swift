// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ModeCollapseTests {
  @Test func aFifthOfTheDiversityIsCritical() throws {
    let trace = Trace(
      "diversity/real: 2.5x800; diversity/fake: 2.4x200 0.5x600 ~0.1; loss/d: 1.9x800 ~0.1"
    )
    let finding = try #require(trace.diagnosis(.hinge).finding(.modeCollapse))
    #expect(finding.severity == .critical)
    #expect(finding.basis == .samples)
    #expect(abs(finding.firstStep - 201) < 20)
  }

  @Test func ninetyPercentOfTheDiversityIsFine() {
    let trace = Trace(
      "diversity/real: 2.5x800; diversity/fake: 2.25x800 ~0.2; loss/d: 1.9x800 ~0.1"
    )
    #expect(trace.diagnosis(.hinge).finding(.modeCollapse) == nil)
  }

  @Test func lossesAloneAreOnlyConsistentWithIt() throws {
    let trace = Trace("loss/d: 1.3x300 ~0.05 0.65x900 ~0.05; loss/g: 0.7x300 1.9x900 ~0.2")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.modeCollapse))
    #expect(finding.severity == .warning)
    #expect(finding.basis == .losses)
    #expect(finding.summary.hasPrefix("Consistent with mode collapse"))
    #expect(trace.diagnosis(.nonSaturating).health == .watch)
  }

  @Test func goodFIDOverrulesTheLosses() {
    var trace = Trace("loss/d: 0.4x1000 ~0.1; loss/g: 1.9x1000 ~0.2")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] = 60 - Double(index) / 20
    }
    #expect(trace.diagnosis(.hinge).finding(.modeCollapse) == nil)
  }

  @Test func halvedCoverageIsCritical() {
    let trace = Trace("metrics/coverage: 0.3 0.6 0.7 0.7 0.1x30; loss/d: 1x34")
    #expect(trace.diagnosis(.hinge).alarms.contains(.modeCollapse))
  }
}
