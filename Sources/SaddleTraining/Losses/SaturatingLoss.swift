// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The original minimax loss: D `softplus(-real) + softplus(fake)`, G `-softplus(fake)`.
///
/// No constant is added and no label is smoothed. Source: Goodfellow et al., 2014, equation 1.
public struct SaturatingLoss: AdversarialLoss {
  /// The value `.saturating`.
  public static let objective = Objective.saturating

  /// Creates the loss.
  public init() {}

  /// Returns `softplus(-real) + softplus(fake)`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (-real.tensor).softplus() + fake.tensor.softplus()
  }

  /// Returns `-softplus(fake)`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try -(fake.tensor.softplus())
  }
}
