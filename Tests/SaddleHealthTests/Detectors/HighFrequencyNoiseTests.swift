// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct HighFrequencyNoiseTests {
  @Test func jumpsFromStepToStepAreNoted() {
    let trace = Trace("loss/d: 1.2x600 ~0.8; loss/g: 0.9x600 ~0.1")
    let finding = trace.diagnosis(.nonSaturating).finding(.highFrequencyNoise)
    #expect(finding?.severity == .notice)
    #expect(finding?.state == .firing)
  }

  @Test func ordinaryNoiseIsNot() {
    let trace = Trace("loss/d: 1.2x600 ~0.2; loss/g: 0.9x600 ~0.1")
    #expect(trace.diagnosis(.nonSaturating).finding(.highFrequencyNoise) == nil)
  }

  @Test func averagedLogsCannotShowIt() {
    var context = RunContext(objective: .nonSaturating)
    context.valuesAreSmoothed = true
    let diagnosis = Trace("loss/d: 1.2x600 ~0.8; loss/g: 0.9x600").diagnosis(context)
    #expect(diagnosis.notJudged.contains { $0.symptom == .highFrequencyNoise })
  }
}
