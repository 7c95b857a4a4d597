// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct MixtureTests {
  @Test func theRingHasTheModesItSays() throws {
    let ring = try Mixture.ring()
    #expect(ring.means.count == 8)
    #expect(ring.sigma == 0.01)
    for (index, mean) in ring.means.enumerated() {
      let expected = cos(Double(index) * Double.pi / 4)
      #expect(abs(mean.x - expected) < 1e-12)
      #expect(abs((mean * mean).sum() - 1) < 1e-12)
    }
    // The published code of Unrolled GAN has seven different ones.
    let places = ring.means.map { mean in
      let rounded = mean * 1e6
      return SIMD2(Int(rounded.x.rounded()), Int(rounded.y.rounded()))
    }
    #expect(Set(places).count == 8)
  }

  @Test func theGridIsThatOfPacGAN() throws {
    let grid = try Mixture.grid()
    #expect(grid.sigma == 0.05)
    let expected = [-4.0, -2, 0, 2, 4]
    let means: [SIMD2<Double>] = expected.flatMap { x in expected.map { y in SIMD2(x, y) } }
    #expect(grid.means == means)
  }

  @Test func samplesLieWhereTheModesAre() throws {
    let source = MixtureSource(try .ring(), seed: 3)
    let batch = source.nextBatch(size: 8_000)
    #expect(batch.shape == [8_000, 2])
    let labels = try #require(batch.classLabels)
    var counts = [Int](repeating: 0, count: 8)
    var squares = 0.0
    for (index, mode) in labels.enumerated() {
      counts[mode] += 1
      let mean = source.mixture.means[mode]
      let x = Double(batch.values[2 * index]) - mean.x
      let y = Double(batch.values[2 * index + 1]) - mean.y
      squares += x * x + y * y
    }
    // 1,000 a mode, standard deviation 29.6; variance 1e-4 per axis with relative error 0.011.
    #expect(counts.allSatisfy { abs($0 - 1_000) < 150 })
    let ratio = squares / 1.6
    #expect(abs(ratio - 1) < 0.06)
  }

  @Test func theSpiralStaysWithinItsRadius() throws {
    let source = MixtureSource(try .spiral(radius: 2, sigma: 0), seed: 1)
    let values = source.nextBatch(size: 2_000).values
    let radii = (0..<2_000).map { hypot(Double(values[2 * $0]), Double(values[2 * $0 + 1])) }
    // Radius 2 at 4.5 pi, hence 2/3 at 1.5 pi; uniform in between.
    let (least, most) = (try #require(radii.min()), try #require(radii.max()))
    #expect(least >= 0.666666)
    #expect(most <= 2.000001)
    let mean = radii.reduce(0, +) / 2_000
    #expect(abs(mean - 1.333333) < 0.05)
    #expect(source.classNames == nil)
  }

  @Test func batchesOfAnySizeGiveTheSamePoints() throws {
    let one = MixtureSource(try .grid(), seed: 5)
    let many = MixtureSource(try .grid(), seed: 5)
    let whole = one.nextBatch(size: 30)
    let parts = [1, 7, 22].map { many.nextBatch(size: $0) }
    #expect(parts.flatMap(\.values) == whole.values)
    #expect(one.position == many.position)
  }

  @Test func aStoredPositionGoesOnExactly() throws {
    let source = MixtureSource(try .ring(), seed: .max)
    _ = source.nextBatch(size: 17)
    let stored = try JSONEncoder().encode(source.position)
    let expected = source.nextBatch(size: 9)
    let resumed = MixtureSource(try .ring(), seed: 0)
    resumed.position = try JSONDecoder().decode(DataPosition.self, from: stored)
    #expect(resumed.nextBatch(size: 9) == expected)
  }

  @Test func heldOutPointsAreOthersAndAlwaysTheSame() throws {
    let source = MixtureSource(try .ring(), seed: 5)
    let first = source.heldOutBatch(size: 20)
    let training = source.nextBatch(size: 20)
    #expect(first != training)
    #expect(source.heldOutBatch(size: 20) == first)
  }

  @Test func impossibleValuesAreNamed() {
    let attempts: [(String, () throws -> Mixture)] = [
      ("modes", { try .ring(modes: 0) }), ("radius", { try .ring(radius: .nan) }),
      ("sigma", { try .ring(sigma: 0) }), ("side", { try .grid(side: -1) }),
      ("spacing", { try .grid(spacing: .infinity) }), ("radius", { try .spiral(radius: 0) }),
    ]
    for (key, attempt) in attempts {
      let error = #expect(throws: DataError.self) { _ = try attempt() }
      #expect(error?.message.contains("data.\(key)") == true)
    }
  }
}

