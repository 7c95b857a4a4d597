// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct SwappedLabelsTests {
  @Test func aLossBelowJensensBoundIsNotThatOfTheOutputs() throws {
    let trace = Trace(
      "probability/real: 0.02x60; probability/fake: 0.98x60; loss/d: 0.04x60 ~0.01; loss/g: 3x60 ~0.1"
    )
    let finding = try #require(trace.diagnosis().finding(.swappedLabels))
    #expect(finding.summary.contains("swapped"))
  }

  @Test func averagedHalvesAndAGoodDiscriminatorAreNone() {
    // The least loss of these outputs is 2 x 0.92; averaged and with confident samples 0.95.
    let averaged = Trace(
      "probability/real: 0.4x60; probability/fake: 0.6x60; loss/d: 0.95x60 ~0.05"
    )
    #expect(averaged.diagnosis().finding(.swappedLabels) == nil)
    let good = Trace("probability/real: 0.98x60; probability/fake: 0.02x60; loss/d: 0.05x60 ~0.01")
    #expect(good.diagnosis().finding(.swappedLabels) == nil)
  }

  @Test func wrongAboutBothClassesIsNoGuess() throws {
    let trace = Trace(
      "accuracy/real: 0.05x60 ~0.02; accuracy/fake: 0.08x60 ~0.02; loss/d: 1.2x60 ~0.1; loss/g: 1x60"
    )
    #expect(trace.diagnosis(.nonSaturating).finding(.swappedLabels)?.severity == .warning)
  }

  @Test func lossesAloneAreNotJudged() {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1; loss/g: 1x60 ~0.1").diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .swappedLabels })
  }
}
