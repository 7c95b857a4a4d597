// SPDX-License-Identifier: Apache-2.0

/// Generator and discriminator chase each other at a fixed period.
///
/// In the Dirac-GAN the players turn around the equilibrium at a period of 2 pi / (h |f'(0)|)
/// (Mescheder et al. 2018); their losses, a product of both, at half of that. One spectral peak of
/// three bins must hold most of the power of both losses at the same period, with at least four cycles
/// in the window, and swing far in units of the ideal loss (where there is none, of the run's own
/// spread). Four time scales see periods from 4 to 2,048 observations. Averaged logs hide
/// a fast period and thinned ones show a false one: the shortest that a log can show is twice its
/// stride, which the diagnosis states.
struct Oscillation: Detector {
  static let info = DetectorInfo(
    guide: .oscillation,
    quantities: [.discriminatorLoss],
    cadence: .everyObservation,
    hold: .observations(64),
    release: .halfWindow
  )

  static let share = Threshold.above(
    0.5,
    unit: "of the power",
    source: "theory: of 64 bins of white noise three hold a twentieth"
  )
  static let peakToPeak = Threshold.above(
    0.25,
    unit: "x ideal",
    source: "ours: a swing of a quarter; no healthy scored run fires it (make score)"
  )
  /// Observations of a window of the spectrum.
  private static let windowLength = 128
  /// Deviations that stand for the ideal where there is none.
  private static let deviations = 4.0
  /// Change of the amplitude over half a window that is no longer "the same".
  static let trend = 1.15

  private var scales = [1, 4, 16, 64].map { RhythmScale(factor: $0) }
  private var found: RhythmScale.Rhythm?
  private var foundScale = 0
  private var swing = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.has(.discriminatorLoss), run.has(.generatorLoss) else {
      return run.count(.generatorLoss) == 0 ? .insufficient(.missingSignals) : .fading
    }
    let d = run.last(.discriminatorLoss)
    let g = run.last(.generatorLoss)
    for index in scales.indices where scales[index].add(d, g, step: run.step) {
      judge(index, run)
    }
    guard let found else {
      return run.count < Self.windowLength ? .insufficient(.tooYoung) : .clear
    }
    let isFading = (found.earlierAmplitude ?? 0) > found.amplitude * Self.trend
    return .present(isFading ? .notice : run.tempered(.warning), confidence: 0.75)
  }

  private mutating func judge(_ index: Int, _ run: RunView) {
    let rhythm = scales[index].rhythm
    guard let rhythm, Self.share.holds(rhythm.share) else {
      if foundScale == index { found = nil }
      return
    }
    let unit =
      run.objective.idealDiscriminatorLoss ?? run.track(.discriminatorLoss).slowVariance
      .squareRoot() * Self.deviations
    swing = unit > 0 ? 2 * rhythm.amplitude / unit : 0
    if Self.peakToPeak.holds(swing) {
      found = rhythm
      foundScale = index
    } else if foundScale == index {
      found = nil
    }
  }

  /// What the amplitude does: "converging", "a limit cycle" or "diverging".
  private func direction(_ rhythm: RhythmScale.Rhythm) -> String {
    guard let earlier = rhythm.earlierAmplitude, earlier > 0 else { return "a steady swing" }
    let change = rhythm.amplitude / earlier
    if change > Self.trend { return "diverging" }
    return change < 1 / Self.trend ? "converging" : "a limit cycle"
  }

  func describe(_ run: RunView) -> Description {
    let rhythm =
      found
      ?? RhythmScale.Rhythm(period: 0, share: 0, amplitude: 0, earlierAmplitude: nil, lag: 0)
    return Description(
      "Both losses swing together every \(rhythm.period.text) steps (\(direction(rhythm))); the "
        + "generator runs \(rhythm.lag.magnitude.text) of a period "
        + (rhythm.lag >= 0 ? "behind." : "ahead."),
      side: .both,
      basis: .losses,
      evidence: [
        Evidence("period", signal: .lossDiscriminator, rhythm.period, unit: "steps"),
        Self.share.evidence("share of power in one period", rhythm.share),
        Evidence(
          "swing of the discriminator loss, peak to peak",
          signal: .lossDiscriminator,
          swing,
          .above,
          Self.peakToPeak.fires,
          unit: run.objective.idealDiscriminatorLoss == nil ? "x 4 deviations" : "x ideal"
        ),
        Evidence("phase of the generator behind the discriminator", rhythm.lag, unit: "periods"),
      ],
      clearedBy: "No common period of both losses in a window of \(Self.windowLength) observations."
    )
  }
}

extension Symptom {
  /// Generator and discriminator chase each other at a fixed period.
  public static let oscillation = Symptom("oscillation")
}

extension SymptomGuide {
  static let oscillation = SymptomGuide(
    .oscillation,
    title: "oscillation",
    absence: "No common period of both losses.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning: "Generator and discriminator chase each other around the equilibrium.",
    measurement:
      "One spectral peak of both losses at the same period holds \(Oscillation.share.words), four "
      + "cycles or more, swinging by \(Oscillation.peakToPeak.words).",
    limits: ["share": Oscillation.share, "peak to peak": Oscillation.peakToPeak],
    caveat:
      "Averaged logs hide it, thinned logs alias it: the shortest visible period is twice the "
      + "stride.",
    sources: ["Mescheder et al., 2018, arXiv:1801.04406 (Dirac-GAN)"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.modeHopping, .highFrequencyNoise, .stagnation, .metricRegression]),
    remedies: [
      Remedy.addR1, Remedy.lowerMomentum, Remedy.halveLearningRates, Remedy.useLookahead,
      Remedy.averageWeights,
    ]
  )
}
