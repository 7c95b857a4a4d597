// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The penalty of WGAN-GP: `weight * E[(|grad D(x)| - target)^2]` between real and fake samples.
///
/// `x = e * real + (1 - e) * fake` with one `e ~ U(0, 1)` a sample. Batch normalization in the
/// discriminator makes the gradient of a sample depend on the others: don't combine the two.
/// Source: Gulrajani et al., "Improved Training of Wasserstein GANs", 2017, equation 3.
public final class GradientPenalty: Regularizer {
  /// Weight, lambda of the paper.
  public var weight: Double
  /// Norm that the gradient should have.
  public var target: Double
  /// Whether only norms above the target are penalized, as in WGAN-LP.
  public let isOneSided: Bool
  /// Weight of `E[D(real)^2]`, which keeps a critic's scores from drifting away (PGGAN: 0.001).
  public var drift: Double
  /// Its section in the configuration.
  public var id: String { "gradientPenalty" }
  /// To the monitor it is a gradient penalty.
  public var measure: Measure? { .gradientPenalty }
  /// Logged as `penalty/gradient`.
  public var signal: Signal? { .penaltyGradient }

  /// Gradients at samples between real and fake ones.
  public var cost: PassCost { .gradientPenaltyElsewhere }

  /// Its weights, which may change in a running game.
  public var controls: [Control] {
    [
      Control("weight", of: self, \.weight),
      Control("target", of: self, \.target),
      Control("drift", of: self, \.drift),
    ]
  }

  /// Creates the penalty; weight and target are the paper's.
  public init(
    weight: Double = 10,
    target: Double = 1,
    isOneSided: Bool = false,
    drift: Double = 0
  ) {
    self.weight = weight
    self.target = target
    self.isOneSided = isOneSided
    self.drift = drift
  }

  /// Returns `weight * mean((|grad D(x)| - target)^2) + drift * mean(D(real)^2)`.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    let sizes = try batch.real.shape
    let shape = sizes.indices.map { $0 == 0 ? sizes[0] : 1 }
    let mix = try batch.random.uniform(shape, dtype: batch.real.dtype)
    let (real, fake) = (try batch.real.detach(), try batch.fake.detach())
    let between = try (fake + mix * (real - fake)).requiringGrad()
    let squared = try batch.squaredGradientNorms(of: batch.discriminate(between), at: between)
    var excess = try squared.sqrt() - target
    if isOneSided { excess = try excess.relu() }
    let penalty = try excess.square().mean() * weight
    guard drift > 0 else { return penalty }
    return try penalty + batch.realScores.tensor.square().mean() * drift
  }
}