// Expectations by `noise` of `Scripts/reference_values.py`; the intervals are five standard errors
// or the last digit.
@Suite struct MixtureEvaluatorTests {
  private func uniform(_ count: Int, within bound: Double, seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed)
    return (0..<(2 * count)).map { _ in Float((2 * stream.unit() - 1) * bound) }
  }

  @Test func aPerfectSamplerReachesTheIdealAndNoMore() throws {
    for mixture in [try Mixture.ring(), try .grid()] {
      let points = MixtureSource(mixture, seed: 1).nextBatch(size: 10_000).values
      let result = try MixtureEvaluator(mixture).evaluate(points)
      #expect(result.modesCaptured == mixture.means.count)
      // Standard error 0.00105.
      #expect(abs(result.highQualityShare - 0.988891) < 0.0053)
      let floor = Double(mixture.means.count - 1) / 20_000
      #expect(result.reverseKL ?? 1 < 3 * floor)
      #expect(result.binKL < 3 * floor)
    }
  }

  @Test func uniformNoiseCapturesTheGridButNotItsMass() throws {
    let evaluator = try MixtureEvaluator(.grid())
    let few = evaluator.evaluate(uniform(2_500, within: 5, seed: 4))
    #expect((17...25).contains(few.modesCaptured))
    #expect(abs(few.highQualityShare - 0.018) < 0.013)
    let many = evaluator.evaluate(uniform(10_000, within: 5, seed: 5))
    #expect(many.modesCaptured >= 24)
    #expect(abs(many.highQualityShare - 0.018) < 0.007)
    #expect(abs((many.reverseKL ?? 0) - 0.07) < 0.06)
    #expect(abs(many.binKL - 4.33) < 0.08)
  }

  @Test func uniformNoiseOnTheRingHasABinKLOf4_47() throws {
    let result = try MixtureEvaluator(.ring()).evaluate(uniform(40_000, within: 1.5, seed: 6))
    #expect(abs(result.binKL - 4.47) < 0.03)
    // 8 pi 0.03^2 / 9 = 0.251 %.
    #expect(abs(result.highQualityShare - 0.0025) < 0.0013)
  }

  @Test func theRightRadiusCapturesEveryModeAt7Percent() throws {
    var stream = RandomStream(seed: 8)
    let points = (0..<10_000).flatMap { _ -> [Float] in
      let angle = 2 * Double.pi * stream.unit()
      let (noise, _) = stream.normalPair()
      let radius = 1 + 0.01 * noise
      return [Float(radius * cos(angle)), Float(radius * sin(angle))]
    }
    let result = try MixtureEvaluator(.ring()).evaluate(points)
    #expect(result.modesCaptured == 8)
    #expect(abs(result.highQualityShare - 0.065) < 0.015)
  }

  @Test func collapseToOneModeIsTheLogarithmOfTheirNumber() throws {
    let points = [Float](repeating: 0, count: 200)
    let result = try MixtureEvaluator(.grid()).evaluate(points)
    #expect(result.modesCaptured == 1)
    #expect(abs((result.reverseKL ?? 0) - 3.21888) < 1e-5)
    #expect(result.highQualityShare == 1)
  }

  @Test func numbersThatAreNoneAreCounted() throws {
    let result = try MixtureEvaluator(.grid()).evaluate([.nan, 0, 0, 0, .infinity, 1])
    #expect(result.nonFiniteCount == 2)
    #expect(result.count == 3)
    #expect(result.histogram.reduce(0, +) == 1)
  }

  @Test func noPointsAreNoDivisionByZero() throws {
    let result = try MixtureEvaluator(.ring()).evaluate([])
    #expect(result.count == 0 && result.reverseKL == nil && result.binKL == 0)
  }

  @Test func theSpiralHasNoModes() {
    #expect(throws: DataError.self) { _ = try MixtureEvaluator(.spiral()) }
  }
}
