// SPDX-License-Identifier: Apache-2.0

/// Adaptive augmentation has run into its end: the discriminator overfits more than it can mend.
///
/// With a declared bound (Saddle's own runs) the strength has come near it: a warning. A stranger's
/// log (`Progress/augment` of StyleGAN) tells no bound; there a large strength that has doubled is a
/// notice, as changes that are nearly always made leak into the samples. A strength that is set by hand is no symptom.
/// A probability that has climbed through 1 step by step (some code does not cap it) is a warning
/// whatever is known: a tuned run settles far below. One that was above 1 from the start, or leaps
/// there, is a strength in other units. Wrong where somebody raises a fixed strength by hand in the course of a run.
struct AugmentationAtBound: Detector {
  static let info = DetectorInfo(guide: .augmentationAtBound, signals: [.augmentation])

  static let atBound = Threshold.above(
    0.98,
    clears: 0.9,
    unit: "x its bound",
    source: "arithmetic: ADA moves in steps of a hundredth of its range or less"
  )
  /// Strength from which on changes leak, where no bound is declared.
  static let leaking = Threshold.above(
    0.8,
    clears: 0.7,
    source: "Karras et al., ADA, 2020, arXiv:2006.06676, section 2.2 and figure 3"
  )
  /// Where an undeclared strength must have been before: it has doubled since.
  static let adaptive = Threshold.below(
    leaking.fires / 2,
    source: "ours: a strength that has doubled is moved by something"
  )
  static let certainty = Threshold.above(1, source: "theory: no probability is more than 1")

  /// A change between two observations that no controller makes: ADA needs 500,000 images for 1.
  static let leap = 0.5
  /// Observations above 1 that suffice.
  static let beyond = 8

  private var strength = 0.0
  private var previous: Double?
  private var hasLeapt = false
  private var above = 0
  private var limit = Self.leaking.fires
  private var lowest = Double.greatestFiniteMagnitude

  mutating func observe(_ run: RunView) -> Verdict {
    let track = run.raw(.augmentation)
    guard track.count > 0 else { return .insufficient(.missingSignals) }
    lowest = Swift.min(lowest, track.last)
    if above < Self.beyond, let previous, (track.last - previous).magnitude > Self.leap {
      hasLeapt = true
    }
    previous = track.last
    above = Self.certainty.holds(track.last) ? above + 1 : 0
    if above >= Self.beyond, !hasLeapt, lowest < 1, run.context.augmentationBound ?? 1 <= 1 {
      strength = track.last
      limit = Self.certainty.fires
      return .present(.warning, confidence: 0.9)
    }
    if run.context.augmentationBound == nil, run.context.has(.differentiableAugmentation) {
      return .clear
    }
    if let bound = run.context.augmentationBound, bound > 0 {
      limit = Self.atBound.fires * bound
      strength = track.fast
      return Self.atBound.verdict(strength / bound, .warning, confidence: 0.9)
    }
    limit = Self.leaking.fires
    strength = track.slow
    guard track.count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    guard !hasLeapt || !Self.certainty.holds(strength), Self.adaptive.holds(lowest) else {
      return .clear
    }
    return Self.leaking.verdict(strength, .notice, confidence: 0.5)
  }

  func describe(_ run: RunView) -> Description {
    let isCertain = limit == Self.certainty.fires
    let bound = isCertain ? nil : run.context.augmentationBound
    let what =
      isCertain
      ? "\(strength.text), beyond a probability of 1"
      : bound.map { "its bound of \($0.text)" }
        ?? "\(strength.text), where changes leak into samples"
    return Description(
      "Adaptive augmentation stays at \(what): the discriminator overfits more than it can mend.",
      side: .data,
      basis: .outputs,
      evidence: [
        Evidence("augmentation strength", signal: .augmentation, strength, .above, limit)
      ],
      clearedBy: bound.map { "A strength below \((Self.atBound.clears * $0).text)." }
        ?? "A strength \(Self.leaking.clearingWords)."
    )
  }
}

extension Symptom {
  /// Adaptive augmentation has run into its end.
  public static let augmentationAtBound = Symptom("augmentationAtBound")
}

extension SymptomGuide {
  static let augmentationAtBound = SymptomGuide(
    .augmentationAtBound,
    title: "augmentation at its bound",
    absence: "The augmentation is below its bound, or fixed by hand.",
    log: [.augmentation],
    meaning:
      "Adaptive augmentation is as strong as it may be and the discriminator still overfits: "
      + "there are too few images for this discriminator.",
    measurement:
      "Strength \(AugmentationAtBound.atBound.words) for half a window, where one is declared: a "
      + "warning. In a log that declares none, \(AugmentationAtBound.leaking.words) after having been "
      + "\(AugmentationAtBound.adaptive.words): a notice.",
    limits: [
      "strength, bound declared": AugmentationAtBound.atBound,
      "strength, none declared": AugmentationAtBound.leaking,
      "lowest strength before": AugmentationAtBound.adaptive,
      "strength that was raised step by step": AugmentationAtBound.certainty,
    ],
    caveat: "A strength raised by hand in a stranger's run looks the same.",
    sources: ["Karras et al., ADA, 2020, arXiv:2006.06676, section 2.2 (leaks near certainty)"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [
      Remedy.gatherData, Remedy.raisePenaltyWeight, Remedy.addLeCam, Remedy.addR1, Remedy.stopRun,
    ]
  )
}
