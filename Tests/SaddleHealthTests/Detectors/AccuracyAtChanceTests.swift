// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct AccuracyAtChanceTests {
  @Test func fiftyPercentIsANotice() throws {
    let trace = Trace(
      "accuracy/real: 0.5x400 ~0.05; accuracy/fake: 0.5x400 ~0.05; loss/d: 1.39x400"
    )
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(try #require(diagnosis.finding(.accuracyAtChance)).severity == .notice)
    #expect(diagnosis.alarms.isEmpty)
  }

  @Test func sixtyPercentIsNot() {
    let trace = Trace("accuracy/real: 0.6x400 ~0.05; accuracy/fake: 0.6x400 ~0.05; loss/d: 1.3x400")
    #expect(trace.diagnosis(.nonSaturating).finding(.accuracyAtChance) == nil)
  }

  @Test func criticHasNoAccuracy() {
    let trace = Trace("accuracy/real: 0x400; accuracy/fake: 1x400; loss/d: -0.5x400; loss/g: 1x400")
    let diagnosis = trace.diagnosis(.wasserstein)
    #expect(diagnosis.finding(.accuracyAtChance) == nil)
    #expect(diagnosis.notJudged.contains { $0.symptom == .accuracyAtChance })
  }
}
