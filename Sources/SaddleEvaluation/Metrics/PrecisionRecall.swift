// SPDX-License-Identifier: Apache-2.0

/// Precision: the share of fake images that lie among the real ones.
///
/// A fake image counts if it is no farther from some real image than that one's third nearest real
/// neighbor.
public struct Precision: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "precision",
    title: "precision",
    summary: "share of fake images that lie among the real ones",
    higherIsBetter: true,
    needs: [.features],
    bias: "falls with the number of features even for a perfect model; grows with k",
    source: "Kynkaanniemi et al. 2019, arXiv:1904.06991"
  )

  /// Neighbors that a ball reaches to.
  public var neighbors = 3

  /// Creates the metric with `k` 3, as the paper has it.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["k": "\(neighbors)"] }

  /// Returns the share with Wilson's interval, the real images fixed.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for too few images, `TensorError`.
  /// - Complexity: O((N + M)^2 size) for N real and M fake images; with the usual `k`s one walk
  ///   over the distances serves precision, recall, density and coverage.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let hits = try input.neighbors(manifold: neighbors, density: 5).fakeInsideReal
    return .share(hits, "fake images")
  }
}

/// Recall: the share of real images that lie among the fake ones.
public struct Recall: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "recall",
    title: "recall",
    summary: "share of real images that lie among the fake ones",
    higherIsBetter: true,
    needs: [.features],
    bias: "falls with the number of features even for a perfect model; stray fakes raise it",
    source: "Kynkaanniemi et al. 2019, arXiv:1904.06991"
  )

  /// Neighbors that a ball reaches to.
  public var neighbors = 3

  /// Creates the metric with `k` 3, as the paper has it.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["k": "\(neighbors)"] }

  /// Returns the share with Wilson's interval, the fake images fixed.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for too few images, `TensorError`.
  /// - Complexity: O((N + M)^2 size) for N real and M fake images; with the usual `k`s one walk
  ///   over the distances serves precision, recall, density and coverage.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let hits = try input.neighbors(manifold: neighbors, density: 5).realInsideFake
    return .share(hits, "real images")
  }
}

extension Measurement {
  /// The share that holds, with Wilson's interval.
  static func share(_ hits: [Bool], _ what: String) -> Measurement {
    let value = Double(hits.count { $0 }) / Double(max(hits.count, 1))
    return Measurement(
      value,
      interval: .ofShare(value, count: hits.count, method: "Wilson, \(hits.count) \(what)")
    )
  }
}
