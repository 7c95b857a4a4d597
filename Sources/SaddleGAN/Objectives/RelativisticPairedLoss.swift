// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The relativistic loss on pairs: D `softplus(fake - real)`, G `softplus(real - fake)`.
///
/// The i-th real sample is compared with the i-th fake one, so only differences of scores count.
/// Source: Jolicoeur-Martineau, "The relativistic discriminator", 2019; R3GAN (Huang et al. 2024).
public struct RelativisticPairedLoss: NamedLoss {
  /// What the health core knows of it: ideals, boundary, formula.
  public static let objective = Objective.relativisticPaired
  /// True: the i-th fake is compared with the i-th real sample.
  public static let generatorReadsReal = true

  /// Creates the loss, which has no settings.
  public init() {}

  /// Returns `softplus(fake - real)`.
  public func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (fake.tensor - real.tensor).softplus()
  }

  /// Returns `softplus(real - fake)`.
  public func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try (real.needed().tensor - fake.tensor).softplus()
  }
}

extension Scores? {
  /// The scores of real samples, which a relativistic generator loss can't do without.
  package func needed() throws(TensorError) -> Scores {
    guard let self else {
      throw TensorError(
        .invalidArgument,
        "generatorLoss",
        cause: "a relativistic loss needs the scores of real samples, and there are none"
      )
    }
    return self
  }
}
