// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Density: in how many balls of real images a fake one lies, over `k`.
public struct Density: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "density",
    title: "density",
    summary: "how crowded with real images the fakes' places are; 1 for equal distributions",
    higherIsBetter: true,
    needs: [.features],
    bias: "expectation 1 for equal distributions, above 1 where fakes crowd the center",
    source: "Naeem et al. 2020, arXiv:2002.09797; prdc 0.2"
  )

  /// Neighbors that a ball reaches to.
  public var neighbors = 5

  /// Creates the metric with `k` 5, as its authors' code has it.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["k": "\(neighbors)"] }

  /// Returns the mean count over `k`, with Student's interval, the real images fixed.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for too few images, `TensorError`.
  /// - Complexity: O((N + M)^2 size) for N real and M fake images; with the usual `k`s one walk
  ///   over the distances serves precision, recall, density and coverage.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let counts = try input.neighbors(manifold: 3, density: neighbors).ballsAroundFake
    let values = counts.map { Double($0) / Double(neighbors) }
    let pairs = Double(neighbors * max(counts.count, 1))
    return Measurement(
      Double(counts.reduce(0, +)) / pairs,
      interval: .ofMean(values, method: "\(values.count) fake images")
    )
  }
}

/// Coverage: the share of real images that have a fake one in their ball.
public struct Coverage: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "coverage",
    title: "coverage",
    summary: "share of real images that have a fake one nearby",
    higherIsBetter: true,
    needs: [.features],
    bias: "a perfect model has the coverage shown beside it, below 1",
    source: "Naeem et al. 2020, arXiv:2002.09797; prdc 0.2"
  )

  /// Neighbors that a ball reaches to.
  public var neighbors = 5

  /// Creates the metric with `k` 5, as its authors' code has it.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["k": "\(neighbors)"] }

  /// Returns the share with Wilson's interval, the fake images fixed, and what a perfect model has.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for too few images, `TensorError`.
  /// - Complexity: O((N + M)^2 size) for N real and M fake images; with the usual `k`s one walk
  ///   over the distances serves precision, recall, density and coverage.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let comparison = try input.neighbors(manifold: 3, density: neighbors)
    var result = Measurement.share(comparison.realIsCovered, "real images")
    let expected = Self.expected(
      real: comparison.realIsCovered.count,
      fake: comparison.ballsAroundFake.count,
      neighbors: neighbors
    )
    result.details = [("perfect model", expected)]
    return result
  }

  /// Returns the expected coverage of a model that draws from the data's own distribution.
  ///
  /// `1 - prod over j < k of (N - 1 - j) / (N + M - 1 - j)`: all of the `k` nearest points of the
  /// other `N + M - 1` are real.
  public static func expected(real: Int, fake: Int, neighbors: Int) -> Double {
    let product = (0..<neighbors).reduce(1.0) { product, j in
      product * Double(real - 1 - j) / Double(real + fake - 1 - j)
    }
    return 1 - product
  }
}
