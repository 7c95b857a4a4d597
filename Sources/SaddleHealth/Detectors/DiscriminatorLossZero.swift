// SPDX-License-Identifier: Apache-2.0

/// The discriminator's loss stays at the bottom: below a tenth of its ideal for half a window.
///
/// The level is a geometric mean, which a leap now and then does not hide. A low loss alone is
/// weak evidence: large hinge GANs train well at a fifth of the ideal, so a sample metric that is
/// as good as ever makes it a notice.
struct DiscriminatorLossZero: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorLossZero,
    quantities: [.discriminatorLoss]
  )

  /// Share of the ideal.
  static let limit = 0.1

  private var ratio = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    guard run.objective.idealDiscriminatorLoss != nil else { return .insufficient(.objective) }
    guard let ratio = run.lossRatio, let recent = run.recentLossRatio else {
      return .insufficient(.tooYoung)
    }
    self.ratio = ratio
    // A paired task is won by the discriminator without harm: only the very bottom counts.
    let limit = run.isConditional ? Self.limit / 5 : Self.limit
    if ratio < limit, recent < limit * 2 {
      return .present(run.tempered(.warning), confidence: 0.7)
    }
    return ratio < limit * 1.5 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator's loss lies at \((ratio * 100).text) % of its ideal: it tells nearly "
        + "every sample apart.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Evidence(
          "discriminator loss (geometric mean)",
          signal: .lossDiscriminator,
          ratio,
          .below,
          Self.limit,
          unit: "x ideal"
        )
      ],
      clearedBy: "A loss above 15 % of the ideal for half a window."
    )
  }
}

extension Symptom {
  /// The discriminator's loss stays at the bottom.
  public static let discriminatorLossZero = Symptom("discriminatorLossZero")
}

extension SymptomGuide {
  static let discriminatorLossZero = SymptomGuide(
    .discriminatorLossZero,
    title: "a discriminator loss at zero",
    absence: "The discriminator's loss is above a tenth of its ideal.",
    log: [.lossDiscriminator],
    meaning: "The discriminator tells nearly every sample apart.",
    measurement:
      "Geometric mean of its loss below 10 % of the ideal (2 % for paired tasks) for half a "
      + "window.",
    caveat:
      "Weak alone: large hinge GANs train well near zero. A sample metric at its best makes it "
      + "a notice.",
    sources: ["soumith/ganhacks", "Brock et al., BigGAN, 2019"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([
      .saturatedOutputs, .vanishingGradients, .modeCollapse, .stagnation, .metricRegression,
      .discriminatorLossJump, .neverLearned, .highFrequencyNoise,
    ]),
    remedies: [
      Remedy.lowerDiscriminatorRate, Remedy.addInstanceNoise, Remedy.addR1, Remedy.augment,
    ]
  )
}
