// SPDX-License-Identifier: Apache-2.0

/// The sizes below which a growing loss is that of a game at play.
///
/// After a calm stretch as long as the growth itself (12 values at least), three times the ideal of a discriminator's loss
/// (who always guesses loses no more than the ideal) and ten times that of a generator's (one that is
/// rejected with certainty has seven); without one, young networks that look for their scale must pass
/// five and thirty. Scores of no scale: 10 after a calm stretch, what standardized data can't be apart,
/// else the diameter.
struct GrowthFloor {
  /// Floors after a calm stretch and without one.
  private let calm: Double
  private let young: Double
  /// The floor of a level that has left its past, however it grew.
  let far: Double

  init(_ index: Int, _ run: RunView, first: Double, isSigned: Bool) {
    let objective = run.objective
    let ideal = index == 1 ? objective.idealGeneratorLoss : objective.idealDiscriminatorLoss
    let hasScale = objective.name == nil && !isSigned
    let unit = (ideal ?? objective.idealDiscriminatorLoss)?.magnitude
    let multiples = index == 0 ? (3.0, 5.0) : (10.0, 30.0)
    guard let unit = unit ?? (hasScale ? max(1, first) : nil) else {
      (calm, young, far) = (10, Divergence.diameter, Divergence.diameter)
      return
    }
    (calm, young) = (multiples.0 * unit, multiples.1 * unit)
    far = Divergence.scale * unit
  }

  /// The floor of a growth: young networks may look for their scale.
  func floor(after growth: ExponentialGrowth.Growth) -> Double {
    growth.before >= max(growth.values, ExponentialGrowth.fewestValues) ? calm : young
  }
}
