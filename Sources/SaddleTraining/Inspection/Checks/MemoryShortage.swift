// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A step that takes more than half of the memory (a notice) or 90 % of it (a warning).
///
/// The estimate of `StepCost` against the machine's memory, or its control group's: limits of ours.
enum MemoryShortage: ArchitectureCheck {
  static let symptom = Symptom.memoryShortage

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let needed = Double(model.cost.totalBytes)
    let share = needed / Double(max(1, model.memoryBytes))
    guard share > 0.5 else { return .clear }
    let limit = share > 0.9 ? 90.0 : 50
    let giga = 1e9
    return .found([
      model.finding(
        symptom,
        share > 0.9 ? .warning : .notice,
        "A step needs about \((needed / giga).short) GB of \((Double(model.memoryBytes) / giga).short)"
          + " GB of memory.",
        side: .both,
        confidence: 0.7,
        evidence: [
          Evidence("memory of a step, estimated", share * 100, .above, limit, unit: "% of all"),
          Evidence("kept for gradients", Double(model.cost.activationBytes) / giga, unit: "GB"),
          Evidence(
            "weights, gradients and optimiser state",
            Double(model.cost.totalBytes - model.cost.activationBytes) / giga,
            unit: "GB"
          ),
        ],
        clearedBy: "A step of less than half of the memory."
      )
    ])
  }
}
