// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The least-squares loss, targets 1 and 0: D `(real - 1)^2 / 2 + fake^2 / 2`,
/// G `(fake - 1)^2 / 2`.
///
/// Source: Mao et al., "Least Squares Generative Adversarial Networks", 2017.
public struct LeastSquaresLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.leastSquares

  /// What real samples should score: 1, less the smoothing.
  private let target: Double

  /// Creates the loss with targets 1 for real and 0 for fake samples.
  public init() { target = 1 }

  /// Creates the loss with a target of `1 - labelSmoothing` for real samples.
  public init?(labelSmoothing: Double) { target = 1 - labelSmoothing }

  /// Returns `(real - 1)^2 / 2 + fake^2 / 2`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try ((real.tensor - target).square() + fake.tensor.square()) * 0.5
  }

  /// Returns `(fake - 1)^2 / 2`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try (fake.tensor - 1).square() * 0.5
  }
}
