// SPDX-License-Identifier: Apache-2.0

/// Generator and discriminator both have losses near zero: that can't be one game.
///
/// What one of them wins on a fake sample, the other loses. With `f` the discriminator's output for
/// it, `exp(-D) + exp(-G) <= 1` holds for cross-entropies (Jensen), `sqrt(4 D) + sqrt(2 G) >= 1` for
/// least squares (Minkowski, halves averaged) and `2 D + G >= 1` for the hinge: whichever it is, D and
/// G can't both be below 0.08. Where both are, labels are swapped between the two steps, D's step sees
/// other fakes than G's, or the adversarial part is switched off. A weight on G's term moves that
/// bound: with a reconstruction beside it only an exact 0 counts. Wasserstein losses and
/// autoencoding discriminators (BEGAN) are under no such law: a negative loss silences the rule, an
/// unknown objective lowers its limit.
struct BothWin: Detector {
  static let info = DetectorInfo(
    guide: .bothWin,
    quantities: [.discriminatorLoss, .generatorLoss],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(8)
  )

  static let known = Threshold.below(
    0.05,
    clears: 0.08,
    source: "theory: Jensen and Minkowski bound both losses of one game from below"
  )
  /// The same where the objective is not known: per-pixel errors of BEGAN lie above it.
  static let unknown = Threshold.below(0.005, clears: 0.01, source: "theory, as above")
  /// Observations that it must hold for, and the share of the run.
  static let fewest = 12
  static let share = 0.05

  private var isSigned = false
  private var stretch = Stretch()
  private var worst = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.has(.discriminatorLoss), run.has(.generatorLoss) else {
      return stretch.isOpen ? .fading : .insufficient(.missingSignals)
    }
    guard run.firstNonFinite == nil else { return .fading }
    let d = run.last(.discriminatorLoss)
    let g = run.last(.generatorLoss)
    if d < 0 || g < 0 { isSigned = true }
    guard !isSigned, run.objective.name?.discriminatorLossIsNonNegative ?? true else {
      return .insufficient(.objective)
    }
    let holds = run.isConditional ? d == 0 && g == 0 : isNear0(Swift.max(d, g), run)
    if stretch.take(holds, step: run.step) { worst = 0 }
    worst = Swift.max(worst, d, g)
    guard stretch.isLong(Self.fewest, share: Self.share, of: run.count) else {
      guard run.count(.generatorLoss) >= Self.fewest else { return .insufficient(.tooYoung) }
      return stretch.isOpen ? .fading : .clear
    }
    return .present(.critical, confidence: 0.9)
  }

  private func isNear0(_ loss: Double, _ run: RunView) -> Bool {
    run.objective.name == nil ? Self.unknown.holds(loss) : Self.known.holds(loss)
  }

  func describe(_ run: RunView) -> Description {
    let limit = run.objective.name == nil ? Self.unknown : Self.known
    return Description(
      "Both networks win at once: neither loss is above \(worst.text) since step \(stretch.since), which no "
        + "single game allows. The generator is not judged by what the discriminator learns.",
      side: .both,
      basis: .losses,
      evidence: [
        limit.evidence("the larger of both losses", signal: .lossGenerator, worst),
        Evidence("observations in a row", Double(stretch.rows)),
      ],
      clearedBy: "One of both losses \(limit.clearingWords).",
      onset: stretch.since
    )
  }
}

extension Symptom {
  /// Generator and discriminator both have losses near zero.
  public static let bothWin = Symptom("bothWin")
}

extension SymptomGuide {
  static let bothWin = SymptomGuide(
    .bothWin,
    title: "two winners",
    absence: "What one network wins, the other loses.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning:
      "Generator and discriminator are not in one game: labels are swapped in one of both steps, the "
      + "discriminator is shown other fakes than the generator is judged by, or the adversarial "
      + "term is switched off.",
    measurement:
      "Both losses \(BothWin.known.words) (\(BothWin.unknown.words) where the objective is unknown, "
      + "exactly 0 beside a reconstruction) for \(BothWin.fewest) observations and a twentieth of the run.",
    limits: [
      "both losses, objective known": BothWin.known,
      "both losses, objective unknown": BothWin.unknown,
    ],
    caveat:
      "Not for Wasserstein losses and autoencoding discriminators, which are bound by no such law.",
    sources: ["theory: Jensen's inequality for cross-entropies, Minkowski's for squares"],
    gravity: .failure,
    causeClass: .wiring,
    stopAdvice:
      "The two networks are not in one game; mend the wiring and start anew.",
    effects: .these([
      .discriminatorLossZero, .vanishingGeneratorLoss, .modeCollapse, .neverLearned, .stagnation,
      .discriminatorDominates, .uninformativeEquilibrium, .metricRegression, .vanishingGradients,
      .swappedLabels, .reconstructionFailing,
    ]),
    remedies: [Remedy.compareLabels, Remedy.checkWiring]
  )
}
