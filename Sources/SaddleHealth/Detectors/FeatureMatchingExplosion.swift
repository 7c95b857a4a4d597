// SPDX-License-Identifier: Apache-2.0

/// The feature-matching loss grows by decades: the discriminator's features grow without bound.
///
/// The level of the last eighth of the run lies beyond everything before it and ten times above the
/// usual one (a warning), a hundred times (critical). Nothing in a healthy run does so: a term that
/// rises steeply at the beginning settles, and its plateau is then the usual level. Adversarial losses
/// may stay calm, as the last layer divides what the others multiply. It is over when the level is back
/// within half a decade of what was usual before: one that stays where it leapt to is no new usual.
struct FeatureMatchingExplosion: Detector {
  static let info = DetectorInfo(
    guide: .featureMatchingExplosion,
    glances: [.lossGeneratorFeatureMatching],
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  static let warning = Threshold.above(
    10,
    clears: 3,
    unit: "x its usual level",
    source: "AcademiCodec#27 (38 to 55,178), TensorFlowTTS#125; a decade is beyond any plateau"
  )
  static let critical = 100.0

  private var history = LevelHistory()
  private var growth: LevelHistory.Growth?
  private var verdict = Verdict.insufficient(.tooYoung)

  mutating func observe(_ run: RunView) -> Verdict {
    guard let value = run.value(.lossGeneratorFeatureMatching) else { return verdict }
    guard history.add(value, step: run.step) else { return verdict }
    verdict = judge()
    return verdict
  }

  private mutating func judge() -> Verdict {
    guard history.count >= LevelHistory.fewest else { return .insufficient(.tooYoung) }
    guard let growth = history.growth(beyond: Self.warning.fires) ?? remaining() else {
      growth = nil
      return .clear
    }
    self.growth = growth
    return .present(growth.factor > Self.critical ? .critical : .warning, confidence: 0.9)
  }

  /// What there is left of a growth that was told: the present level over what was usual before it.
  private func remaining() -> LevelHistory.Growth? {
    guard var growth, let level = history.level else { return nil }
    growth.level = level
    return Self.warning.isGone(growth.factor) ? nil : growth
  }

  func describe(_ run: RunView) -> Description {
    let growth = growth ?? LevelHistory.Growth(level: 0, usual: 0, onset: run.step)
    return Description(
      "The feature-matching loss explodes: \(growth.level.text), \(growth.factor.text) times its usual "
        + "\(growth.usual.text), growing since step \(growth.onset).",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Self.warning.evidence(
          "feature-matching loss",
          signal: .lossGeneratorFeatureMatching,
          growth.factor
        )
      ],
      clearedBy: "A feature-matching loss \(Self.warning.clearingWords).",
      onset: growth.onset
    )
  }
}

extension Symptom {
  /// The feature-matching loss grows by decades.
  public static let featureMatchingExplosion = Symptom("featureMatchingExplosion")
}

extension SymptomGuide {
  static let featureMatchingExplosion = SymptomGuide(
    .featureMatchingExplosion,
    title: "exploding feature matching",
    absence: "The feature-matching loss stays within a decade of its usual level.",
    log: [.lossGeneratorFeatureMatching],
    meaning:
      "The discriminator's inner features grow without bound, and with them the distance that the "
      + "generator is told to close: that term now rules everything it learns.",
    measurement:
      "The last eighth of the run beyond everything before it and \(FeatureMatchingExplosion.warning.words); "
      + "a hundred times is critical.",
    limits: ["feature matching": FeatureMatchingExplosion.warning],
    caveat: "Abstains below 16 rows.",
    sources: ["yangdongchao/AcademiCodec#27", "TensorSpeech/TensorFlowTTS#125"],
    gravity: .failure,
    causeClass: .dynamics,
    stopAdvice:
      "That term rules all that is learned from now on; go back to a checkpoint.",
    effects: .these([.metricRegression, .stagnation, .gradientSpikes]),
    remedies: [
      Remedy.rollBack, Remedy.addSpectralNormalization, Remedy.halveLearningRates,
      Remedy.startDiscriminatorLater,
    ]
  )
}
