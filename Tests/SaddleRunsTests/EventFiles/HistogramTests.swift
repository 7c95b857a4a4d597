// SPDX-License-Identifier: Apache-2.0

import SaddleRuns
import Testing

@Suite struct HistogramTests {
  @Test func countsEveryFiniteNumberOnce() throws {
    let values = (0..<1000).map { Float($0) } + [.nan, .infinity, -.infinity]
    let histogram = try #require(Histogram(values, buckets: 10))
    #expect(histogram.counts == Array(repeating: 100, count: 10))
    #expect(histogram.minimum == 0 && histogram.maximum == 999)
    #expect(histogram.sum == 499_500)
    #expect(histogram.sumOfSquares == 332_833_500)
  }

  @Test(arguments: [Float(0), -0.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
  func equalNumbersAreOneBucket(value: Float) throws {
    let histogram = try #require(Histogram([value, value, value]))
    #expect(histogram.counts == [3])
  }

  /// The widest and the narrowest range there is: no number falls beside the buckets.
  @Test(arguments: [
    [-Float.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude],
    [0, .leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude], [1, Float(1).nextUp],
  ])
  func extremesAreCounted(values: [Float]) throws {
    #expect(try #require(Histogram(values)).count == values.count)
  }

  @Test func nothingFiniteIsNoHistogram() {
    #expect(Histogram([]) == nil)
    #expect(Histogram([.nan, .infinity]) == nil)
  }
}
