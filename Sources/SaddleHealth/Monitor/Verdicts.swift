// SPDX-License-Identifier: Apache-2.0

/// From findings to one word: health, outlook and advice to stop.
enum Verdicts {
  /// Accumulated excess of the sample metric at which going on is not worth it.
  ///
  /// The excess is the sum of `ln(value / best)` over consecutive evaluations above 1.25 x the
  /// best; six evaluations at twice the best make 4.
  static let excess = 4.0
  /// The same where the losses look like a collapse, too: three evaluations at twice the best.
  static let excessWithLosses = 2.0

  /// Why going on is not worth it, or nil.
  static func reasonToStop(_ run: RunView, isDead: Bool) -> String? {
    if isDead { return "The run has failed beyond repair; go back to a checkpoint." }
    guard let metric = run.metrics.primary, metric.count >= 5 else { return nil }
    let agrees = run.lossesSuggestCollapse
    let limit = agrees ? excessWithLosses : excess
    if metric.excess >= limit {
      let name = metric.signal.shortName
      return "\(name) has been far above its best since step \(metric.bestStep) "
        + "(\(metric.best.text), now \(metric.last.text))"
        + (agrees ? " and the losses look like a collapse." : ".")
    }
    return nil
  }

  /// The health and its reasons.
  static func health(
    _ run: RunView,
    _ findings: [Finding],
    _ guides: SymptomGuides
  ) -> (Health, [String]) {
    let firing = findings.filter { $0.state == .firing }
    let dead = firing.filter { isFatal($0, guides) }
    if !dead.isEmpty { return (.dead, dead.map(\.summary)) }
    let sick = firing.filter {
      $0.severity == .critical
        || $0.severity == .warning && $0.confidence >= 0.6
          && guides[$0.symptom].gravity == .failure
    }
    if !sick.isEmpty { return (.sick, sick.map(\.summary)) }
    let warnings = firing.filter { $0.severity == .warning }
    if !warnings.isEmpty { return (.watch, warnings.map(\.summary)) }
    return unremarkable(run)
  }

  /// Whether nothing but a checkpoint can help.
  static func isFatal(_ finding: Finding, _ guides: SymptomGuides) -> Bool {
    finding.state == .firing && finding.severity == .critical
      && guides[finding.symptom].gravity == .fatal
  }

  private static func unremarkable(_ run: RunView) -> (Health, [String]) {
    let losses = run.track(.discriminatorLoss).count + run.track(.generatorLoss).count
    let metric = run.metrics.primary
    guard losses >= 2 * RunView.warmUp || (metric?.count ?? 0) >= 5 else {
      return (
        .unjudgeable,
        [
          losses == 0 && metric == nil
            ? "Neither losses nor sample metrics were logged."
            : "Too few observations: \(run.count)."
        ]
      )
    }
    var reasons: [String] = []
    if let metric, metric.count >= 3 {
      reasons.append(
        "\(metric.signal.shortName) is at \(metric.last.text), best \(metric.best.text) at step "
          + "\(metric.bestStep)."
      )
    }
    if let ratio = run.lossRatio {
      reasons.append("The discriminator's loss is \((ratio * 100).text) % of its ideal.")
    }
    if run.objective.name == nil, metric == nil {
      reasons.append(
        "Only what needs no objective was judged: divergence, oscillation, finiteness."
      )
    }
    return (.healthy, reasons.isEmpty ? ["Nothing out of the ordinary."] : reasons)
  }
}
