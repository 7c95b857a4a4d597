// SPDX-License-Identifier: Apache-2.0

/// The discriminator's accuracy is stuck at 50 +- 2 %: converged, or uninformative.
///
/// From the accuracy alone these can't be told apart, so this is a notice; what decides stands in
/// `UninformativeEquilibrium`.
struct AccuracyAtChance: Detector {
  static let info = DetectorInfo(
    guide: .accuracyAtChance,
    quantities: [.accuracyReal, .accuracyFake]
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
    guard (accuracies.real - accuracies.fake).magnitude < 0.3 else { return .clear }
    let distance = (accuracy - 0.5).magnitude
    if distance < 0.02 { return .present(.notice, confidence: 0.5) }
    return distance < 0.04 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator guesses: it is right about \((accuracy * 100).text) % of samples.",
      side: .discriminator,
      basis: .outputs,
      evidence: [
        Evidence("accuracy", signal: .accuracy, accuracy * 100, .within, 2, unit: "% of 50 %")
      ],
      clearedBy: "An accuracy more than 4 points away from 50 %."
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
    measurement: "Accuracy within 2 points of 50 % for half a window.",
    caveat: "Never decides alone. Meaningless for Wasserstein and relativistic objectives.",
    sources: ["MathWorks, Monitor GAN Training Progress"],
    gravity: .context,
    causeClass: .dynamics,
    remedies: []
  )
}
