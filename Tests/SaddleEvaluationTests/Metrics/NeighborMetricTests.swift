// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleEvaluation

/// Precision, recall, density and coverage: the portable fixture by `Scripts/reference_values.py`,
/// a plain twin, and closed forms.
@Suite struct NeighborMetricTests {
  private func values(_ k: Int, _ input: MetricInput) throws -> [Double] {
    var (precision, recall) = (Precision(), Recall())
    var (density, coverage) = (Density(), Coverage())
    (precision.neighbors, recall.neighbors) = (k, k)
    (density.neighbors, coverage.neighbors) = (k, k)
    let metrics: [any Metric] = [precision, recall, density, coverage]
    return try metrics.map { try $0.measure(input).value }
  }

  @Test func matchesThePortableFixture() throws {
    #expect(try values(3, Golden.input()) == [0.671875, 0.953125, 0.765625, 0.828125])
    #expect(try values(5, Golden.input()) == [0.78125, 0.984375, 0.70625, 0.90625])
  }

  @Test func identicalSetsAreAllOne() throws {
    let set = try SampleSet(Features(Golden.real, size: 8))
    #expect(try values(5, MetricInput(real: set, fake: set)) == [1, 1, 1, 1])
  }

  /// The plain twin: all distances at once, no symmetry, no blocks.
  @Test(arguments: [1, 7, 32, 100]) func blocksDontChangeTheResult(block: Int) throws {
    let real = try Features(Golden.gaussian(70, 5, seed: 1).matrix.to(.float64))
    let fake = try Features(Golden.gaussian(50, 5, seed: 2).matrix.to(.float64) * 1.2)
    let found = try NeighborComparison(real: real, fake: fake, blockSize: block)
    let radii = { (rows: Features, k: Int) throws -> [Double] in
      try rows.matrix.distances(to: rows.matrix).sorted(1).values.select(k, along: 1).array()
    }
    let (real3, real5, fake3) = (try radii(real, 3), try radii(real, 5), try radii(fake, 3))
    let flat = try real.matrix.distances(to: fake.matrix).array(of: Double.self)
    let distance = { (i: Int, j: Int) in flat[i * 50 + j] }
    for j in 0..<50 {
      #expect(found.fakeInsideReal[j] == (0..<70).contains { distance($0, j) <= real3[$0] })
      #expect(found.ballsAroundFake[j] == (0..<70).count { distance($0, j) < real5[$0] })
    }
    for i in 0..<70 {
      #expect(found.realInsideFake[i] == (0..<50).contains { distance(i, $0) <= fake3[$0] })
      #expect(found.realIsCovered[i] == (0..<50).contains { distance(i, $0) < real5[i] })
    }
  }

  @Test func shrunkenSamplesKeepPrecisionAndLoseRecall() throws {
    let input = MetricInput(
      real: try SampleSet(Golden.gaussian(200, 16, seed: 1, scale: 3)),
      fake: try SampleSet(Golden.gaussian(200, 16, seed: 2, scale: 0.1))
    )
    let found = try values(3, input)
    #expect(found[0] > 0.8 && found[1] < 0.3)
  }

  /// N = M = 1000, k = 5: means of ten seeds, by the formulas of clovaai/generative-evaluation-prdc.
  ///
  /// Density is 1 and coverage 0.969 in expectation; the tolerance is three standard deviations.
  @Test func samplesOfOneDistributionMatchTheTable() throws {
    for (size, expected) in [
      (8, [0.945, 0.941, 1.016, 0.971]), (64, [0.737, 0.725, 1.038, 0.974]),
    ] {
      let input = MetricInput(
        real: try SampleSet(Golden.gaussian(1000, size, seed: 11)),
        fake: try SampleSet(Golden.gaussian(1000, size, seed: 12))
      )
      let found = try values(5, input)
      for (value, golden) in zip(found.prefix(2), expected) { #expect(isNear(value, golden, 0.1)) }
      #expect(isNear(found[2], expected[2], 0.24))
      #expect(isNear(found[3], expected[3], 0.02))
    }
  }

  /// Tolerance: two units of the last digit.
  @Test func expectedCoverageHasItsClosedForm() {
    #expect(isNear(Coverage.expected(real: 10_000, fake: 10_000, neighbors: 5), 0.9687734, 2e-7))
    #expect(isNear(Coverage.expected(real: 1000, fake: 1000, neighbors: 5), 0.9689840, 2e-7))
    #expect(isNear(Coverage.expected(real: 64, fake: 64, neighbors: 5), 0.9723526, 2e-7))
    #expect(isNear(Coverage.expected(real: 10_000, fake: 10_000, neighbors: 3), 0.8750375, 2e-7))
  }

  @Test func tooFewSamplesAreNamed() throws {
    let few = try Golden.gaussian(5, 3, seed: 1)
    let input = MetricInput(real: try SampleSet(few), fake: try SampleSet(few))
    let error = #expect(throws: EvaluationError.self) { try Density().measure(input) }
    #expect(error?.message.contains("at least 6") == true)
  }
}
