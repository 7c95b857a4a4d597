// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleEvaluation

/// Mode counts, memorization, classes and games, by closed forms: one mode of K is `ln K` from
/// even, N perfect samples `(K - 1) / (2 N)`; the duality gap of xy on [-1, 1]^2 is |x| + |y|.
@Suite struct ModeAndMemoryTests {
  @Test func collapseToOneModeHasTheLogarithmOfTheCount() {
    let histogram = ClassHistogram(assignments: [Int](repeating: 3, count: 500), classes: 1000)
    #expect(histogram.reached == 1)
    #expect(isNear(histogram.divergenceFromUniform, 6.9078, 1e-4))
  }

  @Test func evenSamplesStayAtTheFloor() throws {
    let drawn: [Int] = try Random(seed: 1).integers([26_000], in: 0..<1000).array()
    let histogram = ClassHistogram(assignments: drawn, classes: 1000)
    #expect(isNear(histogram.floor, 0.0192, 1e-4))
    #expect(isNear(histogram.divergenceFromUniform, 0.0192, 0.003))
    #expect(histogram.reached == 1000)
    #expect(isNear(histogram.divergence(from: histogram), 0, 1e-12))
  }

  @Test func aClassTheDataLackIsInfinitelyFar() {
    let data = ClassHistogram(assignments: [0, 0, 1], classes: 3)
    #expect(ClassHistogram(assignments: [2], classes: 3).divergence(from: data) == .infinity)
  }

  @Test func copiesAreFoundAndHonestSamplesAreNot() throws {
    let real = try Golden.gaussian(1500, 8, seed: 1)
    let honest = try Golden.gaussian(500, 8, seed: 2)
    let copies = try Features(
      real.rows(from: 0, length: 500).matrix + Golden.gaussian(500, 8, seed: 3).matrix * 0.01
    )
    let measure = { (fake: Features) in
      try Memorization().measure(
        MetricInput(real: try SampleSet(real), fake: try SampleSet(fake))
      )
    }
    let (clean, copied) = (try measure(honest), try measure(copies))
    #expect(isNear(clean.value, clean.details[0].value, 0.08))
    #expect(clean.warnings.isEmpty)
    #expect(copied.value > 0.99 && copied.warnings.count == 1)
    #expect(copied.details[1].value > 0.9)
    let nearest = try Memorization.nearest(real: real, fake: copies)
    #expect(nearest.map(\.index) == Array(0..<500))
  }

  @Test func classesSwappedShowOnlyClassByClass() throws {
    let one = try Golden.gaussian(300, 4, seed: 1).matrix
    let two = try Golden.gaussian(300, 4, seed: 2).matrix + 4
    let all = try Features(Tensor.concatenated([one, two]))
    let labels = [Int](repeating: 0, count: 300) + [Int](repeating: 1, count: 300)
    let input = MetricInput(
      real: try SampleSet(all, labels: labels),
      fake: try SampleSet(all, labels: labels.map { 1 - $0 })
    )
    #expect(isNear(try FID().measure(input).value, 0, 1e-9))
    #expect(isNear(try IntraClassFID().measure(input).value, 64, 5))
    #expect(try IntraClassKID().measure(input).value > 10)
  }

  private struct Product: SmallGame {
    let minimizerBounds = [-1.0...1.0]
    let maximizerBounds = [-1.0...1.0]
    func value(_ x: [Double], _ y: [Double]) -> Double { x[0] * y[0] }
  }

  private struct DiracWasserstein: SmallGame {
    let minimizerBounds = [-2.0...2.0]
    let maximizerBounds = [-0.5...0.5]
    func value(_ theta: [Double], _ psi: [Double]) -> Double { theta[0] * psi[0] }
  }

  /// The minimax game on one point: `log s(psi) + log(1 - s(psi theta))`, equilibrium at 0, 0.
  private struct DiracMinimax: SmallGame {
    let minimizerBounds = [-1.0...1.0]
    let maximizerBounds = [-1.0...1.0]
    func value(_ theta: [Double], _ psi: [Double]) -> Double {
      -log1p(exp(-psi[0] * 0)) - log1p(exp(psi[0] * theta[0]))
    }
  }

  @Test func dualityGapsMatchTheirClosedForms() {
    let search = DualityGap()
    for (x, y) in [(0.0, 0.0), (0.3, -0.8), (1, 1)] {
      let gap = search.gap(of: Product(), minimizer: [x], maximizer: [y])
      #expect(isNear(gap, abs(x) + abs(y), 1e-9))
    }
    let dirac = search.gap(of: DiracWasserstein(), minimizer: [1.5], maximizer: [0.25])
    #expect(isNear(dirac, 0.5 * 1.5 + 2 * 0.25, 1e-9))
    let game = DiracMinimax()
    #expect(isNear(game.value([0], [0]), -1.3862944, 1e-7))
    #expect(isNear(search.gap(of: game, minimizer: [0], maximizer: [0]), 0, 1e-9))
  }
}
