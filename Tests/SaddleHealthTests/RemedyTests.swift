// SPDX-License-Identifier: Apache-2.0

import SaddleTesting
import Testing

@testable import SaddleHealth

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

  /// A rate that the log has and nobody declared is as good; one of a schedule is no setting.
  @Test(arguments: [
    ("4e-4x400", "= 0.0002"), ("4e-4x200 3e-4x200", "*= 0.5"), ("-x400", "*= 0.5"),
  ])
  func aLoggedRateIsWrittenOut(_ rates: String, _ end: String) throws {
    let trace = Trace(
      "loss/d: 0.01x400 ~0.005; loss/g: 6x400 ~0.3; learning_rate/d: \(rates)"
    )
    let finding = try #require(
      trace.diagnosis(.nonSaturating).finding(.discriminatorDominates)
    )
    let lower = try #require(
      finding.remedies.first { $0.measure == .lowerDiscriminatorLearningRate }
    )
    #expect(lower.pytorch == ["for group in optimizer_d.param_groups: group['lr'] \(end)"])
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

  /// A run of Saddle's own: all that rules may ask for is known.
  private func configured(_ objective: Objective) -> RunContext {
    var settings = RunSettings(source: "config.yaml", isSaddle: true)
    for key in SettingKey.judged { settings.set(key, 0.5) }
    let whole: [(SettingKey, Double)] = [
      (.batchSize, 64), (.generatorWidth, 32), (.discriminatorWidth, 16), (.latentSize, 4),
      (.reconstruction, 100), (.discriminatorSteps, 1), (.generatorSteps, 1), (.steps, 10_000),
      (.r1Interval, 16),
    ]
    for (key, value) in whole { settings.set(key, value) }
    for key in [SettingKey.generatorOptimizer, .discriminatorOptimizer] {
      settings.set(key, "adam")
    }
    for key in [SettingKey.generatorRate, .discriminatorRate] { settings.set(key, 0.0002) }
    settings.set(.objective, objective.id)
    settings.set(.dataSource, "folder")
    settings.set(.precision, "fp32")
    var context = RunContext(objective: objective)
    context.settings = settings
    return context
  }

  /// What is to be written down is a value: no placeholder, no factor on something.
  @Test(arguments: Symptom.allCases, Objective.all)
  func aRunWithAConfigurationIsAdvisedValues(_ symptom: Symptom, _ objective: Objective) {
    var inForce = configured(objective)
    for measure in [Measure.r1, .r2, .gradientPenalty] { inForce.measures[measure] = .some(nil) }
    for context in [configured(objective), inForce] {
      let remedies = RemedyCatalog.remedies(
        for: symptom.guide,
        context: context,
        objective: objective
      )
      for remedy in remedies {
        let unknown = remedy.changes.filter { !$0.isKnown }
        #expect(unknown.isEmpty, "\(symptom): \(unknown)")
        for text in [remedy.title] + remedy.changes.map(\.line) + remedy.pytorch {
          #expect(!isRelative(text), "\(symptom): \(text)")
        }
      }
    }
  }

  private func isRelative(_ text: String) -> Bool {
    // A title may say what is done to the value as long as it says the value, too.
    let words = ["Halve", "Double", "Quadruple", "Divide"]
    if words.contains(where: text.hasPrefix) { return !text.contains(where: \.isNumber) }
    return text.contains("present value")
      || ["* width", "4 * batch_size", "* gamma", "gamma *=", "['lr'] *=", "lr *="]
        .contains(where: text.contains)
  }

  /// The weight of a term as the configuration has it, as it was logged, or as a factor.
  @Test func aWeightThatIsKnownIsWrittenOut() throws {
    func remedy(_ change: (inout RemedyRequest) -> Void) throws -> Remedy {
      let guide = Symptom.reconstructionFailing.guide
      var request = RemedyRequest(symptom: guide.symptom)
      change(&request)
      let remedies = RemedyCatalog.remedies(for: guide, request, alongside: [])
      return try #require(remedies.first { $0.measure == .lowerAdversarialWeight })
    }
    let own = try remedy { $0.context = configured(.hinge) }
    #expect(own.changes.map(\.line) == ["paired.reconstruction: 200"])
    #expect(own.pytorch == ["loss_g = loss_adversarial + 200 * loss_reconstruction"])
    let logged = try remedy { $0.adversarialWeight = 0.8 }
    #expect(logged.title == "Halve the weight of the adversarial term, to 0.4")
    #expect(logged.changes.isEmpty)
    #expect(try remedy { _ in }.title == "Halve the weight of the adversarial term")
  }

  @Test func aWidthThatIsKnownIsWrittenOut() throws {
    let remedies = RemedyCatalog.remedies(
      for: Symptom.unequalCapacity.guide,
      context: configured(.hinge),
      objective: .hinge
    )
    let lines = remedies.flatMap(\.changes).map(\.line)
    #expect(lines == ["discriminator.width: 32", "generator.width: 64"])
  }

  /// Of a run whose configuration has no such key nothing is written that can't be pasted.
  @Test func whatHasNoKnownValueIsNotWrittenDown() throws {
    var context = RunContext(objective: .hinge)
    context.settings = RunSettings(source: "config.yaml", isSaddle: true)
    let remedies = RemedyCatalog.remedies(
      for: Symptom.unequalCapacity.guide,
      context: context,
      objective: .hinge
    )
    try #require(!remedies.isEmpty)
    for remedy in remedies { #expect(remedy.changes.isEmpty) }
  }
}
