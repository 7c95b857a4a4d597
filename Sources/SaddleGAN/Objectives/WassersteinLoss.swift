// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The Wasserstein loss: D `fake - real`, G `-fake`.
///
/// Meaningful only where something keeps the critic Lipschitz: a gradient penalty, weight
/// clipping or spectral normalization. Source: Arjovsky et al., "Wasserstein GAN", 2017.
public struct WassersteinLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.wasserstein

  /// Creates the loss, which has no settings.
  public init() {}

  /// Returns `fake - real`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try fake.tensor - real.tensor
  }

  /// Returns `-fake`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try -fake.tensor
  }
}
