// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct VanishingGeneratorLossTests {
  @Test func frozenDiscriminatorIsCritical() throws {
    // Measured with a frozen discriminator: 31.4 and 0.000.
    let trace = Trace("loss/d: 1.39x20 31.4x300 ~0.1; loss/g: 0.69x20 0.0001x300")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.vanishingGeneratorLoss))
    #expect(finding.severity == .critical)
    #expect(finding.side == .discriminator)
    #expect(finding.remedies.first?.measure == .checkWiring)
    #expect(!finding.remedies.contains { $0.measure == .lowerDiscriminatorLearningRate })
  }

  @Test func lowGeneratorLossAtTheEquilibriumOfTheDiscriminatorIsNot() {
    let trace = Trace("loss/d: 1.39x320 ~0.02; loss/g: 0.2x320 ~0.02")
    #expect(!trace.diagnosis(.nonSaturating).alarms.contains(.vanishingGeneratorLoss))
  }

  /// D(G(z)) of 0.9 and a discriminator that loses four times what a guess costs: fooled, not gone.
  @Test func fakesThatPassFourTimesInFiveAreAWarning() throws {
    let fooled = Trace("loss/d: 1.39x40 5.2x300 ~0.2; loss/g: 0.69x40 0.11x300 ~0.01")
    let finding = try #require(
      fooled.diagnosis(.nonSaturating).finding(.vanishingGeneratorLoss)
    )
    #expect(finding.severity == .warning)
    let half = Trace("loss/d: 1.39x40 3x300 ~0.2; loss/g: 0.69x40 0.4x300 ~0.01")
    #expect(half.diagnosis(.nonSaturating).finding(.vanishingGeneratorLoss) == nil)
  }

  /// The first rows tell what a guess costs where nobody said the objective.
  @Test func anUnknownObjectiveIsMeasuredByABeginningOfGuesses() {
    let fooled = Trace("loss/d: 1.65x40 5.2x300 ~0.2; loss/g: 0.75x40 0.11x300 ~0.01")
    #expect(fooled.diagnosis().alarms.contains(.vanishingGeneratorLoss))
    // The generator catches up with a discriminator that was far ahead.
    let recovered = Trace("loss/d: 0.2x40 0.9x300 ~0.05; loss/g: 5x40 1.2x300 ~0.1")
    #expect(recovered.diagnosis().finding(.vanishingGeneratorLoss) == nil)
  }

  @Test func hingeHasNoSuchLevel() {
    let diagnosis = Trace("loss/d: 31x320; loss/g: 0x320").diagnosis(.hinge)
    #expect(diagnosis.notJudged.contains { $0.symptom == .vanishingGeneratorLoss })
  }
}
