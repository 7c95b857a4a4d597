// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth

/// NaN or infinity in the data, or in a loss, gradient or weight of the first two steps.
enum NonFiniteStep: ArchitectureCheck {
  static let symptom = Symptom.nonFinite

  static func check(_ model: ModelInspection) -> CheckOutcome {
    if case .success(let sample) = model.sample, sample.nonFiniteCount > 0 {
      return .found([
        model.finding(
          symptom,
          .critical,
          "\(sample.nonFiniteCount) of \(sample.batch.values.count) numbers of "
            + "\(sample.batch.count) real samples are NaN or infinite.",
          side: .data,
          confidence: 1,
          evidence: [
            Evidence("non-finite numbers in real samples", Double(sample.nonFiniteCount), .above, 0)
          ],
          clearedBy: "Data without such numbers.",
          remedies: { _ in false }
        )
      ])
    }
    switch model.dryRun {
    case .failure(let reason): return .notJudged(reason.description)
    case .success(let run):
      switch run.failure {
      case .nonFinite(let error):
        return .found([
          model.finding(
            symptom,
            .critical,
            "Dry \(error).",
            side: error.place.side,
            confidence: 1,
            evidence: [Evidence("step of the dry run", Double(error.step))],
            clearedBy: "Two dry steps with finite numbers.",
            remedies: { $0.measure != .rollBack }
          )
        ])
      case .engine(let error): return .notJudged("A step can't be made: \(error).")
      case nil: return .clear
      }
    }
  }
}
