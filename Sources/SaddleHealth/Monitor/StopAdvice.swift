// SPDX-License-Identifier: Apache-2.0

/// When going on is not worth it.
extension Verdicts {
  /// Accumulated excess of the sample metric at which going on is not worth it.
  ///
  /// The excess is the sum of `ln(value / best)` over consecutive evaluations above 1.25 x the
  /// best; six evaluations at twice the best make 4.
  static let excess = 4.0
  /// The same where the losses look like a collapse, too: three evaluations at twice the best.
  static let excessWithLosses = 2.0
  /// Share of the run that must lie behind the best: a wobble in a long run has many evaluations.
  static let patience = 0.05

  /// Why going on is not worth it, or nil; `findings`: those that are firing.
  static func reasonToStop(
    _ run: RunView,
    _ findings: [Finding],
    _ guides: SymptomGuides
  ) -> String? {
    let grave = findings.filter { $0.state == .firing && $0.severity == .critical }
    if let fatal = grave.first(where: { isFatal($0, guides) }) {
      return guides[fatal.symptom].stopAdvice
        ?? "The run has failed beyond repair; go back to a checkpoint."
    }
    if let advice = grave.lazy.compactMap({ guides[$0.symptom].stopAdvice }).first {
      return advice
    }
    guard let metric = run.metrics.primary, metric.count >= 5 else { return nil }
    let agrees = run.lossesSuggestCollapse
    let wait = Double(run.step) - Double(metric.bestStep)
    guard metric.excess >= (agrees ? excessWithLosses : excess), wait > patience * run.length else {
      return nil
    }
    return "\(metric.signal.shortName) has been far above its best since step \(metric.bestStep) "
      + "(\(metric.best.text), now \(metric.last.text))"
      + (agrees ? " and the losses look like a collapse." : ".")
  }
}
