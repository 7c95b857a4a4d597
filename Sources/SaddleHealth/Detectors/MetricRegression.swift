// SPDX-License-Identifier: Apache-2.0

/// The sample metric has become worse than its best: "your best model was N steps ago".
///
/// The mean of the last three evaluations over the best: 1.25 is a warning, 1.5 (the geometric
/// middle between "as good as ever", 1.15, and "twice as bad") is critical, where at least two of
/// the three say so. The onset is the step of the best evaluation.
struct MetricRegression: Detector {
  static let info = DetectorInfo(
    guide: .metricRegression,
    glances: MetricBook.ranking,
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  private var entry: MetricBook.Entry?

  mutating func observe(_ run: RunView) -> Verdict {
    guard let entry = run.metrics.primary else { return .insufficient(.missingSignals) }
    guard entry.count >= 5 else { return .insufficient(.tooYoung) }
    self.entry = entry
    let ratio = entry.recentRatio
    let second = entry.secondRatio
    if ratio >= 1.5, second >= 1.4 { return .present(.critical, confidence: 0.95) }
    if ratio >= 1.25, second >= 1.2 { return .present(.warning, confidence: 0.8) }
    return ratio > 1.15 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    guard let entry else {
      return Description("", side: .generator, basis: .samples, evidence: [], clearedBy: "")
    }
    let name = entry.signal.shortName
    return Description(
      "Your best model was \(run.steps(since: entry.bestStep)) steps ago: \(name) \(entry.best.text) at "
        + "step \(entry.bestStep), \(entry.last.text) now.",
      side: .generator,
      basis: .samples,
      evidence: [
        Evidence(
          "\(name), mean of three, against its best",
          signal: entry.signal,
          entry.recentRatio,
          .above,
          1.5,
          unit: "x as bad as the best"
        ),
        Evidence("best \(name)", signal: entry.signal, entry.best),
        Evidence("evaluations since the best", Double(entry.countSinceBest)),
      ],
      clearedBy: "Three evaluations within 15 % of the best.",
      onset: entry.bestStep
    )
  }
}

extension Symptom {
  /// The sample metric has become worse than its best.
  public static let metricRegression = Symptom("metricRegression")
}

extension SymptomGuide {
  static let metricRegression = SymptomGuide(
    .metricRegression,
    title: "a worsening sample metric",
    absence: "The sample metric is within 15 % of its best.",
    log: [.metricFID, .metricKID],
    meaning: "Samples have become worse than they were: your best model lies behind you.",
    measurement:
      "Mean of the last three evaluations: 1.25 x the best is a warning, 1.5 x critical.",
    caveat: "One bad evaluation is not enough: two of three must agree.",
    sources: ["NVlabs/stylegan2-ada-pytorch issue 159"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.rollBack, Remedy.augment, Remedy.addR1, Remedy.stopRun]
  )
}
