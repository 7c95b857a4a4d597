// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A step can't be made: shapes don't match, or an operation refuses what it is given.
enum StepFails: ArchitectureCheck {
  static let symptom = Symptom.shapeMismatch

  static func check(_ model: ModelInspection) -> CheckOutcome {
    switch model.dryRun {
    case .failure(let reason): return .notJudged(reason.description)
    case .success(let run):
      guard case .engine(let error) = run.failure else { return .clear }
      return .found([
        model.finding(
          symptom,
          .critical,
          "A step can't be made: \(error).",
          side: .both,
          confidence: 1,
          evidence: [Evidence("samples of the dry step", Double(run.batchSize))],
          clearedBy: "A dry step that goes through."
        )
      ])
    }
  }
}
