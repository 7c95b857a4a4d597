// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Layers that no gradient reaches in the second of two dry steps.
enum DeadLayers: ArchitectureCheck {
  static let symptom = Symptom.deadLayer

  static func check(_ model: ModelInspection) -> CheckOutcome {
    switch model.dryRun {
    case .failure(let reason): return .notJudged(reason.description)
    case .success(let run):
      guard run.failure == nil else { return .notJudged("The dry steps failed.") }
      guard !run.deadLayers.isEmpty else { return .clear }
      let names = run.deadLayers.map { "\($0.side) \($0.name)" }
      let sides = Set(run.deadLayers.map { $0.side.hasPrefix("generator") })
      return .found([
        model.finding(
          symptom,
          .warning,
          "No gradient reaches \(ModelInspection.list(names)).",
          side: sides.count > 1 ? .both : sides == [true] ? .generator : .discriminator,
          evidence: [
            Evidence("layers without gradient", Double(run.deadLayers.count), .above, 0),
            Evidence(
              "limit of a layer's gradient",
              Double(DryRun.deadShare),
              unit: "x its network's largest"
            ),
          ],
          clearedBy: "A gradient in every layer."
        )
      ])
    }
  }
}
