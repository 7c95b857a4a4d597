// SPDX-License-Identifier: Apache-2.0

import SaddleData
public import SaddleEvaluation
import SaddleSettings
import SaddleTorch

extension ExtractorChoice.Training {
  /// Fashion-MNIST's training images, which the small classifier learns from.
  ///
  /// - Parameters:
  ///   - note: Told what is going on.
  ///   - progress: Told which share of the training is done.
  public static func fashionMNIST(
    note: @escaping (String) -> Void = { _ in },
    progress: @escaping (Double) -> Void = { _ in }
  ) -> ExtractorChoice.Training {
    ExtractorChoice.Training(
      "fashion-mnist train",
      images: { try clothes() },
      note: note,
      progress: progress
    )
  }

  private static func clothes() throws -> (ImageBatch, [Int]) {
    var settings = DataConfiguration()
    settings.source = .fashionMNIST
    let source = try settings.makeSource(seed: 0)
    let total = source.exampleCount ?? 0
    var parts: [Tensor] = []
    var labels: [Int] = []
    for start in stride(from: 0, to: total, by: 64) {
      let batch = try source.examples(from: start, size: min(64, total - start))
      parts.append(try ImageBatch(output: Tensor(batch.values, shape: batch.shape)).pixels)
      labels += batch.classLabels ?? []
    }
    return (try ImageBatch(pixels: Tensor.concatenated(parts)), labels)
  }
}
