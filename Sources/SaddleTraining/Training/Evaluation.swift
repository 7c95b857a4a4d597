// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleImage
import SaddleTorch

extension TrainingSetup {
  /// Measures samples of the generator that samples are made with.
  ///
  /// - Returns: The values, the one that decides which checkpoint is best first.
  func evaluate() throws -> [MeasuredValue] {
    guard let mixture = (data as? MixtureSource)?.mixture, !mixture.means.isEmpty else { return [] }
    let result = try evaluate(mixture)
    return [
      MeasuredValue(signal: .metricHighQuality, value: result.highQualityShare),
      MeasuredValue(signal: .metricModes, value: Double(result.modesCaptured)),
    ]
  }

  /// Counts the modes of a mixture that samples reach.
  func evaluate(_ mixture: Mixture) throws -> MixtureEvaluator.Result {
    let latents = try latents(
      configuration.evaluation.samples,
      from: Generator(seed: SeedStream.evaluation.seed(UInt64(configuration.seed)))
    )
    return try MixtureEvaluator(mixture).evaluate(samples(latents).array())
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

extension MeasuredValue {
  /// Whether this value is better than another of the same signal.
  func isBetter(than other: Double) -> Bool {
    switch signal {
    case .metricFID, .metricKID, .metricLPIPS, .metricMSSSIM: value < other
    default: value > other
    }
  }
}
