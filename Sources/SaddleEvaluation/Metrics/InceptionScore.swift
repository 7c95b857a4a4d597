// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The Inception Score: how sure a classifier is of each image, and how varied its answers are.
///
/// `exp(mean over x of KL(p(y|x) || p(y)))` in each of 10 splits; mean and standard deviation over
/// the splits. Only the classes of the classifier count, and memorized images score best.
public struct InceptionScore: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "is",
    title: "IS",
    summary: "sure and varied answers of a classifier; 1 to its number of classes",
    higherIsBetter: true,
    needs: [.fakeScores],
    bias: "rises with the count and falls with the number of splits; blind to memorization",
    source: "Salimans et al. 2016, arXiv:1606.03498; torch-fidelity 0.4.0 for the conventions"
  )

  /// Parts that the images are cut into; each gives a score.
  public var splits: Int
  /// Whether the images are shuffled first, by the seed.
  public var shuffles: Bool

  /// Creates the metric; 10 splits are the published protocol.
  public init(splits: Int = 10, shuffles: Bool = true) {
    self.splits = splits
    self.shuffles = shuffles
  }

  /// Settings that change the number.
  public var settings: [String: String] {
    ["splits": "\(splits)", "shuffles": "\(shuffles)"]
  }

  /// The real images take no part.
  public var usesReal: Bool { false }

  /// Returns the mean over splits, with their population standard deviation.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for fewer images than splits, `TensorError`.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let given = try MetricInput.require(input.fake.scores, "class scores of the fake images")
    let count = try given.shape[0]
    guard splits >= 1, count >= splits else {
      throw EvaluationError(.samples, "\(count) images can't be split \(splits) times")
    }
    var scores = try given.to(.float64)
    if shuffles {
      scores = try scores.gathered(at: Tensor(Shuffle(count, seed: input.seed).order))
    }
    let values = try noGrad { () throws(TensorError) -> [Double] in
      try Self.values(scores, splits: splits)
    }
    var result = Measurement(values.mean, details: [("std", values.deviation(correction: 0))])
    result.interval = Interval.ofMean(values, method: "\(splits) splits")
    if count < 10_000 {
      result.warnings.append(
        "IS from \(count) images is biased downwards; compare equal counts only"
      )
    }
    return result
  }

  private static func values(_ scores: Tensor, splits: Int) throws(TensorError) -> [Double] {
    let count = try scores.shape[0]
    var values: [Double] = []
    for split in 0..<splits {
      let start = split * count / splits
      let part = try scores.narrowed(start, length: (split + 1) * count / splits - start)
      let logarithms = try part.logSoftmax(1)
      let shares = try logarithms.exp()
      let marginal = try shares.mean(0, keep: true).clamped(low: Double.leastNormalMagnitude).log()
      let divergence = try (shares * (logarithms - marginal)).sum(1).mean().exp()
      values.append(try divergence.item())
    }
    return values
  }
}
