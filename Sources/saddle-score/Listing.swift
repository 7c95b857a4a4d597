// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// One line a run, to see what the table sums up.
enum Listing {
  static func line(_ run: LabeledRun) -> String {
    let (judgment, diagnosis) = Judgment.saddle(run)
    let label =
      run.isHealthy
      ? "healthy"
      : run.isAmbiguous ? "ambiguous" : run.symptoms.map(\.rawValue).sorted().joined(separator: "+")
    let findings = diagnosis.findings.map { finding in
      let mark = finding.state == .firing ? "" : "~"
      return "\(mark)\(finding.symptom.rawValue)/\(finding.severity.rawValue.prefix(1))@"
        + "\(finding.firstStep)-\(finding.firedAtStep)"
    }
    let objective = diagnosis.objective.name?.id ?? "?"
    let declared = run.objective.map { $0.id == objective ? "" : "(\($0.id))" } ?? ""
    let worst = WorstEver(run, run.context(declaring: false))
    return
      "\(run.name.suffix(44)) | live \(worst.word.rawValue)@\(worst.step) | \(label) | \(judgment.health.rawValue) | "
      + "\(objective)\(declared) \(diagnosis.objective.confidence) | "
      + "stop \(judgment.stopAdvisedAt.map(String.init) ?? "-") | "
      + findings.joined(separator: " ")
  }
}
