// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Clips every weight of the discriminator to `[-bound, bound]` after each of its updates.
///
/// Source: Arjovsky et al., "Wasserstein GAN", 2017, algorithm 1.
public struct WeightClipping: Regularizer {
  /// The bound.
  public let bound: Double
  /// The value `.weightClipping`.
  public var measure: Measure { .weightClipping }
  /// The bound.
  public var weight: Double { bound }
  /// Unused: there is no penalty.
  public var signal: Signal { .penalty }

  /// Creates the rule.
  public init(bound: Double = 0.01) {
    self.bound = bound
  }

  /// Clips the weights in place.
  public func constrain(_ discriminator: Module) throws(TensorError) {
    try discriminator.clampParameters(bound)
  }
}
