// SPDX-License-Identifier: Apache-2.0

/// The run has not learned anything since its start.
///
/// A Frechet distance of samples that have nothing of the data but the palette, whose last third is no
/// better than the third before: a chance minimum is no progress. A signal-to-noise ratio that never passed 15 dB and no longer rises: a picture of one
/// color has -20 lg of the data's deviation, 12 to 15 dB for the 0.18 to 0.25 of photographs; where
/// the trainer measured what the mean target has, that is the limit. Or a discriminator that has won
/// within the first window and a generator whose loss has never been lower than it was then. The distance is one
/// of Inception's features: where the run declares another network, losses alone are read.
struct NeverLearned: Detector {
  static let info = DetectorInfo(
    guide: .neverLearned,
    quantities: [.discriminatorLoss],
    glances: [.metricFID, .metricPSNR],
    cadence: .everyObservation
  )

  static let unlike = Threshold.above(
    150,
    source: "StudioGAN's CIFAR-10 logs: what never learned (WGAN-WC) stays above it"
  )
  static let won = Threshold.below(
    0.05,
    unit: "x ideal",
    source: "DiscriminatorDominates: 95 % of samples are told apart"
  )
  private static let network = "inception"

  /// Signal-to-noise ratio in dB of a picture of one color, where nobody measured the mean target's.
  static let noise = 15.0
  /// Evaluations that are needed.
  static let evaluations = 10
  /// Gain between two thirds of a run that counts as progress: of a distance, and in dB.
  static let gain = 0.9
  static let decibels = 0.5

  private var distances = LevelHistory()
  private var ratios = LevelHistory()
  private var isPSNR = false
  private var last = Verdict.insufficient(.tooYoung)
  private var best = 0.0
  private var ratio = 0.0
  private var isMetric = false
  private var wonEarly: Bool?

  mutating func observe(_ run: RunView) -> Verdict {
    if let fid = run.metrics.entry(.metricFID),
      run.context.metricFeatures ?? Self.network == Self.network
    {
      guard let value = run.value(.metricFID) else { return isMetric ? last : .clear }
      if run.metrics.entry(.metricFID)?.last == value { distances.add(value, step: run.step) }
      isMetric = true
      best = fid.best
      last = judgeDistance(fid)
      return last
    }
    if let psnr = run.metrics.entry(.metricPSNR), run.isConditional {
      guard let value = run.value(.metricPSNR) else { return isPSNR ? last : .clear }
      ratios.add(value, step: run.step)
      isPSNR = true
      best = psnr.best
      last = judgePictures(psnr, run)
      return last
    }
    guard run.endsBlock else { return last }
    last = judgeLosses(run)
    return last
  }

  private func judgeDistance(_ fid: MetricBook.Entry) -> Verdict {
    guard fid.count >= Self.evaluations, let before = distances.level(in: (1.0 / 3)...(2.0 / 3)),
      let now = distances.level(in: (2.0 / 3)...1)
    else { return .insufficient(.tooYoung) }
    let isStuck = Self.unlike.holds(fid.best) && now > Self.gain * before
    return isStuck ? .present(.critical, confidence: 0.9) : .clear
  }

  /// The signal-to-noise ratio in dB that the mean target has: measured, or of one color.
  static func toBeat(_ run: RunView) -> Double { run.context.baselinePSNR ?? noise }

  private func judgePictures(_ psnr: MetricBook.Entry, _ run: RunView) -> Verdict {
    guard psnr.count >= Self.evaluations, let before = ratios.level(in: (1.0 / 3)...(2.0 / 3)),
      let now = ratios.level(in: (2.0 / 3)...1)
    else { return .insufficient(.tooYoung) }
    let isStuck = psnr.best < Self.toBeat(run) && now < before + Self.decibels
    return isStuck ? .present(.warning, confidence: 0.85) : .clear
  }

  private mutating func judgeLosses(_ run: RunView) -> Verdict {
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    guard run.objective.name?.generatorLossGrowsWhenRejected == true, !run.isConditional else {
      return .insufficient(.objective)
    }
    guard run.track(.discriminatorLoss).count >= run.window, let ratio = run.lossRatio else {
      return .insufficient(.tooYoung)
    }
    if wonEarly == nil { wonEarly = Self.won.holds(ratio) }
    self.ratio = ratio
    guard wonEarly == true, Self.won.holds(ratio),
      let first = run.track(.generatorLoss).history.stretches.first
    else { return .clear }
    let isHigher = run.track(.generatorLoss).slow > first.mean
    return isHigher ? .present(run.capped(.warning), confidence: 0.5) : .fading
  }

  func describe(_ run: RunView) -> Description {
    guard !isPSNR else {
      let toBeat = Self.toBeat(run)
      return Description(
        "PSNR never passed \(best.text) dB, what a picture of one color has: nothing was learned.",
        side: .generator,
        basis: .samples,
        evidence: [
          Evidence("best PSNR", signal: .metricPSNR, best, .below, toBeat, unit: "dB")
        ],
        clearedBy: "A PSNR above \(toBeat.text) dB, or one that rises.",
        onset: run.firstStep
      )
    }
    return Description(
      isMetric
        ? "The Frechet distance never fell below \(best.text): nothing was learned."
        : "The discriminator won within the first steps and the generator has not gained since.",
      side: .generator,
      basis: isMetric ? .samples : .losses,
      evidence: [
        isMetric
          ? Self.unlike.evidence("best FID", signal: .metricFID, best)
          : Self.won.evidence("discriminator loss", signal: .lossDiscriminator, ratio)
      ],
      clearedBy: "A generator that gains ground.",
      onset: run.firstStep
    )
  }
}

extension Symptom {
  /// The run has not learned anything since its start.
  public static let neverLearned = Symptom("neverLearned")
}

extension SymptomGuide {
  static let neverLearned = SymptomGuide(
    .neverLearned,
    title: "a generator that never learned",
    absence: "The run has learned something.",
    log: [.metricFID, .metricKID],
    meaning: "The run has not learned anything since its start.",
    measurement:
      "FID \(NeverLearned.unlike.words) after \(NeverLearned.evaluations) evaluations and no longer "
      + "falling; of pairs of images a PSNR that never passed the mean target's (\(NeverLearned.noise.text) dB where nobody measured it) "
      + "and no longer rises; or a discriminator that won in the first window for good.",
    limits: ["best FID": NeverLearned.unlike, "discriminator loss": NeverLearned.won],
    caveat: "The level of the distance is that of Inception features.",
    sources: ["StudioGAN CIFAR-10 logs (WGAN-WC)"],
    gravity: .failure,
    causeClass: .dynamics,
    stopAdvice:
      "The run has never learned; change something and start anew.",
    remedies: [
      Remedy.lowerPenaltyWeight, Remedy.leaveSaturatingLoss, Remedy.addR1,
      Remedy.lowerDiscriminatorRate, Remedy.checkWiring, Remedy.useWassersteinPenalty,
    ]
  )
}
