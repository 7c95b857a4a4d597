// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The Frechet distance of features taken as normally distributed.
///
/// The name is used for every extractor; only with the Inception network of 2015-12-05 is the number
/// the published one, and the protocol says which it was.
public struct FID: Metric {
  /// Number of parts that the interval is taken over.
  public static let parts = 8

  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "fid",
    title: "FID",
    summary: "Frechet distance of features; 0 is identical statistics",
    higherIsBetter: false,
    needs: [.statistics],
    bias: "too high by about a constant over the count; compare equal counts only",
    source: "Heusel et al. 2017, arXiv:1706.08500; pytorch-fid 0.3.0 for the conventions"
  )

  /// Creates the metric, which has no settings.
  public init() {}

  /// Returns the distance, its interval and bias where features are at hand.
  ///
  /// - Throws: `EvaluationError` where the statistics of a side are missing or of another size,
  ///   `TensorError`.
  /// - Complexity: that of `GaussianStatistics.frechetDistance(to:)`, once for each part, too.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.require(input.real.statistics, "statistics of the real images")
    let fake = try MetricInput.require(input.fake.statistics, "statistics of the fake images")
    var result = Measurement(try real.frechetDistance(to: fake))
    try input.progress(0.5)
    let shift = try real.mean - fake.mean
    result.details.append(("mean shift", try shift.square().sum().item()))
    result.interval = try Self.interval(of: result.value, real, input.fake, input.seed)
    if let bias = try Self.bias(of: result.value, real, input) { result.details.append(bias) }
    let smallest = min(real.count ?? .max, input.fake.count)
    if smallest < 10_000 {
      result.warnings.append(
        "FID from \(smallest) images is biased upwards; 10000 or more are the custom, "
          + "and only equal counts compare"
      )
    }
    if smallest <= real.size {
      result.warnings.append(
        "\(smallest) images for \(real.size) features: the covariance is singular; read KID instead"
      )
    }
    return result
  }

  /// The interval over disjoint parts of the fake images; nil where their features aren't at hand.
  private static func interval(
    of value: Double,
    _ real: GaussianStatistics,
    _ fake: SampleSet,
    _ seed: UInt64
  ) throws -> Interval? {
    guard let features = fake.features, features.count >= 4 * parts else { return nil }
    let values = try Shuffle(features.count, seed: seed).parts(parts).map { rows in
      try real.frechetDistance(to: GaussianStatistics(features.rows(rows)))
    }
    return Interval.ofMean(
      values,
      around: value,
      method: "\(parts) disjoint parts of the fake images, reference fixed"
    )
  }

  /// How much too high the value is: the bias is proportional to one over the count, so halving the
  /// counts adds it once more.
  ///
  /// Of a reference that is statistics only, the count can't be halved: then it is the fakes' share.
  private static func bias(
    of value: Double,
    _ real: GaussianStatistics,
    _ input: MetricInput
  ) throws -> (name: String, value: Double)? {
    guard let fake = try halves(of: input.fake, input.seed) else { return nil }
    let own = try halves(of: input.real, input.seed)
    let values = try fake.indices.map { try (own?[$0] ?? real).frechetDistance(to: fake[$0]) }
    return (own == nil ? "bias of the fakes' count" : "bias", values.mean - value)
  }

  private static func halves(of set: SampleSet, _ seed: UInt64) throws -> [GaussianStatistics]? {
    guard let features = set.features else { return set.halves }
    guard features.count >= 8 else { return nil }
    return try Shuffle(features.count, seed: seed).parts(2).map {
      try GaussianStatistics(features.rows($0))
    }
  }
}
