// SPDX-License-Identifier: Apache-2.0

/// The game is at rest and nothing is left to gain.
///
/// No gain of the sample metric for long, the metric near its best, the discriminator's loss near its
/// ideal and diverse samples where diversity is logged. Losses alone never mean convergence: random labels look the same.
struct Convergence: Detector {
  static let info = DetectorInfo(
    guide: .convergence,
    glances: MetricBook.ranking,
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  static let rest = Threshold.within(
    0.1,
    of: 1,
    clears: 0.15,
    unit: "x ideal",
    source: "ours: a tenth; who always guesses loses the ideal itself"
  )
  static let plateau = Threshold.above(
    7,
    unit: "evaluations without a gain",
    source: "ours: eight evaluations; ReduceLROnPlateau waits for ten epochs"
  )
  /// Share of the run that must lie behind the best evaluation, too.
  static let share = 0.2
  /// Evaluations that are needed.
  static let fewest = 10

  private var since = 0

  mutating func observe(_ run: RunView) -> Verdict {
    guard let entry = run.metrics.primary else { return .insufficient(.missingSignals) }
    guard entry.count >= Self.fewest else { return .insufficient(.tooYoung) }
    since = entry.bestStep
    let diversity = run.track(.diversity)
    let isDiverse = diversity.count == 0 || VarietyBook.low.isGone(diversity.fast)
    guard entry.isPlateau(in: run), run.samplesAreFine, run.isAtRest, isDiverse else {
      return .clear
    }
    return .present(.notice, confidence: 0.7)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "Converged: losses at their equilibrium, the sample metric at its best since step \(since).",
      side: .both,
      basis: .samples,
      evidence: [
        Self.rest.evidence(
          "discriminator loss",
          signal: .lossDiscriminator,
          run.lossRatio ?? Self.rest.center
        )
      ],
      clearedBy: "A new best evaluation, or losses that leave the equilibrium.",
      onset: since
    )
  }
}

extension MetricBook.Entry {
  /// Whether nothing was gained for eight evaluations and a fifth of the run.
  func isPlateau(in run: RunView) -> Bool {
    let wait = Double(run.step) - Double(bestStep)
    return Convergence.plateau.holds(Double(countSinceBest))
      && wait > Convergence.share * run.length
  }
}

extension RunView {
  /// Whether the discriminator's loss is about its ideal.
  var isAtRest: Bool { lossRatio.map(Convergence.rest.holds) ?? false }
}

extension Symptom {
  /// The game is at rest and nothing is left to gain.
  public static let convergence = Symptom("convergence")
}

extension SymptomGuide {
  static let convergence = SymptomGuide(
    .convergence,
    title: "convergence",
    absence: "There is still something to gain.",
    log: [.metricFID, .metricKID],
    meaning: "The game is at rest and nothing is left to gain.",
    measurement:
      "For a fifth of the run, and \(Convergence.plateau.words), a metric \(RunView.fine.words), a "
      + "discriminator loss \(Convergence.rest.words), and diverse samples.",
    limits: [
      "waiting": Convergence.plateau,
      "sample metric": RunView.fine,
      "discriminator loss": Convergence.rest,
      "diversity, not": VarietyBook.low,
    ],
    caveat: "Never from losses alone: random labels look the same.",
    sources: ["Berthelot et al., BEGAN, 2017; Grnarova et al., 2018, arXiv:1811.05512"],
    gravity: .context,
    causeClass: .dynamics,
    effects: .these([.stagnation, .accuracyAtChance]),
    remedies: [Remedy.stopRun]
  )
}
