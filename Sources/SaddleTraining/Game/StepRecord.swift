// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What one step of a game gave: plain numbers, no tensors.
public struct StepRecord: Sendable, Equatable {
  /// Mean discriminator loss of the last discriminator update, penalties excluded.
  public var discriminatorLoss = 0.0
  /// Penalties of the last discriminator update, weight included, by signal.
  public var penalties: [(signal: Signal, value: Double)] = []
  /// Penalties of the last generator update, weight included, by signal.
  public var generatorPenalties: [(signal: Signal, value: Double)] = []
  /// Mean generator loss of the last generator update, penalties excluded.
  public var generatorLoss = 0.0
  /// What transforms of samples had to say: the probability of ADA.
  public var transforms: [(signal: Signal, value: Double)] = []
  /// Scores of the real batch of the last discriminator update.
  public var realScores: [Float] = []
  /// Scores of the fake batch of the last discriminator update.
  public var fakeScores: [Float] = []
  /// L2 norms of the discriminator's gradients, parameter by parameter, before clipping.
  public var discriminatorNorms: [Float] = []
  /// L2 norms of the generator's gradients, parameter by parameter, before clipping.
  public var generatorNorms: [Float] = []

  /// Returns whether all numbers are the same, bit for bit.
  public static func == (left: StepRecord, right: StepRecord) -> Bool {
    left.discriminatorLoss.bitPattern == right.discriminatorLoss.bitPattern
      && left.generatorLoss.bitPattern == right.generatorLoss.bitPattern
      && areEqual(left.penalties, right.penalties)
      && areEqual(left.transforms, right.transforms)
      && areEqual(left.generatorPenalties, right.generatorPenalties)
      && left.realScores == right.realScores && left.fakeScores == right.fakeScores
      && left.discriminatorNorms == right.discriminatorNorms
      && left.generatorNorms == right.generatorNorms
  }

  private static func areEqual(
    _ left: [(signal: Signal, value: Double)],
    _ right: [(signal: Signal, value: Double)]
  ) -> Bool {
    left.elementsEqual(right) {
      $0.signal == $1.signal && $0.value.bitPattern == $1.value.bitPattern
    }
  }
}
