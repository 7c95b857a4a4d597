// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The penalty of DRAGAN: `weight * E[(|grad D(x + d)| - 1)^2]` around real samples.
///
/// `d = scale * std(x) * U(0, 1)`, the standard deviation being that of all numbers of the batch.
/// Source: Kodali et al., "On Convergence and Stability of GANs", 2017; the authors' code.
public final class DRAGAN: Regularizer {
  /// Weight, lambda of the paper.
  public var weight: Double
  /// Size of the neighborhood in standard deviations of the data.
  public let scale: Double
  /// Its section in the configuration.
  public var id: String { "dragan" }
  /// To the monitor it is a gradient penalty.
  public var measure: Measure? { .gradientPenalty }
  /// Logged as `penalty/gradient`.
  public var signal: Signal? { .penaltyGradient }

  /// Gradients at samples around real ones.
  public var cost: PassCost { .gradientPenaltyElsewhere }

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty; the defaults are the authors'.
  public init(weight: Double = 10, scale: Double = 0.5) {
    self.weight = weight
    self.scale = scale
  }

  /// Returns `weight * mean((|grad D(x + d)| - 1)^2)`.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    let real = try batch.real.detach()
    let noise = try batch.random.uniform(real.shape, dtype: real.dtype)
    let deviation = try real.flattened().standardDeviation()
    let near = try (real + noise * deviation * scale).requiringGrad()
    let squared = try batch.squaredGradientNorms(of: batch.discriminate(near), at: near)
    return try (squared.sqrt() - 1).square().mean() * weight
  }
}
