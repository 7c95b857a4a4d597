// SPDX-License-Identifier: Apache-2.0

/// The discriminator's accuracy is stuck at 50 %: converged, or uninformative.
///
/// From the accuracy alone these can't be told apart, so this is a notice; what decides stands in
/// `UninformativeEquilibrium`.
struct AccuracyAtChance: Detector {
  static let info = DetectorInfo(
    guide: .accuracyAtChance,
    quantities: [.accuracyReal, .accuracyFake]
  )

  static let chance = Threshold.within(
    0.02,
    of: 0.5,
    clears: 0.04,
    unit: "points",
    scale: 100,
    source: "theory: the mean of 16 batches of 64 guesses lies within 1.6 points (one deviation)"
  )
  static let oneSided = Threshold.above(
    0.3,
    unit: "points between both classes",
    scale: 100,
    source: "ours: classes that are further apart mean being fooled (FooledDiscriminator)"
  )

  private var accuracy = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.track(.accuracyReal).count + run.track(.accuracyFake).count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard run.objective.name?.decisionBoundary != nil else { return .insufficient(.objective) }
    guard let accuracies = run.accuracies else { return .insufficient(.tooYoung) }
    accuracy = (accuracies.real + accuracies.fake) / 2
    // Right on one class and wrong on the other is being fooled, not guessing.
    guard !Self.oneSided.holds((accuracies.real - accuracies.fake).magnitude) else {
      return .clear
    }
    return Self.chance.verdict(accuracy, .notice, confidence: 0.5)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator guesses: it is right about \((accuracy * 100).text) % of samples.",
      side: .discriminator,
      basis: .outputs,
      evidence: [
        Self.chance.evidence("accuracy", signal: .accuracy, accuracy)
      ],
      clearedBy: "An accuracy \(Self.chance.clearingWords)."
    )
  }
}

extension Symptom {
  /// The discriminator's accuracy is stuck at chance.
  public static let accuracyAtChance = Symptom("accuracyAtChance")
}

extension SymptomGuide {
  static let accuracyAtChance = SymptomGuide(
    .accuracyAtChance,
    title: "a discriminator at chance",
    absence: "The discriminator does better than guessing.",
    log: [.accuracyReal, .accuracyFake],
    meaning:
      "The discriminator guesses: either the game is won or the discriminator learns nothing.",
    measurement: "Accuracy \(AccuracyAtChance.chance.words) for half a window.",
    limits: [
      "accuracy": AccuracyAtChance.chance,
      "difference of accuracies, no chance": AccuracyAtChance.oneSided,
    ],
    caveat: "Never decides alone. Meaningless for Wasserstein and relativistic objectives.",
    sources: ["MathWorks, Monitor GAN Training Progress"],
    gravity: .context,
    causeClass: .dynamics,
    remedies: []
  )
}
