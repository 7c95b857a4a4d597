// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The relativistic average loss, least squares: each sample against the mean of the other kind.
///
/// With `a = real - mean(fake)` and `b = fake - mean(real)`: D `(a - 1)^2 + (b + 1)^2`,
/// G `(a + 1)^2 + (b - 1)^2`. Both terms are added; where others halve the sum, as the paper does,
/// their losses are half of these. Source: Jolicoeur-Martineau, "The relativistic discriminator",
/// 2019.
public struct RelativisticAverageLeastSquaresLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.relativisticAverageLeastSquares
  /// True: fakes are compared with the mean score of real samples.
  public static let generatorReadsReal = true

  /// Creates the loss with targets 1 and -1 for the differences.
  public init() {}

  /// Returns `(a - 1)^2 + (b + 1)^2`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try Self.loss(above: real.tensor, below: fake.tensor)
  }

  /// Returns `(a + 1)^2 + (b - 1)^2`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try Self.loss(above: fake.tensor, below: real.needed().tensor)
  }

  /// The loss of who wants `above` to be judged higher than `below`.
  private static func loss(above: Tensor, below: Tensor) throws(TensorError) -> Tensor {
    let (high, low) = (try above - below.mean(), try below - above.mean())
    return try (high - 1).square() + (low + 1).square()
  }
}
