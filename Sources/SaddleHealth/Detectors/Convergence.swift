// SPDX-License-Identifier: Apache-2.0

/// The game is at rest and nothing is left to gain.
///
/// No gain of the sample metric for eight evaluations and a fifth of the run, the metric within
/// 15 % of its best, the discriminator's loss within 10 % of its ideal and diverse samples where
/// diversity is logged. Losses alone never mean convergence: random labels look the same.
struct Convergence: Detector {
  static let info = DetectorInfo(
    guide: .convergence,
    glances: MetricBook.ranking,
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  private var since = 0

  mutating func observe(_ run: RunView) -> Verdict {
    guard let entry = run.metrics.primary else { return .insufficient(.missingSignals) }
    guard entry.count >= 10 else { return .insufficient(.tooYoung) }
    since = entry.bestStep
    let diversity = run.track(.diversity)
    let isDiverse = diversity.count == 0 || diversity.fast > 0.8
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
        Evidence(
          "discriminator loss",
          signal: .lossDiscriminator,
          run.lossRatio ?? 1,
          .within,
          0.1,
          unit: "x ideal"
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
    return countSinceBest >= 8 && wait * 5 > run.length
  }
}

extension RunView {
  /// Whether the discriminator's loss is within 10 % of its ideal.
  var isAtRest: Bool { lossRatio.map { ($0 - 1).magnitude < 0.1 } ?? false }
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
      "No gain for eight evaluations, metric within 15 % of its best, discriminator loss within "
      + "10 % of its ideal, diverse samples.",
    caveat: "Never from losses alone: random labels look the same.",
    sources: ["Berthelot et al., BEGAN, 2017; Grnarova et al., 2018, arXiv:1811.05512"],
    gravity: .context,
    causeClass: .dynamics,
    effects: .these([.stagnation, .accuracyAtChance]),
    remedies: [Remedy.stopRun]
  )
}
