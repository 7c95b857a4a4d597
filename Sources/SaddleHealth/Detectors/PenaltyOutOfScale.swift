// SPDX-License-Identifier: Apache-2.0

/// A penalty outweighs the adversarial loss.
///
/// The penalty's average over a window is above the objective's ideal loss: the discriminator is
/// busy being smooth. For Wasserstein, above some times the adversarial loss. With lazy
/// regularization only the steps that have a penalty count.
struct PenaltyOutOfScale: Detector {
  static let info = DetectorInfo(
    guide: .penaltyOutOfScale,
    quantities: [.penalty]
  )

  static let outweighs = Threshold.above(
    1,
    clears: 0.7,
    unit: "x ideal",
    source: "theory: from there on most of the discriminator's loss is the penalty"
  )
  /// Adversarial losses that stand for the ideal of a Wasserstein critic.
  static let critic = 5.0

  private var ratio = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let penalty = run.track(.penalty)
    guard penalty.count > 0 else { return .insufficient(.missingSignals) }
    guard penalty.count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    let isWasserstein = run.objective.name == .wasserstein
    let unit =
      isWasserstein
      ? run.track(.discriminatorLoss).slow.magnitude * Self.critic
      : run.objective.idealDiscriminatorLoss
    guard let unit, unit > 0 else { return .insufficient(.objective) }
    ratio = penalty.slow / unit
    if Self.outweighs.holds(ratio), Self.outweighs.holds(penalty.fast / unit) {
      return .present(run.tempered(.warning), confidence: 0.7)
    }
    return Self.outweighs.isGone(ratio) ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    let isWasserstein = run.objective.name == .wasserstein
    return Description(
      "The penalty is \(ratio.text) times \(isWasserstein ? "its limit" : "the ideal loss"): it "
        + "rules the discriminator.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Evidence(
          "penalty",
          signal: .penalty,
          ratio,
          .above,
          Self.outweighs.fires,
          unit: isWasserstein ? "x \(Self.critic.text) adversarial losses" : Self.outweighs.unit
        )
      ],
      clearedBy: "A penalty \(Self.outweighs.clearingWords)."
    )
  }
}

extension Symptom {
  /// A penalty outweighs the adversarial loss.
  public static let penaltyOutOfScale = Symptom("penaltyOutOfScale")
}

extension SymptomGuide {
  static let penaltyOutOfScale = SymptomGuide(
    .penaltyOutOfScale,
    title: "a penalty out of scale",
    absence: "The penalty is below the adversarial loss.",
    log: [.penalty],
    meaning: "The discriminator spends itself on being smooth and tells nothing apart.",
    measurement:
      "Penalty \(PenaltyOutOfScale.outweighs.words) of the adversarial loss over a window "
      + "(Wasserstein: over \(PenaltyOutOfScale.critic.text) times the adversarial loss).",
    limits: ["penalty": PenaltyOutOfScale.outweighs],
    caveat: "A penalty that silences the discriminator early on stays small itself: see "
      + "uninformativeEquilibrium.",
    sources: ["Mescheder et al., 2018, arXiv:1801.04406"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.uninformativeEquilibrium, .accuracyAtChance, .stagnation, .neverLearned]),
    remedies: [Remedy.lowerPenaltyWeight]
  )
}
