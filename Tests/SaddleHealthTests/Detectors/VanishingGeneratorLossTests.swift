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

  @Test func hingeHasNoSuchLevel() {
    let diagnosis = Trace("loss/d: 31x320; loss/g: 0x320").diagnosis(.hinge)
    #expect(diagnosis.notJudged.contains { $0.symptom == .vanishingGeneratorLoss })
  }
}
