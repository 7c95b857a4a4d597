// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The relativistic average loss, logistic: each sample against the mean of the other kind.
///
/// With `a = real - mean(fake)` and `b = fake - mean(real)`: D `softplus(-a) + softplus(b)`,
/// G `softplus(a) + softplus(-b)`. Both terms are added, as in TF-GAN; where others halve the sum,
/// as the paper does, their losses are half of these. Source: Jolicoeur-Martineau, "The
/// relativistic discriminator", 2019.
public struct RelativisticAverageLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.relativisticAverage
  /// True: fakes are compared with the mean score of real samples.
  public static let generatorReadsReal = true

  /// Creates the loss, which has no settings.
  public init() {}

  /// Returns `softplus(-a) + softplus(b)`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try Self.loss(above: real.tensor, below: fake.tensor)
  }

  /// Returns `softplus(a) + softplus(-b)`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try Self.loss(above: fake.tensor, below: real.needed().tensor)
  }

  /// The loss of who wants `above` to be judged higher than `below`.
  private static func loss(above: Tensor, below: Tensor) throws(TensorError) -> Tensor {
    let (high, low) = (try above - below.mean(), try below - above.mean())
    return try (-high).softplus() + low.softplus()
  }
}
