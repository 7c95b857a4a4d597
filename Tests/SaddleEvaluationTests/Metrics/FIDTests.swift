// SPDX-License-Identifier: Apache-2.0

import SaddleEvaluation
import SaddleTorch
import Testing

/// The portable fixture by `Scripts/reference_values.py`; closed forms; the fixtures of
/// pytorch-fid's tests (flat images, equal covariances) and of google/compare_gan@19922d3.
@Suite struct FIDTests {
  @Test func matchesThePortableFixture() throws {
    let result = try FID().measure(Golden.input())
    #expect(isNear(result.value, 1.5896776185, 1e-9))
    let shift = result.details.first { $0.name == "mean shift" }?.value ?? .nan
    #expect(isNear(shift, 0.7498320988, 1e-9))
  }

  @Test func equalCovariancesGiveTheSquaredShift() throws {
    let identity = try Tensor.identity(2048, dtype: .float64)
    let real = try GaussianStatistics(mean: .zeros([2048], dtype: .float64), covariance: identity)
    let fake = try GaussianStatistics(mean: .ones([2048], dtype: .float64), covariance: identity)
    #expect(isNear(try real.frechetDistance(to: fake), 2048, 1e-6))
  }

  @Test func matchesTheFixtureOfCompareGAN() throws {
    var real = [Double](repeating: 1, count: 200)
    var fake = [Double](repeating: 9, count: 200)
    for row in 0..<50 { real[2 * row] = 2 }
    for row in 50..<100 { fake[2 * row] = 2 }
    let distance = try GaussianStatistics(Features(real, size: 2))
      .frechetDistance(to: GaussianStatistics(Features(fake, size: 2)))
    #expect(isNear(distance, 89.0909091, 1e-6))
  }

  @Test func flatImagesGiveTheirMeanAndVariance() throws {
    let rows = [0, 0.5, 1].flatMap { [Double](repeating: $0, count: 4) }
    let statistics = try GaussianStatistics(Features(rows, size: 4))
    let (mean, covariance) = (
      try statistics.mean.array(of: Double.self),
      try statistics.covariance().array(of: Double.self)
    )
    #expect(mean.allSatisfy { isNear($0, 0.5, 1e-12) })
    #expect(covariance.allSatisfy { isNear($0, 0.25, 1e-12) })
  }

  @Test func warnsOfFewImagesAndSingularCovariances() throws {
    let few = try Golden.gaussian(20, 32, seed: 1)
    let input = MetricInput(real: try SampleSet(few), fake: try SampleSet(few))
    let result = try FID().measure(input)
    #expect(isNear(result.value, 0, 1e-7))
    #expect(result.warnings.contains { $0.contains("10000") })
    #expect(result.warnings.contains { $0.contains("KID") })
  }

  /// Two samples of N(0, I_d) are apart by `(d^2 + d) / (2 N) + 2 d / N` to first order in 1/N,
  /// 2.21 here; a simulation, which has all orders, gives 2.174.
  @Test func statesTheBiasOfItsCount() throws {
    let input = MetricInput(
      real: try SampleSet(Golden.gaussian(1000, 64, seed: 1)),
      fake: try SampleSet(Golden.gaussian(1000, 64, seed: 2))
    )
    let result = try FID().measure(input)
    #expect(isNear(result.value, 2.174, 0.15))
    let bias = result.details.first { $0.name == "bias" }?.value ?? .nan
    #expect(isNear(bias, result.value, 0.4 * result.value))
    let interval = try #require(result.interval)
    #expect(interval.low < result.value && result.value < interval.high)
  }

  /// From halves of the fakes where features weren't kept, beside a reference of statistics only.
  @Test func statesTheBiasOfTheFakesCountWithoutFeatures() throws {
    let features = try Golden.gaussian(1000, 64, seed: 2)
    var fake = try SampleSet(features)
    fake.halves = try [0, 500].map {
      try GaussianStatistics(features.rows(from: $0, length: 500))
    }
    fake.features = nil
    var real = SampleSet(count: 0)  // as a file that doesn't say
    let large = try GaussianStatistics(Golden.gaussian(20_000, 64, seed: 1))
    real.statistics = try GaussianStatistics(mean: large.mean, covariance: large.covariance())
    let result = try FID().measure(MetricInput(real: real, fake: fake))
    let bias = result.details.first { $0.name == "bias of the fakes' count" }?.value ?? .nan
    #expect(isNear(bias, result.value, 0.4 * result.value))
    #expect(result.interval == nil)
    #expect(result.warnings.count == 1 && result.warnings[0].contains("from 1000 images"))
  }

  @Test func infinityRemovesTheBiasOfTheFakeCount() throws {
    let real = try Golden.gaussian(20_000, 16, seed: 1)
    let fake = try Golden.gaussian(2_000, 16, seed: 2)
    let input = MetricInput(real: try SampleSet(real), fake: try SampleSet(fake))
    let (plain, infinite) = (try FID().measure(input), try FIDInfinity().measure(input))
    #expect(abs(infinite.value) < plain.value / 2)
    #expect(infinite.details.contains { $0.name == "slope" && $0.value > 0 })
  }
}
