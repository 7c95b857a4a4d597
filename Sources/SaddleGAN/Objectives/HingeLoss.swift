// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The hinge loss: D `relu(1 - real) + relu(1 + fake)`, G `-fake`.
///
/// Source: Lim and Ye, "Geometric GAN", 2017, arXiv:1705.02894.
public struct HingeLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.hinge

  /// Creates the loss; its margin is 1.
  public init() {}

  /// Returns `relu(1 - real) + relu(1 + fake)`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (1 - real.tensor).relu() + (1 + fake.tensor).relu()
  }

  /// Returns `-fake`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try -fake.tensor
  }
}
