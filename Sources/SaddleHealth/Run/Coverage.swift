// SPDX-License-Identifier: Apache-2.0

/// What the discriminator's loss says about the share of the data that the generator covers.
///
/// A generator that reproduces a share `c` of the data exactly and nothing of the rest is told
/// apart by an optimal discriminator with a loss of `r` x ideal. A blurred generator has the same
/// loss at a larger share, a discriminator short of its optimum a higher loss: so `c` is a reading
/// of the loss, not a measurement of coverage.
extension ObjectiveJudgment {
  /// Returns the loss ratio of a covered share, or nil where the objective has none.
  func lossRatio(ofCoverage c: Double) -> Double? {
    name?.lossRatioOfCoverage?(c)
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
