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

@Suite struct ObjectiveReadTests {
  private func context(_ objective: Objective, _ known: ObjectiveJudgment.Origin) -> RunContext {
    var context = RunContext()
    context.readObjective = ObjectiveJudgment(
      name: objective,
      known: known,
      confidence: 0.9,
      reason: "It stands there."
    )
    return context
  }

  @Test func optionsAreBelievedWhateverTheValuesLookLike() {
    let trace = Trace("loss/d: 1.38 1.3x99 ~0.05; loss/g: 0.7 0.8x99 ~0.05")
    let diagnosis = trace.diagnosis(context(.hinge, .options))
    #expect(diagnosis.objective.name == .hinge)
    #expect(diagnosis.objective.known == .options)
  }

  @Test func aDefaultHoldsUnlessTheValuesExcludeIt() {
    // A quarter each is the balance of least squares; logistic losses can't both be so low.
    let flat = Trace("loss/d_real: 0.25x99; loss/d_fake: 0.25x99; loss/d: 0.5x99; loss/g: 0.25x99")
    let other = flat.diagnosis(context(.nonSaturating, .codeBase))
    #expect(other.objective.name != .nonSaturating)
    #expect(flat.diagnosis(context(.leastSquares, .codeBase)).objective.known == .codeBase)
    let usual = Trace("loss/d: 1.2x99 ~0.1; loss/g: 0.9x99 ~0.1")
    #expect(usual.diagnosis(context(.nonSaturating, .codeBase)).objective.known == .codeBase)
  }

  @Test func meansOfHalvesAreSeenBetweenTheColumns() {
    let trace = Trace("loss/d_real: 0.7x99; loss/d_fake: 0.6x99; loss/d: 0.65x99; loss/g: 0.7x99")
    let judged = trace.diagnosis(context(.nonSaturating, .options)).objective
    #expect(judged.discriminatorLossScale == 0.5)
  }

  @Test func lossesWithAClassifiersTermAreNotGuessed() {
    let trace = Trace("loss/d: 5.8x99 ~0.3; loss/g: 5x99 ~0.3")
    let judged = trace.diagnosis().objective
    #expect(judged.name == nil)
    #expect(judged.reason.contains("another term"))
    // A game that turns bad began elsewhere.
    let lost = Trace("loss/d: 1.38 1.4x9 6x89; loss/g: 0.7 0.8x9 9x89").diagnosis().objective
    #expect(!lost.reason.contains("another term"))
  }
}
