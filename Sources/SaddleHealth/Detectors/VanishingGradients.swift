// SPDX-License-Identifier: Apache-2.0

/// Gradients decades below the run's own level.
///
/// Measured against the median of the first 5 % of the run, in decades: three are a warning, five
/// are critical. An absolute threshold fails: a weight-clipped critic trains with 3e-4. The
/// discriminator's own gradient shrinks when it wins, so that is a notice.
struct VanishingGradients: Detector {
  static let info = DetectorInfo(
    guide: .vanishingGradients,
    quantities: [.logGradientGenerator, .logGradientDiscriminator],
    signals: [.gradientNormGenerator, .gradientNormDiscriminator]
  )

  private var side = Side.generator
  private var drop = 0.0
  private var norm = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let generator = run.track(.logGradientGenerator)
    let discriminator = run.track(.logGradientDiscriminator)
    guard generator.count + discriminator.count > 0 else { return .insufficient(.missingSignals) }
    guard Swift.max(generator.count, discriminator.count) >= 160 else {
      return .insufficient(.tooYoung)
    }
    if let fall = fall(generator), fall >= 2.5 {
      side = .generator
      drop = fall
      norm = run.raw(.gradientNormGenerator).fast
      if fall < 3 { return .fading }
      return .present(fall >= 5 ? .critical : run.tempered(.warning), confidence: 0.85)
    }
    if let fall = fall(discriminator), fall >= 3 {
      side = .discriminator
      drop = fall
      norm = run.raw(.gradientNormDiscriminator).fast
      return .present(.notice, confidence: 0.7)
    }
    return .clear
  }

  /// Decades between the start and now.
  private func fall(_ track: Track) -> Double? {
    guard track.count >= 160, let start = track.history.quantile(0.5, in: 0...0.05) else {
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
        Evidence(
          "fall of the gradient norm",
          signal: side == .generator ? .gradientNormGenerator : .gradientNormDiscriminator,
          drop,
          .above,
          3,
          unit: "decades"
        ),
        Evidence("gradient norm", norm),
      ],
      clearedBy: "A norm within two and a half decades of the start."
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
    absence: "Gradients are within two and a half decades of the start.",
    log: [.gradientNormGenerator, .gradientNormDiscriminator],
    meaning: "The generator gets no signal to learn from.",
    measurement:
      "Gradient norm against the median of the first 5 % of the run: three decades lower is a "
      + "warning, five critical.",
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
