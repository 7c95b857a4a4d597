// SPDX-License-Identifier: Apache-2.0

/// The discriminator knows its training images by heart.
///
/// Held-out real samples are treated like fakes: an accuracy on training reals of 90 % or more with
/// 30 points less on held-out ones (BigGAN: 98 % against 50-55 %), or a mean score of held-out
/// reals that lies more than half of the way to the fakes. An augmentation strength that has run
/// into its end while the discriminator is still sure says the same.
struct Memorisation: Detector {
  static let info = DetectorInfo(
    guide: .memorisation,
    quantities: [.accuracyReal],
    signals: [
      .accuracyHeldOut, .scoresHeldOut, .scoresReal, .scoresFake, .augmentation, .signsReal,
    ]
  )

  private var gap = 0.0
  private var way = 0.0
  private var augmentation = 0.0
  /// Largest distance of real and fake scores, and lowest augmentation, so far.
  private var widest = 0.0
  private var lowestAugmentation = 1.0

  mutating func observe(_ run: RunView) -> Verdict {
    let accuracy = run.raw(.accuracyHeldOut)
    let scores = run.raw(.scoresHeldOut)
    let p = run.raw(.augmentation)
    guard accuracy.count + scores.count + p.count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard accuracy.count >= 16 || scores.count >= 16 || p.count >= 16 else {
      return .insufficient(.tooYoung)
    }
    gap = 0
    way = 0
    if accuracy.count >= 16, run.track(.accuracyReal).count >= 16 {
      let train = run.track(.accuracyReal).slow
      if train >= 0.9 { gap = train - accuracy.slow }
    }
    if scores.count >= 16, run.raw(.scoresReal).count >= 16 {
      let real = run.raw(.scoresReal).slow
      let distance = real - run.raw(.scoresFake).slow
      let noise = run.raw(.scoresReal).slowVariance.squareRoot()
      widest = Swift.max(widest, distance)
      // Where both means have met, there is no way between them: that is success, not evidence.
      if distance > 2 * noise, distance > 0.25 * widest {
        way = Swift.min(1, (real - scores.slow) / distance)
      }
    }
    if p.count > 0 { lowestAugmentation = Swift.min(lowestAugmentation, p.last) }
    // A strength that was set by hand has run into nothing.
    let isAdaptive = lowestAugmentation < AugmentationAtBound.start
    augmentation =
      isAdaptive && p.count >= 16 && run.raw(.signsReal).slow > 0.65 ? p.slow : 0
    if gap > 0.3 || way > 0.5 {
      return .present(gap > 0.4 || way > 0.7 ? .critical : .warning, confidence: 0.85)
    }
    if augmentation > 0.95 { return .present(.warning, confidence: 0.5) }
    return gap > 0.2 || way > 0.4 || augmentation > 0.9 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    var evidence: [Evidence] = []
    if gap > 0 {
      evidence.append(
        Evidence(
          "accuracy on training reals minus held-out reals",
          signal: .accuracyHeldOut,
          gap * 100,
          .above,
          30,
          unit: "points"
        )
      )
    }
    if way > 0 {
      evidence.append(
        Evidence(
          "way of held-out scores from real to fake",
          signal: .scoresHeldOut,
          way * 100,
          .above,
          50,
          unit: "%"
        )
      )
    }
    if augmentation > 0 {
      evidence.append(
        Evidence("augmentation strength", signal: .augmentation, augmentation, .above, 0.95)
      )
    }
    return Description(
      "The discriminator knows its training images by heart: it takes held-out real samples for "
        + "fakes.",
      side: .discriminator,
      basis: .samples,
      evidence: evidence,
      clearedBy: "A gap below 20 points between training and held-out reals."
    )
  }
}

extension Symptom {
  /// The discriminator knows its training images by heart, or the generator copies them.
  public static let memorisation = Symptom("memorisation")
}

extension SymptomGuide {
  static let memorisation = SymptomGuide(
    .memorisation,
    title: "memorisation",
    absence: "Held-out real samples are judged like training ones.",
    log: [.accuracyHeldOut, .scoresHeldOut],
    meaning:
      "The discriminator knows its training images by heart and takes new real ones for fakes.",
    measurement:
      "30 points less accuracy on held-out reals, their scores more than half way to the fakes, "
      + "or an augmentation strength at its end with r_t above 0.65.",
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
