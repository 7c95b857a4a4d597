// SPDX-License-Identifier: Apache-2.0

extension ModelInspection {
  /// How much too high an estimate of `StepCost` may be: 36 % was the most against measured peaks of
  /// ring, fashion-mnist and emoji-32 (`theEstimateOfMemoryIsNearThePeak` holds it to this).
  static let overestimate = 1.4

  /// Whether a step can't fit into the memory that is free, however much too high the estimate is.
  var cannotFit: Bool {
    Double(cost.totalBytes) > Self.overestimate * Double(min(memoryBytes, availableBytes))
  }

  /// What a step of another batch would cost.
  func cost(batchSize: Int) -> StepCost {
    StepCost(
      configuration,
      generator: generator,
      discriminator: discriminator,
      batchSize: batchSize
    )
  }

  /// The largest batch whose step takes at most 90 % of the memory that is free; nil where none does.
  ///
  /// A power of two, or of packs: what people choose, and not more precise than the estimate.
  var fittingBatch: Int? {
    let limit = 0.9 * Double(min(memoryBytes, availableBytes))
    var batch = configuration.discriminator.packing
    guard Double(cost(batchSize: batch).totalBytes) <= limit else { return nil }
    while batch * 2 < configuration.training.batchSize,
      Double(cost(batchSize: batch * 2).totalBytes) <= limit
    {
      batch *= 2
    }
    return batch
  }
}
