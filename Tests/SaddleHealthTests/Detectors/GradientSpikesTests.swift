// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct GradientSpikesTests {
  @Test func threeSpikesInAWindowAreAWarning() {
    let trace = Trace(
      "grad_norm/d: 1x300 ~0.2 60 1x20 ~0.2 60 1x20 ~0.2 60 1x30 ~0.2; loss/d: 1.3x393"
    )
    #expect(trace.diagnosis(.nonSaturating).alarms.contains(.gradientSpikes))
  }

  @Test func aYoungRunIsNotWarned() throws {
    let trace = Trace(
      "grad_norm/d: 1x110 ~0.2 60 1x20 ~0.2 60 1x20 ~0.2 60 1x30 ~0.2; loss/d: 1.3x203"
    )
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.gradientSpikes))
    #expect(finding.severity == .notice)
  }

  @Test func oneSpikeIsANotice() throws {
    let trace = Trace("grad_norm/d: 1x300 60 1x40 ~0.2; loss/d: 1.3x341")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.gradientSpikes))
    #expect(finding.severity == .notice)
  }

  @Test func heavyNoiseIsNone() {
    let trace = Trace("grad_norm/d: 2x2000 ~1.9; loss/d: 1.3x2000")
    #expect(trace.diagnosis(.nonSaturating).finding(.gradientSpikes) == nil)
  }
}
