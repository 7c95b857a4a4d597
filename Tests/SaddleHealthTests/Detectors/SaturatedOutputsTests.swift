// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct SaturatedOutputsTests {
  @Test func certainLogitsAreAWarning() {
    let trace = Trace("scores/real: 12x300 ~1; scores/fake: -9x300 ~1; loss/d: 0.001x300")
    #expect(trace.diagnosis(.nonSaturating).alarms.contains(.saturatedOutputs))
  }

  @Test func oneCertainClassIsNot() {
    let trace = Trace("scores/real: 30x300 ~1; scores/fake: -2.2x300 ~1; loss/d: 0.39x300")
    #expect(!trace.diagnosis(.saturating).alarms.contains(.saturatedOutputs))
  }

  @Test func probabilitiesNeedNoObjective() {
    let trace = Trace("probability/real: 0.9999x60; probability/fake: 0.0000001x60")
    #expect(trace.diagnosis().alarms.contains(.saturatedOutputs))
  }

  @Test func criticHasNoRange() {
    let trace = Trace("scores/real: 500x300; scores/fake: -500x300; loss/d: -1000x300")
    let diagnosis = trace.diagnosis(.wasserstein)
    #expect(diagnosis.notJudged.contains { $0.symptom == .saturatedOutputs })
  }
}
