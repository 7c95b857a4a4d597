// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The least-squares loss, targets 1 and 0: D `(real - 1)^2 / 2 + fake^2 / 2`,
/// G `(fake - 1)^2 / 2`.
///
/// Source: Mao et al., "Least Squares Generative Adversarial Networks", 2017.
public struct LeastSquaresLoss: AdversarialLoss {
  /// The value `.leastSquares`.
  public static let objective = Objective.leastSquares

  /// Creates the loss.
  public init() {}

  /// Returns `(real - 1)^2 / 2 + fake^2 / 2`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try ((real.tensor - 1).square() + fake.tensor.square()) * 0.5
  }

  /// Returns `(fake - 1)^2 / 2`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try (fake.tensor - 1).square() * 0.5
  }
}
