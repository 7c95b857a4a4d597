// SPDX-License-Identifier: Apache-2.0

/// The discriminator's outputs lie at the ends of their range, for real and fake alike.
///
/// Mean logits beyond +-4.6 (probabilities beyond 0.99 and 0.01); for least squares outputs
/// beyond [-0.5, 1.5]. A Wasserstein critic has no range, a hinge discriminator none that matters.
struct SaturatedOutputs: Detector {
  static let info = DetectorInfo(
    guide: .saturatedOutputs,
    signals: [.scoresReal, .scoresFake, .probabilityReal, .probabilityFake]
  )

  private var real = 0.0
  private var fake = 0.0
  private var isProbability = false

  mutating func observe(_ run: RunView) -> Verdict {
    let probabilities = run.raw(.probabilityReal)
    if probabilities.count > 0 {
      isProbability = true
      real = probabilities.slow
      fake = run.raw(.probabilityFake).slow
      guard probabilities.count >= 16 else { return .insufficient(.tooYoung) }
      return verdict(run, real > 0.99 && fake < 0.01, real > 0.98 && fake < 0.02)
    }
    guard run.raw(.scoresReal).count > 0, run.raw(.scoresFake).count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard run.raw(.scoresReal).count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    real = run.raw(.scoresReal).slow
    fake = run.raw(.scoresFake).slow
    guard let limit = run.objective.name?.certainScores else { return .insufficient(.objective) }
    return verdict(
      run,
      real > limit.real && fake < limit.fake,
      real > limit.real - limit.margin && fake < limit.fake + limit.margin
    )
  }

  private func verdict(_ run: RunView, _ isSaturated: Bool, _ isNear: Bool) -> Verdict {
    if isSaturated { return .present(run.tempered(.warning), confidence: 0.8) }
    return isNear ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    let unit = isProbability ? "probability" : "score"
    let limit =
      isProbability
      ? Objective.CertainScores(real: 0.99, fake: 0.01, margin: 0.01)
      : run.objective.name?.certainScores
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
      "Mean logits beyond +-4.6 (probabilities beyond 0.99 and 0.01) on both classes; least "
      + "squares beyond [-0.5, 1.5].",
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
