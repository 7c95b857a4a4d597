// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleTorch

extension TrainingSetup {
  /// Images made, read or measured at a time.
  static let imageBatch = 64

  /// Counts the modes that points of the sampler reach; nothing where there are none to count.
  ///
  /// - Returns: The value that decides which checkpoint is best, then what decides between equals.
  func evaluatePoints() throws -> [MeasuredValue] {
    guard let mixture = (data as? MixtureSource)?.mixture, !mixture.means.isEmpty else { return [] }
    let result = try evaluate(mixture)
    return [
      MeasuredValue(signal: .metricModes, value: Double(result.modesCaptured)),
      MeasuredValue(signal: .metricHighQuality, value: result.highQualityShare),
    ]
  }

  /// Counts the modes of a mixture that samples reach.
  func evaluate(_ mixture: Mixture) throws -> MixtureEvaluator.Result {
    let latents = try latents(configuration.evaluation.samples, using: evaluationRandom())
    return try MixtureEvaluator(mixture).evaluate(samples(latents).array())
  }

  /// A generator of an evaluation's latents: the same ones each time, none of training's.
  private func evaluationRandom() throws(TensorError) -> Random {
    try Random(seed: SeedStream.evaluation.seed(UInt64(configuration.seed)))
  }

  /// The images that an evaluation measures.
  func evaluationImages() -> ImageSeries {
    let count = configuration.evaluation.samples
    return ImageSeries(name: "samples", fingerprint: "", count: count) { body in
      try self.forEachBatch(count, using: self.evaluationRandom(), body)
    }
  }

  /// Makes images batch by batch.
  func forEachBatch(
    _ count: Int,
    using random: Random,
    with network: Module? = nil,
    label: Int? = nil,
    _ body: ([Image]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: count, by: Self.imageBatch) {
      let latents = try latents(min(Self.imageBatch, count - start), using: random)
      let samples = try samples(latents, with: network, label: label, first: start)
      try body(SamplePicture.images(samples))
    }
  }

  /// Real images of the training data, chosen by a seed where not all are wanted.
  func realImages(_ wanted: Int, seed: UInt64) -> ImageSeries {
    let total = data.exampleCount ?? 0
    let chosen = RandomStream.choice(of: wanted, from: total, seed: seed)
    return ImageSeries(
      name: data.name,
      fingerprint: "\(data.fingerprint) \(data.exampleShape) \(configuration.data) "
        + "\(chosen.count) by \(seed)",
      count: chosen.count
    ) { [data, shape] body in
      for start in stride(from: 0, to: chosen.count, by: Self.imageBatch) {
        var values: [Float] = []
        for index in chosen[start..<min(start + Self.imageBatch, chosen.count)] {
          values += try data.examples(from: index, size: 1).values
        }
        let size = shape.dimensions.reduce(1, *)
        let batch = try Tensor(values, shape: [values.count / size] + shape.dimensions)
        try body(SamplePicture.images(batch))
      }
    }
  }

  /// A picture of the fixed latents' samples.
  func picture() throws -> Image {
    let samples = try fixedSamples()
    guard shape.isImage else {
      return try SamplePicture.scatter(
        real: data.examples(from: 0, size: 1024).values,
        fake: samples.array()
      )
    }
    return try SamplePicture.grid(samples, columns: configuration.logging.gridSize)
  }
}
