// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct PenaltyOutOfScaleTests {
  @Test func penaltyAboveTheIdealLossIsAWarning() {
    let trace = Trace("penalty/r1: 4x400 ~0.5; loss/d: 5.3x400 ~0.5; loss/g: 0.7x400")
    #expect(trace.diagnosis(.nonSaturating).alarms.contains(.penaltyOutOfScale))
  }

  @Test func aTenthOfItIsNot() {
    let trace = Trace("penalty/r1: 0.1x400 ~0.05; loss/d: 1.4x400 ~0.05; loss/g: 0.7x400 ~0.01")
    #expect(trace.diagnosis(.nonSaturating).alarms.isEmpty)
  }
}
