// SPDX-License-Identifier: Apache-2.0

/// The discriminator's outputs lie at the ends of their range, for real and fake alike.
///
/// Means of logits, of probabilities or of least-squares scores beyond what is certain. A Wasserstein critic has no range, a hinge discriminator none that matters.
struct SaturatedOutputs: Detector {
  static let info = DetectorInfo(
    guide: .saturatedOutputs,
    signals: [.scoresReal, .scoresFake, .probabilityReal, .probabilityFake]
  )

  /// Mean probabilities at which all is certain, as for scores (`Objective.certainScores`).
  static let certain = Objective.CertainScores(real: 0.99, fake: 0.01, margin: 0.01)
  /// Mean probabilities that are needed.
  private static let fewest = 16

  private var real = 0.0
  private var fake = 0.0
  private var isProbability = false

  mutating func observe(_ run: RunView) -> Verdict {
    let probabilities = run.raw(.probabilityReal)
    if probabilities.count > 0 {
      isProbability = true
      real = probabilities.slow
      fake = run.raw(.probabilityFake).slow
      guard probabilities.count >= Self.fewest else { return .insufficient(.tooYoung) }
      return verdict(Self.certain, run)
    }
    guard run.raw(.scoresReal).count > 0, run.raw(.scoresFake).count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard run.raw(.scoresReal).count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    real = run.raw(.scoresReal).slow
    fake = run.raw(.scoresFake).slow
    guard let limit = run.objective.name?.certainScores else { return .insufficient(.objective) }
    return verdict(limit, run)
  }

  private func verdict(_ limit: Objective.CertainScores, _ run: RunView) -> Verdict {
    if limit.ofReal.holds(real), limit.ofFake.holds(fake) {
      return .present(run.tempered(.warning), confidence: 0.8)
    }
    return limit.ofReal.isGone(real) || limit.ofFake.isGone(fake) ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    let unit = isProbability ? "probability" : "score"
    let limit = isProbability ? Self.certain : run.objective.name?.certainScores
    return Description(
      "The discriminator is certain of everything: mean \(unit) \(real.text) for real and "
        + "\(fake.text) for fake samples.",
      side: .discriminator,
      basis: .outputs,
      evidence: [
        Evidence("mean output, real", signal: .scoresReal, real, .above, limit?.real, unit: unit),
        Evidence("mean output, fake", signal: .scoresFake, fake, .below, limit?.fake, unit: unit),
      ],
      clearedBy: "Outputs of either class back inside the range."
    )
  }
}

extension Objective.CertainScores {
  private static let source = "theory: a misjudged sample in a hundred moves the mean that far"
  var ofReal: Threshold { .above(real, clears: real - margin, source: Self.source) }
  var ofFake: Threshold { .below(fake, clears: fake + margin, source: Self.source) }
}

extension Symptom {
  /// The discriminator's outputs lie at the ends of their range.
  public static let saturatedOutputs = Symptom("saturatedOutputs")
}

extension SymptomGuide {
  static let saturatedOutputs = SymptomGuide(
    .saturatedOutputs,
    title: "saturated discriminator outputs",
    absence: "The discriminator's outputs are inside their range.",
    log: [.scoresReal, .scoresFake],
    meaning: "The discriminator is certain of everything; its gradient is nearly zero.",
    measurement:
      "Mean outputs beyond what is certain on both classes: probabilities "
      + "\(SaturatedOutputs.certain.ofReal.words) for real and \(SaturatedOutputs.certain.ofFake.words) "
      + "for fake samples, logits and least-squares scores alike.",
    limits: [
      "probability of real samples": SaturatedOutputs.certain.ofReal,
      "probability of fake samples": SaturatedOutputs.certain.ofFake,
    ],
    caveat: "No symptom for Wasserstein and hinge.",
    sources: ["SageMaker Debugger SaturatedActivation", "Wardat et al., DeepDiagnosis, ICSE 2022"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.vanishingGradients, .stagnation]),
    remedies: [
      Remedy.addR1, Remedy.lowerDiscriminatorRate, Remedy.smoothLabels, Remedy.addInstanceNoise,
    ]
  )
}
