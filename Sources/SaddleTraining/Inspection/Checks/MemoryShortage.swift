// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A step that takes more than half of the memory (a notice) or 90 % of it (a warning), or that can't
/// fit into what is free of it (critical: nothing is started).
///
/// The estimate of `StepCost` against the machine's memory, or its control group's: limits of ours.
/// Critical allows for the most by which the estimate was too high.
enum MemoryShortage: ArchitectureCheck {
  static let symptom = Symptom.memoryShortage

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let needed = Double(model.cost.totalBytes)
    let share = needed / Double(max(1, model.memoryBytes))
    guard share > 0.5 || model.cannotFit else { return .clear }
    let giga = 1e9
    return .found([
      model.finding(
        symptom,
        model.cannotFit ? .critical : share > 0.9 ? .warning : .notice,
        summary(model),
        side: .both,
        confidence: 0.7,
        evidence: [
          estimate(model, share),
          Evidence("kept for gradients", Double(model.cost.activationBytes) / giga, unit: "GB"),
          Evidence(
            "weights, gradients and optimizer state",
            Double(model.cost.totalBytes - model.cost.activationBytes) / giga,
            unit: "GB"
          ),
        ],
        clearedBy: model.cannotFit
          ? "A step that fits into the memory that is free."
          : "A step of less than half of the memory."
      )
    ])
  }

  /// The estimate beside the limit that it passed.
  private static func estimate(_ model: ModelInspection, _ share: Double) -> Evidence {
    let title = "memory of a step, estimated"
    guard model.cannotFit else {
      return Evidence(title, share * 100, .above, share > 0.9 ? 90 : 50, unit: "% of all")
    }
    let free = Double(max(1, min(model.memoryBytes, model.availableBytes)))
    return Evidence(
      title,
      Double(model.cost.totalBytes) / free * 100,
      .above,
      ModelInspection.overestimate * 100,
      unit: "% of what is free"
    )
  }

  /// What is said of the step, with the batch that would fit where it is short.
  static func summary(_ model: ModelInspection) -> String {
    func giga(_ bytes: Int) -> String { "\((Double(bytes) / 1e9).short) GB" }
    let batch = model.configuration.training.batchSize
    let needed = giga(model.cost.totalBytes)
    guard model.cannotFit else {
      let sentence = "A step needs about \(needed) of \(giga(model.memoryBytes)) of memory"
      guard model.cost.totalBytes > min(model.memoryBytes, model.availableBytes),
        let fitting = model.fittingBatch, fitting < batch
      else { return sentence + "." }
      return sentence + "; training.batchSize \(fitting) would surely fit."
    }
    let free =
      "A step of \(batch) samples needs about \(needed) of memory, and "
      + "\(giga(min(model.memoryBytes, model.availableBytes))) are free: "
    guard let fitting = model.fittingBatch, fitting < batch else {
      return free + "networks of fewer or narrower layers would fit."
    }
    let cost = giga(model.cost(batchSize: fitting).totalBytes)
    return free
      + "training.batchSize \(fitting) would fit (about \(cost)); training.accumulate adds "
      + "gradients of several such batches up."
  }
}
