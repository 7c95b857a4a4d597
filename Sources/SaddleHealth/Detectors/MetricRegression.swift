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

  static let warning = Threshold.above(
    1.25,
    clears: 1.15,
    unit: "x as bad as the best",
    source:
      "NVlabs/stylegan2-ada-pytorch issue 159; evaluations of one model differ by less than 10 %"
  )
  static let critical = Threshold.above(
    1.5,
    clears: 1.25,
    unit: "x as bad as the best",
    source: "the geometric middle between as good as ever, 1.15, and twice as bad"
  )
  /// What at least two of the last three evaluations must reach, as a share of the mean's limit.
  static let agreement = 0.95
  /// Evaluations that are needed.
  static let fewest = 5

  private var entry: MetricBook.Entry?

  mutating func observe(_ run: RunView) -> Verdict {
    guard let entry = run.metrics.primary else { return .insufficient(.missingSignals) }
    guard entry.count >= Self.fewest else { return .insufficient(.tooYoung) }
    self.entry = entry
    if isBeyond(Self.critical, entry) { return .present(.critical, confidence: 0.95) }
    if isBeyond(Self.warning, entry) { return .present(.warning, confidence: 0.8) }
    return Self.warning.isGone(entry.recentRatio) ? .clear : .fading
  }

  /// Whether the mean is beyond a limit, and two of three evaluations nearly so: one may be odd.
  private func isBeyond(_ limit: Threshold, _ entry: MetricBook.Entry) -> Bool {
    limit.holds(entry.recentRatio) && entry.secondRatio >= Self.agreement * limit.fires
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
        (isBeyond(Self.critical, entry) ? Self.critical : Self.warning).evidence(
          "\(name), mean of three, against its best",
          signal: entry.signal,
          entry.recentRatio
        ),
        Evidence("best \(name)", signal: entry.signal, entry.best),
        Evidence("evaluations since the best", Double(entry.countSinceBest)),
      ],
      clearedBy: "The mean of three evaluations \(Self.warning.clearingWords).",
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
      "Mean of the last three evaluations \(MetricRegression.warning.words): a warning; "
      + "\(MetricRegression.critical.words): critical.",
    limits: [
      "last three evaluations": MetricRegression.warning,
      "last three evaluations, critical": MetricRegression.critical,
    ],
    caveat: "One bad evaluation is not enough: two of three must agree.",
    sources: ["NVlabs/stylegan2-ada-pytorch issue 159"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.rollBack, Remedy.augment, Remedy.addR1, Remedy.stopRun]
  )
}
