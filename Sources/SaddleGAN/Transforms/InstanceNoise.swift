// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Noise `N(0, sigma^2)` on everything that the discriminator sees, fading out linearly.
///
/// Sources: Sonderby et al., 2017; Arjovsky and Bottou, 2017; its convergence in the Dirac-GAN:
/// Mescheder et al., 2018.
public final class InstanceNoise: SampleTransform {
  /// Standard deviation at the first step.
  public var sigma: Double
  /// Step at which it has faded to 0; nil keeps it.
  public let until: Int?
  /// To the monitor it is instance noise.
  public var measure: Measure? { .instanceNoise }
  /// Its section in the configuration.
  public var id: String { "instanceNoise" }

  /// Its strength, which may change in a running game.
  public var controls: [Control] { [Control("sigma", of: self, \.sigma)] }

  /// Creates the noise; without `until` it stays as strong as it is.
  public init(sigma: Double, until: Int? = nil) {
    self.sigma = sigma
    self.until = until
  }

  /// Standard deviation at a step.
  public func sigma(at step: Int) -> Double {
    guard let until else { return sigma }
    return sigma * max(0, 1 - Double(step - 1) / Double(max(1, until)))
  }

  /// Adds the noise.
  public func apply(_ samples: Tensor, step: Int, using random: Random) throws(TensorError)
    -> Tensor
  {
    let sigma = sigma(at: step)
    guard sigma > 0 else { return samples }
    return try samples + random.normal(samples.shape, dtype: samples.dtype) * sigma
  }
}
