// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@Suite struct RemedyTests {
  @Test func everySymptomButAnEventHasARemedyWithEvidence() {
    for symptom in Symptom.allCases
    where ![.scheduleEvent, .accuracyAtChance, .discriminatorNotStarted].contains(symptom) {
      let remedies = symptom.guide.remedies
      #expect(!remedies.isEmpty, "\(symptom)")
      for remedy in remedies {
        #expect(!remedy.reason.isEmpty && !remedy.source.isEmpty && !remedy.evidence.isEmpty)
        #expect(!remedy.pytorch.isEmpty)
      }
    }
  }

  @Test(arguments: Symptom.allCases)
  func nothingInForceIsAdvised(_ symptom: Symptom) {
    var context = RunContext(objective: .wasserstein)
    let inForce: [Measure] = [
      .gradientPenalty, .r1, .spectralNormalization, .packing, .ema, .gradientClipping,
      .differentiableAugmentation, .adaptiveAugmentation, .instanceNoise, .lecam,
    ]
    for measure in inForce { context.measures[measure] = .some(nil) }
    let remedies = RemedyCatalog.remedies(
      for: symptom.guide,
      context: context,
      objective: .wasserstein
    )
    #expect(remedies.allSatisfy { !inForce.contains($0.measure) })
  }

  @Test func learningRateIsWrittenOutWhereItIsKnown() throws {
    var context = RunContext(objective: .hinge)
    context.discriminatorLearningRate = 4e-4
    let remedies = RemedyCatalog.remedies(
      for: Symptom.discriminatorDominates.guide,
      context: context,
      objective: .hinge
    )
    let lower = try #require(remedies.first { $0.measure == .lowerDiscriminatorLearningRate })
    #expect(lower.actionClass == .online)
    #expect(lower.title == "Lower the discriminator's learning rate to 0.0002")
    #expect(lower.changes.map(\.line) == ["optimizer.discriminator.learningRate: 0.0002"])
    #expect(lower.pytorch == ["for group in optimizer_d.param_groups: group['lr'] = 0.0002"])
  }

  @Test func aSilencedDiscriminatorGetsNoMorePenalty() {
    let remedies = RemedyCatalog.remedies(
      for: Symptom.modeCollapse.guide,
      context: RunContext(objective: .nonSaturating),
      objective: .nonSaturating,
      alongside: [.penaltyOutOfScale]
    )
    #expect(!remedies.contains { $0.measure == .r1 })
  }

  @Test func labelSmoothingIsForLogisticGamesOnly() {
    let remedies = RemedyCatalog.remedies(
      for: Symptom.saturatedOutputs.guide,
      context: RunContext(objective: .leastSquares),
      objective: .leastSquares
    )
    #expect(!remedies.contains { $0.measure == .labelSmoothing })
  }
}
