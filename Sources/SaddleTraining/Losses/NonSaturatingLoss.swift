// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The non-saturating logistic loss: D `softplus(-real) + softplus(fake)`, G `softplus(-fake)`.
///
/// Source: Goodfellow et al., "Generative Adversarial Nets", 2014, section 3 (the practical form).
public struct NonSaturatingLoss: AdversarialLoss {
  /// The value `.nonSaturating`.
  public static let objective = Objective.nonSaturating

  /// Creates the loss.
  public init() {}

  /// Returns `softplus(-real) + softplus(fake)`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (-real.tensor).softplus() + fake.tensor.softplus()
  }

  /// Returns `softplus(-fake)`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try (-fake.tensor).softplus()
  }
}
