// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The penalty of WGAN-GP: `weight * E[(|grad D(x)| - target)^2]` between real and fake samples.
///
/// `x = e * real + (1 - e) * fake` with one `e ~ U(0, 1)` a sample. Batch normalisation in the
/// discriminator makes the gradient of a sample depend on the others: don't combine the two.
/// Source: Gulrajani et al., "Improved Training of Wasserstein GANs", 2017, equation 3.
public struct GradientPenalty: Regularizer {
  /// Weight, lambda of the paper.
  public let weight: Double
  /// Norm that the gradient should have.
  public let target: Double
  /// The value `.gradientPenalty`.
  public var measure: Measure { .gradientPenalty }
  /// The value `penalty/gradient`.
  public var signal: Signal { .penaltyGradient }

  /// Creates the penalty.
  public init(weight: Double = 10, target: Double = 1) {
    self.weight = weight
    self.target = target
  }

  /// Returns `weight * mean((|grad D(x)| - target)^2)`.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    let sizes = try batch.real.shape
    let shape = sizes.indices.map { $0 == 0 ? sizes[0] : 1 }
    let mix = try batch.generator.uniform(shape, dtype: batch.real.dtype)
    let (real, fake) = (try batch.real.detach(), try batch.fake.detach())
    let between = try (fake + mix * (real - fake)).requiringGrad()
    let squared = try batch.squaredGradientNorms(of: batch.discriminate(between), at: between)
    return try (squared.sqrt() - target).square().mean() * weight
  }
}
