// SPDX-License-Identifier: Apache-2.0

/// Nothing improves any more although the game is not at rest.
///
/// No gain of the sample metric for long, with a discriminator loss away from its ideal (or without
/// one). A notice: most good runs end so.
struct Stagnation: Detector {
  static let info = DetectorInfo(
    guide: .stagnation,
    glances: MetricBook.ranking,
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  private var since = 0
  private var evaluations = 0

  mutating func observe(_ run: RunView) -> Verdict {
    guard let entry = run.metrics.primary else { return .insufficient(.missingSignals) }
    guard entry.count >= Convergence.fewest else { return .insufficient(.tooYoung) }
    since = entry.bestStep
    evaluations = entry.countSinceBest
    guard entry.isPlateau(in: run), !MetricRegression.warning.holds(entry.recentRatio) else {
      return .clear
    }
    return run.isAtRest ? .clear : .present(.notice, confidence: 0.6)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The sample metric has not improved since step \(since).",
      side: .both,
      basis: .samples,
      evidence: [Convergence.plateau.evidence("waiting", Double(evaluations))],
      clearedBy: "A new best evaluation.",
      onset: since
    )
  }
}

extension Symptom {
  /// Nothing improves any more although the game is not at rest.
  public static let stagnation = Symptom("stagnation")
}

extension SymptomGuide {
  static let stagnation = SymptomGuide(
    .stagnation,
    title: "stagnation",
    absence: "The sample metric improves, or the game is at rest.",
    log: [.metricFID, .metricKID],
    meaning: "Nothing improves any more although the game is not at rest.",
    measurement: "No gain of the sample metric for a fifth of the run and "
      + "\(Convergence.plateau.words).",
    limits: ["waiting": Convergence.plateau, "sample metric, not": MetricRegression.warning],
    caveat: "Losses that don't fall are no stagnation: GAN losses needn't.",
    sources: ["ReduceLROnPlateau assumes one falling loss"],
    gravity: .context,
    causeClass: .dynamics,
    remedies: [Remedy.decayLearningRates, Remedy.averageWeights, Remedy.stopRun]
  )
}
