// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Clips every weight of the discriminator to `[-bound, bound]` after each of its updates.
///
/// Source: Arjovsky et al., "Wasserstein GAN", 2017, algorithm 1.
public final class WeightClipping: Regularizer {
  /// The largest absolute value of a weight.
  public var bound: Double
  /// Its section in the configuration.
  public var id: String { "weightClipping" }
  /// To the monitor it is weight clipping.
  public var measure: Measure? { .weightClipping }
  /// The bound, for reports.
  public var weight: Double { bound }

  /// Its bound, which may change in a running game.
  public var controls: [Control] {
    [Control("bound", of: self, \.bound)]
  }

  /// Creates the rule; the default is the paper's.
  public init(bound: Double = 0.01) {
    self.bound = bound
  }

  /// Clips the weights in place.
  public func constrain(_ discriminator: Module) throws(TensorError) {
    try discriminator.clampParameters(bound)
  }
}
