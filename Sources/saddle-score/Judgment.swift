// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What a watcher said about a run: the common form of our monitor and of the baselines.
struct Judgment: Sendable {
  struct Alarm: Sendable {
    var symptom: Symptom
    var severity: Severity
    var firedAt: Int
    var onset: Int
    var isFiringAtEnd: Bool
  }

  var alarms: [Alarm] = []
  /// What is judged the cause, most likely first.
  var causes: [Symptom] = []
  var health: Health = .unjudgeable
  var stopAdvisedAt: Int?
  var abstentions = 0

  /// Whether a symptom is said to be present: warning or worse, at the end or for good.
  func says(_ symptom: Symptom) -> Bool {
    alarms.contains {
      $0.symptom == symptom && $0.severity >= .warning && $0.isFiringAtEnd
        || symptom == .divergence && $0.symptom == .nonFinite
    }
  }

  /// Whether anything is firing at the end at a severity or above.
  func fires(_ severity: Severity) -> Bool {
    alarms.contains { $0.severity >= severity && $0.isFiringAtEnd }
  }

  /// The first step at which a symptom was reported.
  func firstAlarm(_ symptom: Symptom) -> Int? {
    alarms.filter {
      $0.severity >= .warning
        && ($0.symptom == symptom || symptom == .divergence && $0.symptom == .nonFinite)
    }.map(\.firedAt).min()
  }
}

extension Judgment {
  /// What Saddle says.
  static func saddle(_ run: LabeledRun, declaring: Bool = false) -> (Judgment, Diagnosis) {
    var monitor = HealthMonitor(context: run.context(declaring: declaring))
    for observation in run.observations { _ = monitor.observe(observation) }
    let diagnosis = monitor.diagnosis()
    var result = Judgment()
    result.alarms = diagnosis.findings.map {
      Alarm(
        symptom: $0.symptom,
        severity: $0.severity,
        firedAt: $0.firedAtStep,
        onset: $0.firstStep,
        isFiringAtEnd: $0.state == .firing
      )
    }
    result.causes = diagnosis.causes.map(\.symptom)
    result.health = diagnosis.health
    result.stopAdvisedAt = diagnosis.stopAdvisedAt
    result.abstentions = diagnosis.notJudged.count
    return (result, diagnosis)
  }
}
