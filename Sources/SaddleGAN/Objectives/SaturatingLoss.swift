// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The original minimax loss: D `softplus(-real) + softplus(fake)`, G `-softplus(fake)`.
///
/// No constant is added and no label is smoothed. Source: Goodfellow et al., 2014, equation 1.
public struct SaturatingLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.saturating

  /// What real samples should be judged: 1, less the smoothing.
  private let target: Double

  /// Creates the loss with a target of 1 for real samples.
  public init() { target = 1 }

  /// Creates the loss with a target of `1 - labelSmoothing` for real samples.
  public init?(labelSmoothing: Double) { target = 1 - labelSmoothing }

  /// Returns `softplus(-real) + softplus(fake)`, plus `smoothing * real` where labels are smoothed.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    var loss = try (-real.tensor).softplus() + fake.tensor.softplus()
    // softplus(r) - softplus(-r) = r: cross entropy with a soft target.
    if target < 1 { loss = try loss + real.tensor * (1 - target) }
    return loss
  }

  /// Returns `-softplus(fake)`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try -(fake.tensor.softplus())
  }
}
