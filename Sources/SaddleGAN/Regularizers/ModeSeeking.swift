// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// Rewards samples that differ as much as their latents do (MSGAN).
///
/// `weight / (mean|G(z1) - G(z2)| / mean|z1 - z2| + 1e-5)`, pairing the halves of a batch, added to
/// the generator's loss. Source: Mao et al., "Mode Seeking GANs", 2019; HelenMao/MSGAN@e386c25.
public final class ModeSeeking: Regularizer {
  /// Weight of the term in the generator's loss; the authors' is 1.
  public var weight: Double
  /// Its section in the configuration.
  public var id: String { "modeSeeking" }

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty for the generator's loss.
  public init(weight: Double = 1) {
    self.weight = weight
  }

  /// Returns the term; nil for a batch of one sample.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    let half = try batch.fake.samples.shape[0] / 2
    guard half > 0 else { return nil }
    func difference(_ tensor: Tensor) throws(TensorError) -> Tensor {
      let (first, second) = (
        try tensor.narrowed(0, length: half), try tensor.narrowed(half, length: half)
      )
      return try (first - second).abs().mean()
    }
    return try Self.term(
      samples: difference(batch.fake.samples),
      latents: difference(batch.fake.latents)
    ) * weight
  }

  /// The term of two mean differences, weight 1.
  static func term(samples: Tensor, latents: Tensor) throws(TensorError) -> Tensor {
    try (samples / latents + 1e-5).reciprocal()
  }
}
