// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRunsSamples

/// A run of numbers that an autopilot steers.
struct PilotedRun {
  static let rate = "optimizer.discriminator.learningRate"

  var pilot: Autopilot
  var values: [String: Double] = [PilotedRun.rate: 0.01]
  var checkpoints: [Int] = []
  var orders: [Autopilot.Order] = []

  init(_ mode: AutopilotMode, steps: Int = 10_000) {
    pilot = Autopilot(AutopilotRules(mode, steps: steps, window: 100))
  }

  /// Makes a step with findings; carries out what changes numbers.
  ///
  /// - Parameter causes: Causes with what each explains; nil where each finding is one.
  @discardableResult
  mutating func step(
    _ step: Int,
    _ findings: [Finding],
    causes: [(Symptom, explains: [Symptom])]? = nil
  ) -> Autopilot.Order {
    let (known, saved) = (values, checkpoints)
    let cockpit = Cockpit(
      checkpoints: { saved },
      reach: { $0.hasPrefix("optimizer.") ? .safe : $0.hasPrefix("generator.") ? .restart : nil },
      value: { known[$0] }
    )
    let order = pilot.decide(step: step, firing: findings, cockpit: cockpit) {
      PilotedRun.diagnosis(findings, causes)
    }
    switch order {
    case .begin(let intervention):
      pilot.saved(snapshot: intervention.rollBackTo ?? step)
      for change in intervention.changes { values[change.key] = Double(change.new) }
    case .undo(let intervention):
      for change in intervention.changes { values[change.key] = change.old }
    default: break
    }
    orders.append(order)
    return order
  }

  mutating func measure(_ value: Double) {
    pilot.measured(value, of: "coverage", largerIsBetter: true)
  }

  /// Eight values of a metric between 0.3 and 0.37, as a run has them before anything is changed.
  mutating func measureAsBefore() {
    for index in 0..<8 { measure(0.3 + 0.01 * Double(index)) }
  }

  static func diagnosis(
    _ findings: [Finding],
    _ causes: [(Symptom, explains: [Symptom])]? = nil
  ) -> Diagnosis {
    var diagnosis = Diagnosis(objective: HealthMonitor().diagnosis().objective)
    diagnosis.findings = findings
    diagnosis.causes = (causes ?? findings.map { ($0.symptom, []) }).map {
      Diagnosis.Cause(symptom: $0, confidence: 0.9, firstStep: 1, explains: $1, story: "")
    }
    return diagnosis
  }
}

extension Remedy {
  /// A remedy that changes one key.
  static func change(
    _ measure: Measure = .lowerDiscriminatorLearningRate,
    key: String = PilotedRun.rate,
    to value: ConfigurationChange.Value = .scaled(by: 0.5)
  ) -> Remedy {
    Remedy(
      measure: measure,
      title: "Change \(key)",
      reason: "A test.",
      evidence: "",
      source: "",
      actionClass: .online,
      changes: measure == .stop ? [] : [ConfigurationChange(key: key, value: value)],
      pytorch: []
    )
  }
}

extension Finding {
  /// A finding with a remedy.
  static func firing(
    _ symptom: Symptom = .discriminatorDominates,
    _ severity: Severity = .critical,
    since step: Int = 1000,
    remedies: [Remedy] = [.change()]
  ) -> Finding {
    .sample(symptom, severity, since: step, basis: .outputs, remedies: remedies)
  }
}

/// What an order is about, where it is one of that kind.
extension Autopilot.Order {
  var advised: Intervention? {
    if case .advise(let intervention) = self { intervention } else { nil }
  }
  var begun: Intervention? { if case .begin(let intervention) = self { intervention } else { nil } }
  var kept: Intervention? { if case .keep(let intervention) = self { intervention } else { nil } }
  var undone: Intervention? { if case .undo(let intervention) = self { intervention } else { nil } }
  var stopped: Intervention? {
    if case .stop(let intervention) = self { intervention } else { nil }
  }
  var restarted: Intervention? {
    if case .restart(let intervention) = self { intervention } else { nil }
  }
}
