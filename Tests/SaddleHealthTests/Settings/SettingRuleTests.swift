// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

/// Each rule: what it fires at, the nearest it is silent at, what it says and sets.
@Suite struct SettingRuleTests {
  /// The ring's settings with changes, beside the preset's as reference.
  private func ring(_ changes: [SettingKey: Double], isReferred: Bool = true) -> RunSettings {
    var settings = RunSettings(source: "config.yaml", isSaddle: true)
    let preset: [SettingKey: Double] = [
      .generatorRate: 1e-3, .discriminatorRate: 1e-3, .generatorBeta1: 0.5,
      .discriminatorBeta1: 0.5, .batchSize: 256, .discriminatorSteps: 1, .generatorSteps: 1,
      .r1: 0.1, .generatorEpsilon: 1e-8, .steps: 4000, .averagingDecay: 0.995,
    ]
    for (key, value) in preset { settings.set(key, value) }
    settings.set(.dataSource, "ring")
    settings.set(.generatorOptimizer, "adam")
    settings.set(.discriminatorOptimizer, "adam")
    if isReferred {
      settings.reference = .init(
        name: "the preset ring",
        values: settings.entries.mapValues(\.value)
      )
    }
    for (key, value) in changes { settings.set(key, value) }
    return settings
  }

  private func review(
    _ settings: RunSettings,
    _ objective: Objective? = .nonSaturating,
    isPaired: Bool = false
  ) throws -> SettingsReview {
    var context = RunContext(objective: objective)
    context.settings = settings
    return SettingsReview(
      try #require(SettingsView(context, objective: objective, isPaired: isPaired))
    )
  }

  @Test func theReferenceItselfHasNoIssue() throws {
    #expect(try review(ring([:])).issues == [])
    #expect(try review(ring([:], isReferred: false)).issues == [])
  }

  @Test(arguments: [
    (
      [SettingKey.generatorRate: 0.0], SettingIssue.Weight.certain,
      "generator's learning rate is 0 ("
    ),
    ([.discriminatorRate: 0], .certain, "discriminator's learning rate is 0 ("),
    (
      [.generatorRate: 0.05, .discriminatorRate: 0.05], .far,
      "50 times that of the preset ring, 0.001"
    ),
    ([.batchSize: 2], .far, "batch is 2 (training.batchSize)"),
    ([.generatorRate: 1e-5, .discriminatorSteps: 5], .far, "far apart"),
    ([.r1: 1000], .far, "10000 times that of the preset ring, 0.1"),
    ([.generatorEpsilon: 1000], .far, "epsilon is 1000"),
    ([.generatorSteps: 20], .far, "20 (training.generatorSteps)"),
    ([.averagingDecay: 0.9999999], .far, "weights from the start"),
    ([.labelSmoothing: 0.95], .far, "Label smoothing is 0.95"),
    ([.instanceNoise: 20], .far, "drown"),
    ([.generatorWeightDecay: 100], .far, "weight decay is 100"),
    ([.generatorRate: 0.005, .discriminatorRate: 0.005, .generatorBeta1: 0.9], .doubtful, "0.005"),
    ([.r1: 0], .doubtful, "No penalty holds the discriminator"),
    ([.generatorRateHalfway: 0], .far, "by the middle of the run"),
    ([.discriminatorRatePeak: 0.2], .far, "is to rise from 0.001"),
    (
      [.instanceNoise: 2, .instanceNoiseHalfway: 2, .dataDeviation: 0.7], .far,
      "D sees noise by half and more"
    ),
    ([.r1: 10], .far, "100 times that of the preset ring, 0.1"),
    ([.r1: 1], .doubtful, "10 times that of the preset ring, 0.1"),
  ])
  func aWrongSettingIsNamedWithItsValue(
    _ changes: [SettingKey: Double],
    _ weight: SettingIssue.Weight,
    _ words: String
  ) throws {
    let review = try review(ring(changes))
    #expect(review.issues.first?.weight == weight)
    #expect(
      review.issues.contains { $0.sentence.contains(words) },
      "\(review.issues.map(\.sentence))"
    )
    for issue in review.issues { #expect(!issue.source.isEmpty && !issue.changes.isEmpty) }
  }

