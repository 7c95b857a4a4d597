// SPDX-License-Identifier: Apache-2.0

/// The discriminator knows its training images by heart.
///
/// Held-out real samples are treated like fakes: a high accuracy on training reals and a much lower one
/// on held-out ones, or a mean score of held-out reals that lies nearer to the fakes. An augmentation
/// strength that has run into its end while the discriminator is still sure says the same.
struct Memorization: Detector {
  static let info = DetectorInfo(
    guide: .memorization,
    quantities: [.accuracyReal],
    signals: [
      .accuracyHeldOut, .scoresHeldOut, .scoresReal, .scoresFake, .augmentation, .signsReal,
    ]
  )

  static let lost = Threshold.above(
    0.3,
    clears: 0.2,
    unit: "points",
    scale: 100,
    source: "Brock et al., BigGAN, 2019: 98 % on training reals, 50 to 55 % on held-out ones"
  )
  static let turned = Threshold.above(
    0.5,
    clears: 0.4,
    unit: "% of the way",
    scale: 100,
    source: "theory: beyond the middle a held-out real sample is nearer to fakes"
  )
  static let exhausted = Threshold.above(
    0.95,
    clears: 0.9,
    source: "Karras et al., ADA, 2020, arXiv:2006.06676: p that has run into its end"
  )
  /// r_t: the mean sign of the scores of training reals.
  static let sure = Threshold.above(
    0.65,
    source: "Karras et al., ADA, 2020: the controller holds it at 0.6"
  )
  /// Points and share of the way that are critical.
  static let critical = (points: 0.4, way: 0.7)
  /// Accuracy on training reals of a discriminator that knows them.
  static let knowing = 0.9
  /// Values that are needed.
  static let fewest = 16
  /// Distance of both means that a way can be measured on: in deviations, and over the widest so far.
  static let distances = (deviations: 2.0, share: 0.25)

  private var gap = 0.0
  private var way = 0.0
  private var augmentation = 0.0
  /// Largest distance of real and fake scores, and lowest augmentation, so far.
  private var widest = 0.0
  private var lowestAugmentation = 1.0

  mutating func observe(_ run: RunView) -> Verdict {
    // Points are drawn anew for each batch: there is nothing to know by heart.
    if SettingsView(run)?.isPoints == true { return .clear }
    let accuracy = run.raw(.accuracyHeldOut)
    let scores = run.raw(.scoresHeldOut)
    let p = run.raw(.augmentation)
    guard accuracy.count + scores.count + p.count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard [accuracy, scores, p].contains(where: { $0.count >= Self.fewest }) else {
      return .insufficient(.tooYoung)
    }
    gap = 0
    way = 0
    if accuracy.count >= Self.fewest, run.track(.accuracyReal).count >= Self.fewest {
      let train = run.track(.accuracyReal).slow
      if train >= Self.knowing { gap = train - accuracy.slow }
    }
    if scores.count >= Self.fewest, run.raw(.scoresReal).count >= Self.fewest {
      let real = run.raw(.scoresReal).slow
      let distance = real - run.raw(.scoresFake).slow
      let noise = run.raw(.scoresReal).slowVariance.squareRoot()
      widest = Swift.max(widest, distance)
      // Where both means have met, there is no way between them: that is success, not evidence.
      if distance > Self.distances.deviations * noise, distance > Self.distances.share * widest {
        way = Swift.min(1, (real - scores.slow) / distance)
      }
    }
    if p.count > 0 { lowestAugmentation = Swift.min(lowestAugmentation, p.last) }
    // A strength that was set by hand has run into nothing.
    let isAdaptive = AugmentationAtBound.adaptive.holds(lowestAugmentation)
    let isSure = Self.sure.holds(run.raw(.signsReal).slow)
    augmentation = isAdaptive && p.count >= Self.fewest && isSure ? p.slow : 0
    if Self.lost.holds(gap) || Self.turned.holds(way) {
      let isCritical = gap > Self.critical.points || way > Self.critical.way
      return .present(isCritical ? .critical : .warning, confidence: 0.85)
    }
    if Self.exhausted.holds(augmentation) { return .present(.warning, confidence: 0.5) }
    return Self.lost.isGone(gap) && Self.turned.isGone(way) && Self.exhausted.isGone(augmentation)
      ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    var evidence: [Evidence] = []
    if gap > 0 {
      evidence.append(
        Self.lost.evidence(
          "accuracy on training reals minus held-out reals",
          signal: .accuracyHeldOut,
          gap
        )
      )
    }
    if way > 0 {
      evidence.append(
        Self.turned.evidence(
          "way of held-out scores from real to fake",
          signal: .scoresHeldOut,
          way
        )
      )
    }
    if augmentation > 0 {
      evidence.append(
        Self.exhausted.evidence("augmentation strength", signal: .augmentation, augmentation)
      )
    }
    return Description(
      "The discriminator knows its training images by heart: it takes held-out real samples for "
        + "fakes.",
      side: .discriminator,
      basis: .samples,
      evidence: evidence,
      clearedBy: "A gap \(Self.lost.clearingWords) between training and held-out reals."
    )
  }
}

extension Symptom {
  /// The discriminator knows its training images by heart, or the generator copies them.
  public static let memorization = Symptom("memorisation")
}

extension SymptomGuide {
  static let memorization = SymptomGuide(
    .memorization,
    title: "memorization",
    absence: "Held-out real samples are judged like training ones.",
    log: [.accuracyHeldOut, .scoresHeldOut],
    meaning:
      "The discriminator knows its training images by heart and takes new real ones for fakes.",
    measurement:
      "Accuracy on training reals over that on held-out ones \(Memorization.lost.words), scores of "
      + "held-out reals \(Memorization.turned.words) to the fakes, or an augmentation strength "
      + "\(Memorization.exhausted.words) with r_t \(Memorization.sure.words).",
    limits: [
      "gap of accuracies": Memorization.lost, "way to the fakes": Memorization.turned,
      "augmentation strength": Memorization.exhausted, "r_t beside it": Memorization.sure,
    ],
    caveat: "Needs held-out real samples.",
    sources: ["Brock et al., BigGAN, 2019", "Karras et al., ADA, 2020, arXiv:2006.06676"],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([
      .discriminatorDominates, .discriminatorLossZero, .saturatedOutputs, .metricRegression,
      .discriminatorLossJump, .modeCollapse, .stagnation, .vanishingGradients, .augmentationAtBound,
    ]),
    remedies: [Remedy.augmentAdaptively, Remedy.augment, Remedy.addLeCam, Remedy.stopRun]
  )
}
