// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// Latents that lie close must be judged alike, and made into samples that differ (zCR).
///
/// D: `discriminator * E[(D(G(z)) - D(G(z + d)))^2]`, G: `-generator * E[(G(z) - G(z + d))^2]`, with
/// `d ~ N(0, radius^2)`. Source: Zhao et al., "Improved Consistency Regularization for GANs", 2021.
public final class LatentConsistency: Regularizer {
  /// Weight of the discriminator's term.
  public var discriminator: Double
  /// Weight of the generator's term.
  public var generator: Double
  /// Standard deviation of the change of a latent.
  public let radius: Double
  /// The discriminator's weight, for reports.
  public var weight: Double { discriminator }
  /// Its section in the configuration.
  public var id: String { "latentConsistency" }

  /// Scores of the neighbors' samples.
  public var cost: PassCost { discriminator > 0 ? .scores : .none }

  /// Its weights, which may change in a running game.
  public var controls: [Control] {
    [
      Control("discriminator", of: self, \.discriminator),
      Control("generator", of: self, \.generator),
    ]
  }

  /// Creates the penalty; the defaults are the paper's.
  public init(discriminator: Double = 20, generator: Double = 0.5, radius: Double = 0.05) {
    self.discriminator = discriminator
    self.generator = generator
    self.radius = radius
  }

  /// Returns the discriminator's term.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    guard discriminator > 0, let origin = batch.origin, let generate = batch.generate else {
      return nil
    }
    let near = try generate(moved(origin.latents, batch.random))
    let judge = batch.discriminateFake ?? batch.discriminate
    let other = try judge(near).tensor
    return try (batch.fakeScores.tensor - other).square().mean() * discriminator
  }

  /// Returns the generator's term, which is negative.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    guard generator > 0 else { return nil }
    let near = try batch.generate(moved(batch.fake.latents, batch.random))
    return try (batch.fake.samples - near).square().mean() * -generator
  }

  private func moved(_ latents: Tensor, _ random: Random) throws(TensorError) -> Tensor {
    let latents = try latents.detach()
    return try latents + random.normal(latents.shape, dtype: latents.dtype) * radius
  }
}
