// SPDX-License-Identifier: Apache-2.0

/// The discriminator's loss stays at the bottom of its ideal for half a window.
///
/// The level is a geometric mean, which a leap now and then does not hide, over the window or the last
/// quarter of a short log. A low loss alone is weak evidence: large hinge GANs train well at a fifth of the ideal, so a sample metric that is
/// as good as ever makes it a notice.
struct DiscriminatorLossZero: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorLossZero,
    quantities: [.discriminatorLoss]
  )

  static let bottom = Threshold.below(
    0.1,
    clears: 0.15,
    unit: "x ideal",
    source: "theory: at most a tenth of the samples are misjudged; large hinge GANs lie at a fifth"
  )
  /// Factor on it for paired tasks, which the discriminator wins without harm; unpaired ones have nothing
  /// else that says what samples should look like (windows of two published CycleGAN games lie at 0.44 x
  /// ideal and above).
  private static let paired = 0.2
  /// Factor on it for the last values, which wobble more.
  private static let slack = 2.0

  /// Share of its own beginning, where the objective gives no level or the log is short.
  static let fall = Threshold.below(
    0.01,
    clears: 0.03,
    unit: "x its beginning",
    source: "theory: an untrained discriminator guesses, so its first losses are near the ideal"
  )
  /// The lowest first loss that can be a beginning.
  ///
  /// A fifth of the lowest ideal of any objective, that of least squares with averaged halves: what
  /// begins lower is weighted, or begins in mid-run.
  private static let lowestBeginning = 0.25 / 5
  /// Observations that are needed for it.
  private static let fewest = 10

  private var ratio = 0.0
  private var beginning = Beginning()
  private var tail = Tail()
  private var isRelative = false
  private var isSigned = false

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    begin(run)
    isRelative = false
    guard let ratio = run.settledLossRatio, let recent = run.recentLossRatio else {
      return judgeAgainstBeginning(run)
    }
    self.ratio = ratio
    let factor = run.hasPairs ? Self.paired : 1
    let isLow = Self.bottom.holds(ratio / factor)
    if isLow, Self.bottom.holds(recent / factor / Self.slack) {
      return .present(run.tempered(.warning), confidence: 0.7)
    }
    return Self.bottom.isGone(ratio / factor) ? .clear : .fading
  }

  private mutating func begin(_ run: RunView) {
    guard run.has(.discriminatorLoss) else { return }
    let loss = run.track(.discriminatorLoss).last
    if loss < 0 { isSigned = true }
    tail.add(loss)
    beginning.add(loss)
  }

  private mutating func judgeAgainstBeginning(_ run: RunView) -> Verdict {
    guard !isSigned, beginning.mean > Self.lowestBeginning,
      run.objective.name?.idealDiscriminatorLoss != nil
        || run.objective.name == nil
    else { return .insufficient(.objective) }
    guard tail.count >= Self.fewest, let now = tail.median else {
      return .insufficient(.tooYoung)
    }
    isRelative = true
    ratio = now / beginning.mean
    let factor = run.hasPairs ? Self.paired : 1
    if Self.fall.holds(ratio / factor) { return .present(run.tempered(.warning), confidence: 0.65) }
    return Self.fall.isGone(ratio) ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator's loss lies at \((ratio * 100).text) % of its "
        + "\(isRelative ? "beginning" : "ideal"): it tells nearly "
        + "every sample apart.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        (isRelative ? Self.fall : Self.bottom).evidence(
          "discriminator loss (geometric mean)",
          signal: .lossDiscriminator,
          ratio
        )
      ],
      clearedBy:
        "A loss \((isRelative ? Self.fall : Self.bottom).clearingWords) for half a window."
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
    absence: "The discriminator's loss is not \(DiscriminatorLossZero.bottom.words).",
    log: [.lossDiscriminator],
    meaning: "The discriminator tells nearly every sample apart.",
    measurement:
      "Geometric mean of its loss \(DiscriminatorLossZero.bottom.words) (a fifth of that for paired "
      + "tasks) for half a window; \(DiscriminatorLossZero.fall.words) where the objective is unknown "
      + "or the log is short.",
    limits: [
      "loss": DiscriminatorLossZero.bottom,
      "loss against its own beginning": DiscriminatorLossZero.fall,
    ],
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
      Remedy.leaveSaturatingLoss, Remedy.addR1, Remedy.lowerDiscriminatorRate,
      Remedy.addInstanceNoise, Remedy.augment,
    ]
  )
}
