// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct GaussianStatisticsTests {
  /// The plain twin: mean and covariance of all rows at once.
  private func twin(_ features: Features) throws -> (Tensor, Tensor) {
    let rows = try features.matrix.to(.float64)
    let mean = try rows.mean(0)
    let centered = try rows - mean
    return (mean, try centered.transposed().matmul(centered) / Double(features.count - 1))
  }

  private func largest(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a.to(.float64) - b.to(.float64)).abs().max().item()
  }

  @Test(arguments: [1, 7, 50, 999]) func addingInPartsEqualsAddingAtOnce(part: Int) throws {
    let features = try Golden.gaussian(1000, 12, seed: 3)
    var accumulator = StatisticsAccumulator()
    for start in stride(from: 0, to: 1000, by: part) {
      try accumulator.add(features.rows(from: start, length: min(part, 1000 - start)))
    }
    let result = try accumulator.finish()
    let (mean, covariance) = try twin(features)
    #expect(result.count == 1000)
    #expect(try largest(result.mean, mean) < 1e-12)
    #expect(try largest(result.covariance(), covariance) < 1e-12)
  }

  @Test func aLargeCommonOffsetLosesNothing() throws {
    let plain = try Golden.gaussian(600, 4, seed: 4)
    let moved = try Features(plain.matrix.to(.float64) + 1e6)
    let (a, b) = (try GaussianStatistics(plain), try GaussianStatistics(moved))
    #expect(try largest(a.covariance(), b.covariance()) < 1e-8)
  }

  @Test func keepsRowsWhereTheyAreFewerThanFeatures() throws {
    let features = try Golden.gaussian(10, 40, seed: 5)
    let statistics = try GaussianStatistics(features)
    guard case .rows = statistics.form else {
      Issue.record("the covariance was formed")
      return
    }
    #expect(try largest(statistics.covariance(), twin(features).1) < 1e-12)
  }

  /// All ways through the distance against the one that has every row at hand.
  @Test(arguments: [(30, 30), (30, 50), (50, 30), (30, 400), (400, 30), (400, 500)])
  func everyFormGivesTheSameDistance(real: Int, fake: Int) throws {
    let first = try Golden.gaussian(real, 60, seed: 6)
    let second = try Features(
      Golden.gaussian(fake, 60, seed: 7).matrix * 1.3 + 0.2
    )
    let (a, b) = (try GaussianStatistics(first), try GaussianStatistics(second))
    let (c, d) = (
      try GaussianStatistics(mean: a.mean, covariance: a.covariance(), count: real),
      try GaussianStatistics(mean: b.mean, covariance: b.covariance(), count: fake)
    )
    let expected = try naive(c, d)
    for (left, right) in [(a, b), (b, a), (a, d), (d, a), (c, d), (d, c)] {
      let distance = try left.frechetDistance(to: right)
      #expect(abs(distance - expected) < 1e-6 * expected)
    }
  }

  /// By singular values of the product of both symmetric roots: slow and plain.
  private func naive(_ a: GaussianStatistics, _ b: GaussianStatistics) throws -> Double {
    let root = { (matrix: Tensor) throws -> Tensor in
      let (values, vectors) = try matrix.symmetricEigen()
      return try (vectors * values.clamped(low: 0).sqrt()).matmul(vectors.transposed())
    }
    let product = try root(a.covariance()).matmul(root(b.covariance()))
    let shift = try a.mean - b.mean
    return try shift.square().sum().item() + a.trace() + b.trace()
      - 2 * product.singularValues().sum().item()
  }

  /// A matrix of any rank is its factor's product, and the factor has no more rows than that.
  @Test(arguments: [1, 5, 39, 40], [3, 16, 128]) func pivotedFactorsHaveTheRank(
    rank: Int,
    block: Int
  ) throws {
    let rows = try Golden.gaussian(rank, 40, seed: 12).matrix.to(.float64)
    let scaled = try rows * Tensor.linspace(from: 1, to: 1e-4, count: 40).to(.float64)
    let matrix = try scaled.transposed().matmul(scaled)
    let factor = try PivotedCholesky(matrix, blockSize: block).factor
    #expect(try factor.shape == [rank, 40])
    let scale: Double = try matrix.abs().max().item()
    #expect(try largest(factor.transposed().matmul(factor), matrix) < 1e-13 * scale)
  }

  @Test func theFactorOfNothingIsNothing() throws {
    let factor = try PivotedCholesky(Tensor.zeros([3, 3], dtype: .float64)).factor
    #expect(try factor.square().sum().item() == 0)
  }

  /// The triangular way through large covariances, whose blocks don't divide the size evenly.
  @Test(arguments: [33, 100, 301]) func fullRankCovariancesAgreeWithSingularValues(size: Int) throws
  {
    let first = try GaussianStatistics(Golden.gaussian(2 * size, size, seed: 13))
    let second = try GaussianStatistics(
      Features(Golden.gaussian(3 * size, size, seed: 14).matrix * 1.2 + 0.1)
    )
    let expected = try naive(first, second)
    #expect(abs(try first.frechetDistance(to: second) - expected) < 1e-9 * expected)
  }

  @Test func constantFeaturesChangeNothing() throws {
    let first = try Golden.gaussian(200, 6, seed: 8).matrix
    let second = try Golden.gaussian(200, 6, seed: 9).matrix
    let zeros = try Tensor.zeros([200, 3])
    let joined = { (a: Tensor) in
      try GaussianStatistics(Features(Tensor.concatenated([a, zeros], along: 1)))
    }
    let plain = try GaussianStatistics(Features(first))
      .frechetDistance(to: GaussianStatistics(Features(second)))
    #expect(isNear(try joined(first).frechetDistance(to: joined(second)), plain, 1e-9))
  }

  @Test func namesWhatDoesntFit() throws {
    let one = try GaussianStatistics(Golden.gaussian(9, 3, seed: 1))
    let other = try GaussianStatistics(Golden.gaussian(9, 4, seed: 1))
    #expect(throws: EvaluationError.self) { try one.frechetDistance(to: other) }
    #expect(throws: EvaluationError.self) { try GaussianStatistics(Golden.gaussian(1, 4, seed: 1)) }
    let error = #expect(throws: EvaluationError.self) {
      try Features([1, 2, .nan, 4, 5, 6], size: 2)
    }
    #expect(error?.message.contains("1 of 3 images") == true)
    #expect(error?.message.contains("number 1") == true)
  }
}
