// SPDX-License-Identifier: Apache-2.0

/// The run has not learned anything since its start.
///
/// A Frechet distance of 150 or more after ten evaluations that gained less than 10 % (at 150
/// samples have nothing of the data but the palette), or a discriminator that has won within the
/// first window and a generator whose loss has never been lower than it was then. The distance is one
/// of Inception's features: where the run declares another network, losses alone are read.
struct NeverLearned: Detector {
  static let info = DetectorInfo(
    guide: .neverLearned,
    quantities: [.discriminatorLoss],
    glances: [.metricFID]
  )

  /// Frechet inception distance of samples without likeness.
  static let distance = 150.0
  private static let network = "inception"

  private var best = 0.0
  private var ratio = 0.0
  private var isMetric = false
  private var wonEarly: Bool?

  mutating func observe(_ run: RunView) -> Verdict {
    if let fid = run.metrics.entry(.metricFID),
      run.context.metricFeatures ?? Self.network == Self.network
    {
      isMetric = true
      best = fid.best
      guard fid.count >= 10 else { return .insufficient(.tooYoung) }
      let isStuck = fid.best >= Self.distance && !fid.isImproving
      return isStuck ? .present(.critical, confidence: 0.9) : .clear
    }
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    guard run.objective.name?.generatorLossGrowsWhenRejected == true, !run.isConditional else {
      return .insufficient(.objective)
    }
    guard run.track(.discriminatorLoss).count >= run.window, let ratio = run.lossRatio else {
      return .insufficient(.tooYoung)
    }
    if wonEarly == nil { wonEarly = ratio < 0.05 }
    self.ratio = ratio
    guard wonEarly == true, ratio < 0.05,
      let first = run.track(.generatorLoss).history.stretches.first
    else { return .clear }
    let isHigher = run.track(.generatorLoss).slow > first.mean
    return isHigher ? .present(run.capped(.warning), confidence: 0.5) : .fading
  }

  func describe(_ run: RunView) -> Description {
    Description(
      isMetric
        ? "The Frechet distance never fell below \(best.text): nothing was learned."
        : "The discriminator won within the first steps and the generator has not gained since.",
      side: .generator,
      basis: isMetric ? .samples : .losses,
      evidence: [
        isMetric
          ? Evidence("best FID", signal: .metricFID, best, .above, Self.distance)
          : Evidence(
            "discriminator loss",
            signal: .lossDiscriminator,
            ratio,
            .below,
            0.05,
            unit: "x ideal"
          )
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
      "FID of 150 or more after ten evaluations without a gain of 10 %, or a discriminator that "
      + "won in the first window for good.",
    caveat: "The level of 150 is that of Inception features.",
    sources: ["StudioGAN CIFAR-10 logs (WGAN-WC)"],
    gravity: .failure,
    causeClass: .dynamics,
    remedies: [
      Remedy.checkWiring, Remedy.lowerPenaltyWeight, Remedy.lowerDiscriminatorRate,
      Remedy.useWassersteinPenalty,
    ]
  )
}
