// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// R1 and R2: `(gamma / 2) * E[|grad D|^2]` on real and on fake samples.
///
/// The squared norm is summed over all pixels and averaged over the batch; the factor 1/2 belongs
/// to the penalty, not to gamma. Source: Mescheder et al., "Which Training Methods for GANs do
/// actually Converge?", 2018, section 4.1; lazy interval: Karras et al., StyleGAN2, 2020.
public final class ZeroCenteredGradientPenalty: Regularizer {
  /// On which samples the gradient is taken.
  public let inputs: RegularizedInputs
  /// Weight, of which the penalty has half.
  public var gamma: Double
  /// Steps between two applications.
  public let interval: Int

  /// Its weight, which may change in a running game.
  public var controls: [Control] {
    [Control("gamma", of: self, \.gamma)]
  }

  private init(inputs: RegularizedInputs, gamma: Double, interval: Int) {
    self.inputs = inputs
    self.gamma = gamma
    self.interval = interval
  }

  /// Creates R1, the penalty at real samples.
  public static func r1(gamma: Double, interval: Int = 1) -> ZeroCenteredGradientPenalty {
    ZeroCenteredGradientPenalty(inputs: .real, gamma: gamma, interval: interval)
  }

  /// Creates R2, the penalty at fake samples.
  public static func r2(gamma: Double, interval: Int = 1) -> ZeroCenteredGradientPenalty {
    ZeroCenteredGradientPenalty(inputs: .fake, gamma: gamma, interval: interval)
  }

  /// To the monitor it is R1 or R2.
  public var measure: Measure? { inputs == .real ? .r1 : .r2 }
  /// Its section in the configuration.
  public var id: String { inputs == .real ? "r1" : "r2" }
  /// Gamma, for reports.
  public var weight: Double { gamma }
  /// Logged as `penalty/r1` or `penalty/r2`.
  public var signal: Signal? { inputs == .real ? .penaltyR1 : .penaltyR2 }

  /// Returns `(gamma / 2) * mean(|grad D|^2)`.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    let real = inputs == .real
    return try batch.squaredGradientNorms(
      of: real ? batch.realScores : batch.fakeScores,
      at: real ? batch.real : batch.fake
    ).mean() * (gamma / 2)
  }
}
