// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

/// Looks for one weakness of networks and data before training.
///
/// To add one: a file in `Checks/` and a line in `CheckCatalog.builtIn`.
protocol ArchitectureCheck: Sendable {
  /// What it looks for.
  static var symptom: Symptom { get }
  /// Says what it found.
  static func check(_ model: ModelInspection) -> CheckOutcome
}

/// What a check came to.
enum CheckOutcome {
  /// Something was found.
  case found([Finding])
  /// It was looked for and not found.
  case clear
  /// It could not be judged.
  case notJudged(String)
}

/// The checks that are made: one line each.
struct CheckCatalog: Sendable {
  var types: [any ArchitectureCheck.Type]

  static let builtIn = CheckCatalog(types: [
    StepFails.self,
    NonFiniteStep.self,
    DeadLayers.self,
    OutputRange.self,
    BatchNormUnderPenalty.self,
    Checkerboard.self,
    UnequalCapacity.self,
    NarrowView.self,
    SmallLatent.self,
    MemoryShortage.self,
    SmallBatch.self,
  ])

  /// Makes all checks.
  func report(on model: ModelInspection) -> ArchitectureReport {
    var report = ArchitectureReport()
    for type in types {
      switch type.check(model) {
      case .found(let findings): report.findings += findings
      case .clear:
        report.ruledOut.append(
          Diagnosis.RuledOut(symptom: type.symptom, because: type.symptom.guide.absence)
        )
      case .notJudged(let reason):
        report.notJudged.append(
          Diagnosis.NotJudged(symptom: type.symptom, reason: reason, log: [])
        )
      }
    }
    report.findings = report.findings.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
    return report
  }
}

extension ModelInspection {
  /// Makes a finding with the remedies that its symptom has.
  func finding(
    _ symptom: Symptom,
    _ severity: Severity,
    _ summary: String,
    side: Side,
    confidence: Double = 0.9,
    evidence: [Evidence],
    clearedBy: String,
    remedies isUsed: (Remedy) -> Bool = { _ in true }
  ) -> Finding {
    var context = RunContext(objective: configuration.objective.health)
    context.batchSize = configuration.training.batchSize
    return Finding(
      symptom: symptom,
      severity: severity,
      side: side,
      firstStep: 0,
      firedAtStep: 0,
      lastStep: 0,
      confidence: confidence,
      basis: .networks,
      summary: summary,
      evidence: evidence,
      clearedBy: clearedBy,
      remedies: symptom.guide.remedies(in: context).filter(isUsed)
    )
  }

  /// The names of layers, at most four of them.
  static func list(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", ..." : "")
  }
}

extension Double {
  /// Three significant digits.
  var short: String { Number(self).text }
}
