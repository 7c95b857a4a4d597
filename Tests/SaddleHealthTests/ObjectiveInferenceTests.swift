// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ObjectiveInferenceTests {
  @Test func scoresGiveTheFormulaAway() {
    // softplus(0.4) = 0.9130, softplus(-0.3) = 0.5544
    let logistic = Trace(
      "scores/real: 0.3x20; scores/fake: -0.4x20; loss/g: 0.913x20; loss/d: 1.0675x20"
    )
    #expect(logistic.diagnosis().objective.name == .nonSaturating)
    let hinge = Trace("scores/real: 0.3x20; scores/fake: -0.4x20; loss/g: 0.4x20; loss/d: 1.3x20")
    #expect(hinge.diagnosis().objective.name == .hinge)
    let critic = Trace("scores/real: 3x20; scores/fake: -4x20; loss/g: 4x20; loss/d: -7x20")
    #expect(critic.diagnosis().objective.name == .wasserstein)
    let squares = Trace(
      "scores/real: 0.8x20; scores/fake: 0.2x20; loss/g: 0.32x20; loss/d: 0.04x20"
    )
    #expect(squares.diagnosis().objective.name == .leastSquares)
  }

  @Test func firstLossesOfUntrainedNetworksAreKnown() {
    let diagnosis = Trace("loss/d: 1.38 1.3x99 ~0.05; loss/g: 0.7 0.8x99 ~0.05").diagnosis()
    #expect(diagnosis.objective.name == .nonSaturating)
    #expect(diagnosis.objective.known == .inferred)
    #expect(diagnosis.objective.confidence < 1)
  }

  @Test func negativeLossRulesOutEverythingButWasserstein() {
    let diagnosis = Trace("loss/d: 1.38x5 -3x200 ~1; loss/g: 0.7x205 ~0.2").diagnosis()
    #expect(diagnosis.objective.name == .wasserstein)
  }

  @Test func declarationIsNotQuestioned() {
    let diagnosis = Trace("loss/d: 1.38x100; loss/g: 0.69x100").diagnosis(.hinge)
    #expect(diagnosis.objective.name == .hinge)
    #expect(diagnosis.objective.known == .declared)
  }

  @Test func uncertainObjectiveCapsSeverity() throws {
    // Nothing but ranges to go by: no critical finding from a level.
    let trace = Trace("loss/d: 40x300 ~1; loss/g: 0.0001x300", stride: 100)
    #expect(!trace.diagnosis().findings.contains { $0.severity == .critical })
  }
}