  @Test(arguments: [
    // Three times the preset's rate, StyleGAN2-ADA's, is no reason for a word.
    [SettingKey.generatorRate: 2.5e-3, .discriminatorRate: 2.5e-3],
    [.discriminatorRate: 4e-3, .generatorRate: 1e-3],
    [.batchSize: 8],
    [.discriminatorSteps: 5],
    [.r1: 1],
    [.generatorBeta1: 0.9, .generatorRate: 4e-4],
    [.averagingDecay: 0.9998],
    [.generatorRatePeak: 2e-2],
    [.instanceNoise: 2, .instanceNoiseHalfway: 0.5, .dataDeviation: 0.7],
  ])
  func theNearestUsualSettingIsNotFar(_ changes: [SettingKey: Double]) throws {
    let issues = try review(ring(changes)).issues
    #expect(issues.allSatisfy { $0.weight == .doubtful }, "\(issues.map(\.sentence))")
  }

  @Test func theChangeIsTheWorkingValueAndNotHalfOfTheWrongOne() throws {
    let changes = try review(ring([.generatorRate: 0.05, .discriminatorRate: 0.05])).changes
    #expect(
      changes.map(\.line) == [
        "optimizer.generator.learningRate: 0.001", "optimizer.discriminator.learningRate: 0.001",
      ]
    )
    let batch = try review(ring([.batchSize: 2])).changes
    #expect(batch.map(\.line) == ["training.batchSize: 256"])
  }

  /// Whoever trains at a fifth of the preset's rate may have had a reason; the side that stands still
  /// joins it there.
  @Test func aPublishedRateIsLeftAloneAndTheOtherSideFollowsIt() throws {
    let review = try review(ring([.generatorRate: 2e-4, .discriminatorRate: 0]))
    #expect(review.changes.map(\.line) == ["optimizer.discriminator.learningRate: 0.0002"])
    let alone = try self.review(ring([.generatorRate: 2e-4]))
    #expect(alone.changes.map(\.line) == ["optimizer.generator.learningRate: 0.001"])
  }

  /// The preset is named only for values that it has.
  @Test(arguments: [(1e-3, "the preset ring has it"), (2e-4, "beside the other settings")])
  func theReasonIsTrueOfTheValues(_ rate: Double, _ words: String) throws {
    var context = RunContext(objective: .nonSaturating)
    context.settings = ring([.generatorRate: rate, .discriminatorRate: 0])
    let guide = SymptomGuides.builtIn[.settingOutOfRange]
    let reason = try #require(guide.remedies(in: context).first?.reason)
    #expect(reason.contains(words), "\(reason)")
  }

  @Test func aRateThatIsAlsoFarOutIsNoMeasureForTheOther() throws {
    let review = try review(ring([.generatorRate: 0.05, .discriminatorRate: 0]))
    #expect(
      Set(review.changes.map(\.line)) == [
        "optimizer.generator.learningRate: 0.001", "optimizer.discriminator.learningRate: 0.001",
      ]
    )
  }

  @Test func clippingIsReplacedByThePenaltyWhereTheCriticIsOneOfWasserstein() throws {
    let review = try review(ring([.r1: 0, .weightClipping: 10]), .wasserstein)
    #expect(
      review.changes.map(\.line) == [
        "regularizers.weightClipping.bound: 0", "regularizers.gradientPenalty.weight: 0.1",
        "training.discriminatorSteps: 5",
      ]
    )
    let other = try self.review(ring([.weightClipping: 10]))
    #expect(other.changes.map(\.line) == ["regularizers.weightClipping.bound: 0.01"])
  }

  @Test func aRisingScheduleIsDroppedAndTheOthersStay() throws {
    var settings = ring([.generatorRatePeak: 0.2])
    settings.set(.otherSchedules, "[regularizers.r1.gamma linear to 0]")
    #expect(
      try review(settings).changes.map(\.line)
        == ["schedules: [regularizers.r1.gamma linear to 0]"]
    )
  }

  @Test func whatNeedsAnotherRunIsLeftOutOfWhatARunningGameTakes() throws {
    let review = try review(
      ring([.r1: 0, .discriminatorSteps: 5, .generatorRate: 2e-4, .discriminatorRate: 5e-3]),
      .saturating
    )
    #expect(review.changes.contains { $0.key == "objective" })
    #expect(
      review.changesInPlace.map(\.line).sorted() == [
        "optimizer.discriminator.learningRate: 0.001", "optimizer.generator.learningRate: 0.001",
        "regularizers.r1.gamma: 0.1", "training.discriminatorSteps: 1",
      ]
    )
  }

  @Test func withoutAReferenceTheUsualValueIsSet() throws {
    let review = try review(ring([.batchSize: 2, .generatorRate: 0], isReferred: false))
    #expect(review.changes.first?.line == "optimizer.generator.learningRate: 0.001")
    #expect(review.changes.contains { $0.key == "training.batchSize" })
  }

  @Test func wassersteinNeedsABoundAndOneIsEnough() throws {
    let bare = try review(ring([.r1: 0]), .wasserstein)
    #expect(bare.issues.first?.weight == .certain)
    #expect(bare.changes.first?.line == "regularizers.gradientPenalty.weight: 0.1")
    #expect(try review(ring([.r1: 0, .gradientPenalty: 0.1]), .wasserstein).issues == [])
    #expect(try review(ring([.r1: 0, .weightClipping: 0.01]), .wasserstein).issues == [])
    // Of a log that prints a few of its options, silence says nothing.
    var foreign = RunSettings(source: "opt.txt")
    foreign.set(.generatorRate, 1e-4, named: "lr")
    #expect(try review(foreign, .wasserstein).issues == [])
  }

  @Test func saturatingWithFiveStepsIsFarOnlyWithoutAPenalty() throws {
    #expect(
      try review(ring([.r1: 0, .discriminatorSteps: 5]), .saturating).issues.first?.sentence
        .contains("saturating loss") == true
    )
    let bounded = try review(ring([.discriminatorSteps: 5]), .saturating)
    #expect(!bounded.issues.contains { $0.sentence.contains("saturating") })
  }

  @Test func sgdIsJudgedByItsStepInAConstantGradient() throws {
    var settings = ring([
      .generatorRate: 1, .discriminatorRate: 1, .generatorMomentum: 0.9,
      .discriminatorMomentum: 0.9,
    ])
    settings.set(.generatorOptimizer, "sgd")
    settings.set(.discriminatorOptimizer, "sgd")
    let issues = try review(settings).issues
    #expect(issues.first?.weight == .far)
    #expect(issues.first?.sentence.contains("momentum 0.9") == true)
    // The reference was made for another optimizer: its rate comes with it.
    let lines = try review(settings).changes.map(\.line)
    #expect(lines.contains("optimizer.generator.kind: adam"))
    #expect(lines.contains("optimizer.generator.learningRate: 0.001"))
    settings.set(.generatorRate, 0.1)
    settings.set(.discriminatorRate, 0.1)
    settings.set(.generatorMomentum, 0.5)
    settings.set(.discriminatorMomentum, 0.5)
    #expect(try !review(settings).issues.contains { $0.weight > .doubtful })
  }

  @Test func batchOneIsUsualInPairedTasks() throws {
    var settings = RunSettings(source: "opt.txt")
    settings.set(.batchSize, 1, named: "batch_size")
    #expect(try review(settings, .leastSquares, isPaired: true).issues == [])
    let alone = try review(settings, .leastSquares)
    #expect(alone.issues.first?.sentence.contains("1 (batch_size)") == true)
  }

  @Test func foreignRatesKeepTheirName() throws {
    var settings = RunSettings(source: "train_opt.txt")
    settings.set(.generatorRate, 0.5, named: "lr")
    settings.set(.discriminatorRate, 0.5, named: "lr")
    let issue = try #require(try review(settings).issues.first)
    #expect(issue.sentence.contains("0.5 (lr)"))
  }

  @Test(arguments: [
    (0.010000000000000002, "0.01"), (1e-3, "0.001"), (2.5e-4, "0.00025"), (1e-12, "1.0e-12"),
    (5e-6, "5.0e-6"), (256, "256"), (0.1 * 0.5, "0.05"), (1234.5678, "1235"), (0, "0"),
    (-0.5, "-0.5"), (1e20, "1.0e20"),
  ])
  func numbersAreWrittenWithoutBinaryNoise(_ value: Double, _ text: String) {
    #expect(SettingText.number(value) == text)
    #expect(Double(text).map { abs($0 - value) <= abs(value) * 1e-3 } == true)
  }
}
