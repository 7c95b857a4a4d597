// SPDX-License-Identifier: Apache-2.0

/// The discriminator gives one answer to everything: being fooled is not guessing.
///
/// An accuracy of 95 % on real and 5 % on fake samples averages to 50 %, and so do guesses; but one
/// who answers "real" to everything knows nothing of the generator's samples. Fires where the
/// accuracies of both classes lie beyond 80 and 20 % and the discriminator's loss is above that of
/// guessing (with outputs around 0.51 Keras' rounding makes 100 and 0 % of a perfect
/// equilibrium: the loss tells), or where mean probabilities of both classes are above 0.9 or below
/// 0.1 (a cross-entropy of 2.3 on one class). Wasserstein and relativistic scores have no boundary.
struct FooledDiscriminator: Detector {
  static let info = DetectorInfo(
    guide: .fooledDiscriminator,
    quantities: [.accuracyReal, .accuracyFake],
    signals: [.probabilityReal, .probabilityFake],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(16)
  )

  static let right = Threshold.above(
    0.8,
    clears: 0.7,
    unit: "% of one class",
    scale: 100,
    source: "theory: with the other class below 20 % both differ by more than guessing allows"
  )
  static let wrong = Threshold.below(
    0.2,
    clears: 0.3,
    unit: "% of the other class",
    scale: 100,
    source: "theory, as above"
  )
  static let loss = Threshold.above(
    1.02,
    clears: 0.98,
    unit: "x its value for guesses",
    source: "theory: a constant output other than 0 costs more than guessing"
  )
  static let certain = 0.9
  /// The probability of a guess.
  private static let half = 0.5
  /// Observations that it must hold for, and the share of the run.
  static let fewest = 12
  static let share = 0.1

  private var stretch = Stretch()
  private var real = 0.0
  private var fake = 0.0
  private var isProbability = false

  mutating func observe(_ run: RunView) -> Verdict {
    guard let isFooled = judge(run) else {
      return run.objective.name != nil && run.objective.name?.decisionBoundary == nil
        ? .insufficient(.objective) : .insufficient(.missingSignals)
    }
    switch isFooled {
    case .present:
      stretch.take(true, step: run.step)
    case .fading: break
    case .clear, .insufficient: stretch.take(false, step: run.step)
    }
    guard stretch.isLong(Self.fewest, share: Self.share, of: run.count) else {
      return stretch.isOpen ? .fading : run.count < Self.fewest ? .insufficient(.tooYoung) : .clear
    }
    return .present(run.tempered(.warning), confidence: 0.75)
  }

  /// Whether everything gets one answer; nil where nothing says so.
  private mutating func judge(_ run: RunView) -> Verdict? {
    guard !run.isBeforeDiscriminator else { return nil }
    if let real = run.recentRaw(.probabilityReal), let fake = run.recentRaw(.probabilityFake) {
      isProbability = true
      (self.real, self.fake) = (real, fake)
      let isOne = Swift.min(real, fake) > Self.certain || Swift.max(real, fake) < 1 - Self.certain
      return isOne ? .present(.warning, confidence: 0.75) : .clear
    }
    guard let real = run.recent(.accuracyReal), let fake = run.recent(.accuracyFake) else {
      return nil
    }
    isProbability = false
    (self.real, self.fake) = (real, fake)
    guard let ideal = run.objective.idealDiscriminatorLoss, ideal > 0,
      let loss = run.recent(.discriminatorLoss)
    else { return nil }
    let isSplit =
      Self.right.holds(Swift.max(real, fake)) && Self.wrong.holds(Swift.min(real, fake))
    guard isSplit else { return .clear }
    return Self.loss.verdict(loss / ideal, .warning, confidence: 0.75)
  }

  func describe(_ run: RunView) -> Description {
    let answer = isProbability ? real > Self.half : real > fake
    let all = answer ? "real" : "fake"
    guard !isProbability else {
      return Description(
        "The discriminator calls everything \(all): mean outputs of \(real.text) for real and "
          + "\(fake.text) for fake samples.",
        side: .discriminator,
        basis: .outputs,
        evidence: [
          Evidence("mean output, real", signal: .probabilityReal, real),
          Evidence("mean output, fake", signal: .probabilityFake, fake),
        ],
        clearedBy: "Outputs that tell both classes apart.",
        onset: stretch.since
      )
    }
    return Description(
      "The discriminator calls everything \(all): right for \((real * 100).text) % of real and "
        + "\((fake * 100).text) % of fake samples. "
        + (answer ? "It is fooled." : "It rejects the data, too, and guides nobody."),
      side: .discriminator,
      basis: .outputs,
      evidence: [
        Self.right.evidence("accuracy, the higher of both classes", Swift.max(real, fake)),
        Self.wrong.evidence("accuracy, the lower of both classes", Swift.min(real, fake)),
      ],
      clearedBy: "An accuracy \(Self.right.clearingWords), or \(Self.wrong.clearingWords).",
      onset: stretch.since
    )
  }
}

extension Symptom {
  /// The discriminator gives one answer to everything.
  public static let fooledDiscriminator = Symptom("fooledDiscriminator")
}

extension SymptomGuide {
  static let fooledDiscriminator = SymptomGuide(
    .fooledDiscriminator,
    title: "a discriminator that is fooled",
    absence: "The discriminator does not give one answer to everything.",
    log: [.accuracyReal, .accuracyFake],
    meaning:
      "The discriminator calls everything real, or everything fake: it knows nothing of what the "
      + "generator makes now. It is frozen, too slow, or its output is saturated. Slowing it down "
      + "further is the contrary of help.",
    measurement:
      "Accuracy \(FooledDiscriminator.right.words), \(FooledDiscriminator.wrong.words), and a "
      + "discriminator loss \(FooledDiscriminator.loss.words); or mean probabilities of both classes "
      + "that are as sure; for \(FooledDiscriminator.fewest) observations and a tenth of the run.",
    limits: [
      "accuracy on one class": FooledDiscriminator.right,
      "accuracy on the other": FooledDiscriminator.wrong,
      "discriminator loss": FooledDiscriminator.loss,
    ],
    caveat:
      "Accuracies alone are not enough: rounding makes 100 and 0 % of outputs around 0.5. Undefined "
      + "for Wasserstein and relativistic objectives.",
    sources: ["theory: a constant answer; soumith/ganhacks 10"],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([
      .accuracyAtChance, .modeCollapse, .vanishingGeneratorLoss, .stagnation, .neverLearned,
      .vanishingGradients, .metricRegression, .uninformativeEquilibrium,
    ]),
    remedies: [Remedy.checkWiring, Remedy.raiseDiscriminatorRate]
  )
}
