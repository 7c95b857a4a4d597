// SPDX-License-Identifier: Apache-2.0

/// Gradients decades below the run's own level.
///
/// Measured against the median of the first twentieth of the run, in decades. An absolute threshold fails: a weight-clipped critic trains with 3e-4. The
/// discriminator's own gradient shrinks when it wins, so that is a notice.
struct VanishingGradients: Detector {
  static let info = DetectorInfo(
    guide: .vanishingGradients,
    quantities: [.logGradientGenerator, .logGradientDiscriminator],
    signals: [.gradientNormGenerator, .gradientNormDiscriminator]
  )

  static let fallen = Threshold.above(
    3,
    clears: 2.5,
    unit: "decades",
    source: "Arjovsky and Bottou, 2017, figure 2: up to five decades as the discriminator wins"
  )
  /// Decades that are critical.
  static let critical = 5.0
  /// Gradients that are needed.
  private static let fewest = 160

  private var side = Side.generator
  private var drop = 0.0
  private var norm = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let generator = run.track(.logGradientGenerator)
    let discriminator = run.track(.logGradientDiscriminator)
    guard generator.count + discriminator.count > 0 else { return .insufficient(.missingSignals) }
    guard Swift.max(generator.count, discriminator.count) >= Self.fewest else {
      return .insufficient(.tooYoung)
    }
    if let fall = fall(generator), !Self.fallen.isGone(fall) {
      side = .generator
      drop = fall
      norm = run.raw(.gradientNormGenerator).fast
      guard Self.fallen.holds(fall) else { return .fading }
      let severity = fall > Self.critical ? .critical : run.tempered(.warning)
      return .present(severity, confidence: 0.85)
    }
    if let fall = fall(discriminator), Self.fallen.holds(fall) {
      side = .discriminator
      drop = fall
      norm = run.raw(.gradientNormDiscriminator).fast
      return .present(.notice, confidence: 0.7)
    }
    return .clear
  }

  /// Decades between the start and now.
  private func fall(_ track: Track) -> Double? {
    guard track.count >= Self.fewest, let start = track.history.quantile(0.5, in: 0...0.05) else {
      return nil
    }
    return start - track.slow
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The \(side.rawValue)'s gradient is \(drop.text) decades below that of the start.",
      side: side,
      basis: .outputs,
      evidence: [
        Self.fallen.evidence(
          "fall of the gradient norm",
          signal: side == .generator ? .gradientNormGenerator : .gradientNormDiscriminator,
          drop
        ),
        Evidence("gradient norm", norm),
      ],
      clearedBy: "A fall \(Self.fallen.clearingWords)."
    )
  }
}

extension Symptom {
  /// Gradients decades below the run's own level.
  public static let vanishingGradients = Symptom("vanishingGradients")
}

extension SymptomGuide {
  static let vanishingGradients = SymptomGuide(
    .vanishingGradients,
    title: "vanishing gradients",
    absence: "Gradients are within \(VanishingGradients.fallen.number) of the start.",
    log: [.gradientNormGenerator, .gradientNormDiscriminator],
    meaning: "The generator gets no signal to learn from.",
    measurement:
      "Gradient norm against the median of the first twentieth of the run: a fall "
      + "\(VanishingGradients.fallen.words) is a warning, of \(VanishingGradients.critical.text) critical.",
    limits: ["fall of the gradient norm": VanishingGradients.fallen],
    caveat: "Absolute thresholds fail: a weight-clipped critic trains with 3e-4.",
    sources: ["Arjovsky and Bottou, 2017, arXiv:1701.04862"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.stagnation, .neverLearned]),
    remedies: [
      Remedy.leaveSaturatingLoss, Remedy.addR1, Remedy.addInstanceNoise,
      Remedy.lowerDiscriminatorRate, Remedy.useWassersteinPenalty,
    ]
  )
}
