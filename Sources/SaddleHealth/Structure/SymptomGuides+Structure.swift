// SPDX-License-Identifier: Apache-2.0

extension SymptomGuides {
  /// What is found by looking at networks and data before training.
  public static let structural: [SymptomGuide] = [
    .batchNormUnderPenalty, .checkerboard, .unequalCapacity, .narrowView, .smallLatent,
    .memoryShortage, .deadLayer, .shapeMismatch, .smallBatch,
  ]
}
