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

  /// Creates the metric.
  public init() {}

  /// Returns the distance, its interval and bias where features are at hand.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.require(input.real.statistics, "statistics of the real images")
    let fake = try MetricInput.require(input.fake.statistics, "statistics of the fake images")
    var result = Measurement(try real.frechetDistance(to: fake))
    input.progress(0.5)
    let shift = try real.mean - fake.mean
    result.details.append(("mean shift", try shift.square().sum().item()))
    if let features = input.fake.features {
      let bias = try Self.bias(of: result.value, real, input.real.features, features, input.seed)
      result.interval = bias.interval
      if let estimate = bias.estimate { result.details.append(("bias", estimate)) }
    }
    let smallest = min(input.real.count, input.fake.count)
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

  /// The interval over disjoint parts of the fake images, and how much too high the value is.
  ///
  /// The bias is proportional to one over the count, so halving both counts adds it once more.
  private static func bias(
    of value: Double,
    _ real: GaussianStatistics,
    _ realFeatures: Features?,
    _ fake: Features,
    _ seed: UInt64
  ) throws -> (interval: Interval?, estimate: Double?) {
    let order = try Shuffle(fake.count, seed: seed)
    var interval: Interval?
    if fake.count >= 4 * parts {
      let values = try order.parts(parts).map { rows in
        try real.frechetDistance(to: GaussianStatistics(fake.rows(rows)))
      }
      interval = Interval.ofMean(
        values,
        around: value,
        method: "\(parts) disjoint parts of the fake images, reference fixed"
      )
    }
    guard let realFeatures, realFeatures.count >= 8, fake.count >= 8 else { return (interval, nil) }
    let realParts = try Shuffle(realFeatures.count, seed: seed).parts(2)
    let halves = try zip(realParts, order.parts(2)).map { realRows, fakeRows in
      try GaussianStatistics(realFeatures.rows(realRows))
        .frechetDistance(to: GaussianStatistics(fake.rows(fakeRows)))
    }
    return (interval, halves.mean - value)
  }
}
