// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleEvaluation

/// The portable fixture by `Scripts/reference_values.py`, and samples of one distribution.
///
/// Two samples of N(0, I_64), 1000 each, are 0 apart in the mean, with a simulated standard deviation
/// of 5.2e-4.
@Suite struct KIDTests {
  private func value(_ estimator: KID.Estimator, _ real: [Double], _ fake: [Double]) throws
    -> Double
  {
    let input = MetricInput(
      real: try SampleSet(Features(real, size: 8)),
      fake: try SampleSet(Features(fake, size: 8))
    )
    return try KID(subsets: 1, subsetSize: 64, estimator: estimator).measure(input).value
  }

  @Test func matchesThePortableFixture() throws {
    #expect(isNear(try value(.standard, Golden.real, Golden.fake), 0.2932689433, 1e-9))
    #expect(isNear(try value(.biased, Golden.real, Golden.fake), 0.6607815147, 1e-9))
  }

  @Test func identicalSetsAreNegativeByTheStandardEstimateOnly() throws {
    #expect(isNear(try value(.standard, Golden.real, Golden.real), -0.2726799667, 1e-9))
    #expect(isNear(try value(.biased, Golden.real, Golden.real), 0, 1e-12))
  }

  /// With one subset the rows of both sides are shuffled apart, so the pairs that the U-statistic
  /// leaves out aren't those of equal rows; a set of equal rows shows its zero.
  @Test func uStatisticOfEqualRowsIsZero() throws {
    let rows = [Double](repeating: 0.7, count: 512)
    #expect(isNear(try value(.uStatistic, rows, rows), 0, 1e-12))
  }

  @Test func samplesOfOneDistributionAreNearZero() throws {
    let input = MetricInput(
      real: try SampleSet(Golden.gaussian(1000, 64, seed: 1)),
      fake: try SampleSet(Golden.gaussian(1000, 64, seed: 2))
    )
    let result = try KID(subsets: 4, subsetSize: 500).measure(input)
    #expect(abs(result.value) < 4 * 5.2e-4)
    #expect(result.interval != nil)
  }

  /// Subsets of everything are all the same: a deviation of them would be of rounding.
  @Test func oneSubsetOfAllImagesHasNoDeviation() throws {
    func measure(_ real: Int, _ fake: Int, subset: Int) throws -> Measurement {
      let input = MetricInput(
        real: try SampleSet(Golden.gaussian(real, 16, seed: 1)),
        fake: try SampleSet(Golden.gaussian(fake, 16, seed: 2))
      )
      return try KID(subsets: 20, subsetSize: subset).measure(input)
    }
    for (count, subset) in [(60, 1000), (60, 60)] {
      let whole = try measure(count, count, subset: subset)
      #expect(!whole.details.contains { $0.name == "std" })
      #expect(whole.warnings.first?.contains("one subset of all 60 images") == true)
      let direct = try KernelDiscrepancy(
        Golden.gaussian(count, 16, seed: 1).matrix,
        Golden.gaussian(count, 16, seed: 2).matrix
      ).value(KID().estimator)
      #expect(abs(whole.value - direct) < 1e-5)
    }
    let half = try measure(200, 60, subset: 1000)
    #expect(half.details.contains { $0.name == "std" && $0.value > 1e-9 })
    #expect(half.warnings.first?.contains("all 60 fake images instead of 1000") == true)
    let usual = try measure(200, 200, subset: 50)
    #expect(usual.warnings.isEmpty && usual.details.contains { $0.name == "std" })
  }
}
