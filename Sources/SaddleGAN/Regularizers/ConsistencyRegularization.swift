// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Asks the discriminator to judge a picture and its shifted, mirrored copy alike.
///
/// `real * E[(D(x) - D(T(x)))^2]` on real samples (CR), and `fake` times the same on fakes (bCR).
/// T mirrors with probability 1/2 and shifts by up to an eighth of the side with reflected borders.
/// Sources: Zhang et al., "Consistency Regularization for GANs", 2020; Zhao et al., "Improved
/// Consistency Regularization for GANs", 2021; T as StudioGAN's `utils/cr.py` has it.
public final class ConsistencyRegularization: Regularizer {
  /// Weight on real samples.
  public var real: Double
  /// Weight on fakes; 0 is CR, more is bCR.
  public var fake: Double
  /// The larger of both.
  public var weight: Double { max(real, fake) }
  /// Its section in the configuration.
  public var id: String { "consistency" }

  /// Scores of the copies.
  public var cost: PassCost {
    (real > 0 ? PassCost.scores : .none) + (fake > 0 ? .scores : .none)
  }

  /// Its weights, which may change in a running game.
  public var controls: [Control] {
    [
      Control("real", of: self, \.real),
      Control("fake", of: self, \.fake),
    ]
  }

  /// Creates the penalty; the defaults are those of CR, without the term on fakes.
  public init(real: Double = 10, fake: Double = 0) {
    self.real = real
    self.fake = fake
  }

  /// Returns the sum of both terms; a term of weight 0 isn't computed.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    var sum: Tensor?
    if real > 0 {
      let other = try batch.discriminate(Self.moved(batch.real.detach(), batch.random))
      sum = try (batch.realScores.tensor - other.tensor).square().mean() * real
    }
    if fake > 0 {
      let judge = batch.discriminateFake ?? batch.discriminate
      let other = try judge(Self.moved(batch.fake.detach(), batch.random))
      let term = try (batch.fakeScores.tensor - other.tensor).square().mean() * fake
      sum = try sum.map { (sum) throws(TensorError) in try sum + term } ?? term
    }
    return sum
  }

  /// Mirrors and shifts each picture by chance; points are left as they are.
  static func moved(_ images: Tensor, _ random: Random) throws(TensorError) -> Tensor {
    guard try images.shape.count == 4 else { return images }
    let mirrored = try Mirror().transformed(images, using: random)
    return try Translation(ratio: 0.125, border: .reflect).transformed(mirrored, using: random)
  }
}
