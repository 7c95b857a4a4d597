// SPDX-License-Identifier: Apache-2.0

/// The discriminator's loss does not go with its outputs, or its answers are all wrong: labels are
/// swapped.
///
/// Every common loss is convex in the output, so by Jensen's inequality the mean loss is not below the
/// loss of the mean outputs. A logged loss below a quarter of that bound (halves may be averaged: a
/// factor of two; the other two are for smoothing) was computed with other labels than the outputs are
/// named by. Accuracies below 20 % on both classes say the same of what was logged: guesses are right
/// half of the time. If real and fake are exchanged in every step alike, the game itself is sound:
/// this is a danger, not yet a failure.
struct SwappedLabels: Detector {
  static let info = DetectorInfo(
    guide: .swappedLabels,
    quantities: [.discriminatorLoss, .accuracyReal, .accuracyFake],
    signals: [.probabilityReal, .probabilityFake, .scoresReal, .scoresFake],
    needs: [
      .probabilityReal, .probabilityFake, .scoresReal, .scoresFake, .accuracy, .accuracyReal,
      .accuracyFake, .signsReal, .signsFake,
    ],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(16)
  )

  static let bound = Threshold.below(
    0.25,
    clears: 0.4,
    unit: "x the least loss of these outputs",
    source: "theory: Jensen's inequality; 1/2 for averaged halves, 1/2 for smoothing"
  )
  static let accuracy = Threshold.below(
    0.2,
    clears: 0.35,
    unit: "% of both classes",
    scale: 100,
    source: "theory: guesses are right half of the time"
  )
  /// Bound below which outputs are too near to chance to tell labels apart.
  static let least = 2.0
  /// Confidence in the objective that the arithmetic needs.
  private static let sure = 0.8
  /// Observations that it must hold for, and the share of the run.
  static let fewest = 16
  static let share = 0.1

  private var stretch = Stretch()
  private var ratio = 1.0
  private var right = 1.0
  private var isLoss = false

  mutating func observe(_ run: RunView) -> Verdict {
    ratio = 1
    right = 1
    let least = leastLoss(run)
    if let least, least > Self.least, run.has(.discriminatorLoss),
      let loss = run.recent(.discriminatorLoss)
    {
      ratio = loss / least
    }
    if let real = run.recent(.accuracyReal), let fake = run.recent(.accuracyFake) {
      right = Swift.max(real, fake)
    } else if least == nil {
      return .insufficient(.missingSignals)
    }
    isLoss = ratio >= 0 && Self.bound.holds(ratio)
    let holds = isLoss || Self.accuracy.holds(right)
    stretch.take(holds, step: run.step)
    guard stretch.isLong(Self.fewest, share: Self.share, of: run.count) else {
      return stretch.isOpen ? .fading : run.count < Self.fewest ? .insufficient(.tooYoung) : .clear
    }
    return .present(.warning, confidence: isLoss ? 0.85 : 0.7)
  }

  /// The least loss that mean outputs allow, halves added; nil where they don't tell.
  private func leastLoss(_ run: RunView) -> Double? {
    if let real = run.recentRaw(.probabilityReal), let fake = run.recentRaw(.probabilityFake) {
      return -Mathematics.ln(Swift.max(real, 1e-7)) - Mathematics.ln(Swift.max(1 - fake, 1e-7))
    }
    guard let real = run.recentRaw(.scoresReal), let fake = run.recentRaw(.scoresFake),
      run.objective.confidence >= Self.sure, let least = run.objective.name?.leastDiscriminatorLoss
    else { return nil }
    return least(real, fake)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      isLoss
        ? "The discriminator's loss is \((ratio * 100).text) % of the least that its outputs allow: "
          + "real and fake are swapped between loss and outputs."
        : "The discriminator is right for at most \((right * 100).text) % of real and of fake samples: "
          + "real and fake are swapped.",
      side: .discriminator,
      basis: .outputs,
      evidence: [
        isLoss
          ? Self.bound.evidence("discriminator loss", signal: .lossDiscriminator, ratio)
          : Self.accuracy.evidence("accuracy, the higher of both classes", right)
      ],
      clearedBy:
        "A loss that goes with the outputs, and accuracies \(Self.accuracy.clearingWords).",
      onset: stretch.since
    )
  }
}

extension Symptom {
  /// The discriminator's loss does not go with its outputs, or its answers are all wrong.
  public static let swappedLabels = Symptom("swappedLabels")
}

extension SymptomGuide {
  static let swappedLabels = SymptomGuide(
    .swappedLabels,
    title: "swapped labels",
    absence: "The discriminator's loss goes with its outputs.",
    log: [.probabilityReal, .probabilityFake, .accuracyReal, .accuracyFake],
    meaning:
      "The discriminator is trained with other labels than those its outputs or accuracies are named "
      + "by: either real and fake are exchanged in one of the steps, or only in what is logged.",
    measurement:
      "A discriminator loss \(SwappedLabels.bound.words), where that is above \(SwappedLabels.least.text), or an accuracy "
      + "\(SwappedLabels.accuracy.words), for \(SwappedLabels.fewest) observations and a tenth of the run.",
    limits: ["discriminator loss": SwappedLabels.bound, "accuracy": SwappedLabels.accuracy],
    caveat:
      "Exchanged labels in every step alike are a usual trick and harmless: only the log reads badly.",
    sources: ["theory: Jensen's inequality", "soumith/ganhacks 2"],
    gravity: .danger,
    causeClass: .wiring,
    effects: .these([
      .discriminatorLossZero, .vanishingGeneratorLoss, .modeCollapse, .neverLearned, .stagnation,
      .fooledDiscriminator, .accuracyAtChance, .discriminatorDominates,
    ]),
    remedies: [Remedy.compareLabels]
  )
}
