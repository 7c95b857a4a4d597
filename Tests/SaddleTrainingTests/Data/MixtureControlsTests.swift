// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// What noise and the data themselves have, the means of 20 draws.
///
/// In expectation noise has what `noise` of `Scripts/reference_values.py` works out, the data a KL of
/// `(K - 1) / (2 N)`.
@Suite struct MixtureControlsTests {
  private func means(
    _ mixture: Mixture,
    _ control: MixtureEvaluator.Control,
    count: Int
  ) throws -> (modes: Double, quality: Double, reverse: Double, bins: Double) {
    let evaluator = try MixtureEvaluator(mixture)
    var sums = (0.0, 0.0, 0.0, 0.0)
    for seed in 0..<20 {
      let result = evaluator.evaluate(control, count: count, seed: UInt64(seed))
      sums.0 += Double(result.modesCaptured) / 20
      sums.1 += result.highQualityShare / 20
      sums.2 += (result.reverseKL ?? 0) / 20
      sums.3 += result.binKL / 20
    }
    return (sums.0, sums.1, sums.2, sums.3)
  }

  @Test func uniformNoiseReachesMostModesOfTheGridAndIsFarFromIt() throws {
    let found = try means(.grid(), .uniform, count: 2500)
    #expect(abs(found.modes - 20.8) < 1.5)
    #expect(abs(found.quality - 0.018) < 0.003)
    #expect(abs(found.reverse - 0.32) < 0.1)
    #expect(abs(found.bins - 4.33) < 0.1)
    #expect(try means(.grid(), .uniform, count: 10_000).modes > 24.5)
  }

  @Test func uniformNoiseReachesHalfTheRing() throws {
    let found = try means(.ring(), .uniform, count: 2500)
    #expect(abs(found.modes - 4.5) < 1.2)
    #expect(abs(found.quality - 0.0026) < 0.001)
    #expect(abs(found.bins - 4.47) < 0.1)
  }

  @Test func theDataThemselvesAreAtTheFloor() throws {
    let found = try means(.grid(), .perfect, count: 2500)
    #expect(found.modes == 25)
    #expect(abs(found.quality - MixtureEvaluator.idealHighQualityShare) < 0.002)
    #expect(abs(found.reverse - 24 / 5000) < 0.002)
    #expect(found.bins < 0.01)
  }
}
