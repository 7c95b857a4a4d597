// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct NonFiniteTests {
  @Test func firesAtTheFirstNaNAndStays() throws {
    let trace = Trace("loss/d: 1.3x20 nan 1.3x20; loss/g: 0.7x41")
    let finding = try #require(trace.diagnosis().finding(.nonFinite))
    #expect(finding.firstStep == 21)
    #expect(finding.severity == .critical)
    #expect(finding.state == .firing)
    #expect(trace.diagnosis().stopAdvisedAt == 21)
  }

  @Test func largeNumbersAreFinite() {
    #expect(!Trace("loss/d: 1e30x20 ~1e29").diagnosis().alarms.contains(.nonFinite))
  }

  @Test func maskedGradientsAreAWarningUntilTheyAreMany() throws {
    let once = Trace("loss/d: 1.3x60; non_finite/g: 0x20 3 0x39").diagnosis()
    #expect(try #require(once.finding(.nonFinite)).severity == .warning)
    #expect(once.health != .dead)
    let often = Trace("loss/d: 1.3x60; non_finite/g: 0x20 3x40").diagnosis()
    #expect(try #require(often.finding(.nonFinite)).severity == .critical)
  }

  @Test func undefinedMetricIsNoFaultOfTheWeights() {
    let diagnosis = Trace("loss/d: 1.3x100 ~0.05; loss/g: 0.7x100; metrics/fid: 50 nan 40")
      .diagnosis(.nonSaturating)
    #expect(diagnosis.health != .dead)
  }
}
