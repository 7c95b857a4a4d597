// SPDX-License-Identifier: Apache-2.0

/// From findings to one word: health, outlook and advice to stop.
enum Verdicts {
  /// A word and what it rests on.
  struct Judgment {
    var health: Health
    var reasons: [String]
    var grounds: [Diagnosis.Ground]
    var confidence: Double { grounds.map(\.confidence).max() ?? 0 }
  }

  /// The health, its reasons and grounds.
  ///
  /// Healthy is a positive statement: it needs a ground (`HealthyGrounds`) and nothing against it.
  static func judge(
    _ run: RunView,
    _ findings: [Finding],
    _ guides: SymptomGuides
  ) -> Judgment {
    let firing = findings.filter { $0.state == .firing }
    let dead = firing.filter { isFatal($0, guides) }
    if !dead.isEmpty { return against(.dead, dead) }
    let sick = firing.filter {
      $0.severity == .critical
        || $0.severity == .warning && $0.confidence >= 0.6
          && guides[$0.symptom].gravity == .failure
    }
    if !sick.isEmpty { return against(.sick, sick) }
    let warnings = firing.filter { $0.severity == .warning }
    if !warnings.isEmpty { return against(.watch, warnings) }
    return unremarkable(run)
  }

  /// Whether nothing but a checkpoint can help.
  static func isFatal(_ finding: Finding, _ guides: SymptomGuides) -> Bool {
    finding.state == .firing && finding.severity == .critical
      && guides[finding.symptom].gravity == .fatal
  }

  private static func against(_ health: Health, _ findings: [Finding]) -> Judgment {
    Judgment(
      health: health,
      reasons: findings.map(\.summary),
      grounds: findings.map {
        Diagnosis.Ground($0.basis.ground, $0.summary, confidence: $0.confidence)
      }.sorted { $0.confidence > $1.confidence }
    )
  }

  private static func unremarkable(_ run: RunView) -> Judgment {
    let grounds = HealthyGrounds.all(run).sorted { $0.confidence > $1.confidence }
    guard grounds.isEmpty else {
      return Judgment(health: .healthy, reasons: grounds.map(\.detail), grounds: grounds)
    }
    return Judgment(health: .unjudgeable, reasons: [silence(run)], grounds: [])
  }

  /// Why a log without a finding is no healthy one, and what to log.
  private static func silence(_ run: RunView) -> String {
    let losses = run.track(.discriminatorLoss).count + run.track(.generatorLoss).count
    if losses == 0, run.metrics.primary == nil, run.variety.count == 0 {
      return "Neither losses nor sample metrics were logged."
    }
    if run.count < RunView.warmUp, run.metrics.primary == nil {
      return "Too few observations: \(run.count)."
    }
    return "No sign of trouble, and this log can't show more: log the diversity of samples "
      + "(diversity/fake, diversity/real) or a metric (metrics/fid), or declare the objective."
  }
}

extension EvidenceLevel {
  fileprivate var ground: Diagnosis.Ground.Kind {
    switch self {
    case .losses: .losses
    case .outputs: .outputs
    case .samples: .samples
    case .networks: .networks
    }
  }
}
