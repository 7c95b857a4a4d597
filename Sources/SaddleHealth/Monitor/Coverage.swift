// SPDX-License-Identifier: Apache-2.0

/// What the discriminator's loss says about the share of the data that the generator covers.
///
/// A generator that reproduces a share `c` of the data exactly and nothing of the rest is told
/// apart by an optimal discriminator with a loss of `r` x ideal. A blurred generator has the same
/// loss at a larger share, a discriminator short of its optimum a higher loss: so `c` is a reading
/// of the loss, not a measurement of coverage.
extension ObjectiveJudgement {
  /// Returns the loss ratio of a covered share, or nil where the objective has none.
  func lossRatio(ofCoverage c: Double) -> Double? {
    switch name {
    case .nonSaturating, .saturating:
      // 1 - JSD / ln 2 of a distribution and its share.
      let ln2 = 0.6931471805599453
      let divergence =
        (c * Mathematics.ln(2 * c / (1 + c)) + (1 - c) * ln2) / 2
        + Mathematics.ln(2 / (1 + c)) / 2
      return 1 - divergence / ln2
    case .leastSquares: return 2 * c / (1 + c)
    case .hinge: return c
    case .wasserstein, .relativisticPaired, .relativisticAverage,
      .relativisticAverageLeastSquares, .relativisticAverageHinge, nil:
      return nil
    }
  }

  /// Returns the covered share of a loss ratio by bisection.
  func coverage(ofLossRatio ratio: Double) -> Double? {
    guard lossRatio(ofCoverage: 0.5) != nil else { return nil }
    var low = 1e-6
    var high = 1.0
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if (lossRatio(ofCoverage: middle) ?? 1) < ratio { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension ObjectiveJudgement {
  /// Discriminator loss over its ideal below which two losses are consistent with collapse.
  ///
  /// Below what healthy small runs with a penalty settle at (logistic 0.79-1.0, least squares
  /// 0.48, hinge 0.44 x ideal) and above what collapsed ones do (logistic 0.31-0.51, least squares
  /// 0.42).
  var collapsedLossRatio: Double? {
    switch name {
    case .nonSaturating, .saturating: 0.62
    case .leastSquares: 0.45
    case .hinge: 0.38
    case .wasserstein, .relativisticPaired, .relativisticAverage,
      .relativisticAverageLeastSquares, .relativisticAverageHinge, nil:
      nil
    }
  }
}

extension RunView {
  /// Discriminator loss over ideal below which leaps are read as collapse.
  static let collapseRatio = 0.12
  /// Mean over geometric mean of a loss that leaps.
  static let collapseSurprise = 1.3

  /// Whether the losses alone look like a collapse: near zero, with leaps.
  public var lossesSuggestCollapse: Bool {
    guard !isConditional, let ratio = lossRatio else { return false }
    return ratio < Self.collapseRatio && lossSurprise > Self.collapseSurprise
  }
}
