// SPDX-License-Identifier: Apache-2.0

/// Rows in a row whose losses are those of a discriminator that answers the same, whatever it is shown.
///
/// To every sample: the logistic losses of an output of 0, ln 2 and its sum over two halves. To every
/// generated sample: the generator's loss `G = softplus(-s)` and the discriminator's on fakes,
/// `F = softplus(s)`, are means over one output `s`, so that `F >= -ln(1 - exp(-G))` by Jensen's inequality,
/// and equal where `s` is the same for all. A deviation of 0.04 in `s` lifts `F` out of the band.
struct OneAnswer: Codable, Sendable {
  private var losses = Array(repeating: Stretch(), count: 4)
  /// Rows in which all generated samples get one answer.
  private(set) var fakes = Stretch()
  private var lastGenerator = 0.0

  /// Takes in the whole loss of a column; returns its rows.
  mutating func take(_ loss: Double, column: Int, step: Int) -> Int {
    losses[column].take(Self.isGuess(loss), step: step)
    return losses[column].rows
  }

  /// Takes in the generator's loss and the discriminator's on fakes; returns their rows.
  mutating func take(generator: Double, fake: Double, step: Int) -> Int {
    let isCalm = Self.isNear(generator, lastGenerator)
    lastGenerator = generator
    fakes.take(isCalm && Self.isNear(fake, Self.least(generator)), step: step)
    return fakes.rows
  }

  /// The rows of a column.
  subscript(column: Int) -> Stretch { losses[column] }

  /// The finding where every sample gets one answer, with the losses of both sides.
  static func toEverything(_ discriminator: Double, _ generator: Double) -> String {
    "Both losses hardly move from \(discriminator.text) and \(generator.text), those of a discriminator "
      + "that gives every sample the same answer: it learns nothing, or its output is dead."
  }

  /// The finding where every generated sample gets one answer, with both losses on them.
  static func toEveryFake(_ discriminator: Double, _ generator: Double) -> String {
    "The losses on generated samples hardly move from \(discriminator.text) and \(generator.text), those "
      + "of one answer to all of them: the generator makes one sample, or the discriminator's output is "
      + "dead."
  }

  private static func isGuess(_ loss: Double) -> Bool {
    let ideals = [
      Objective.nonSaturating.idealGeneratorLoss, Objective.nonSaturating.idealDiscriminatorLoss,
    ]
    return ideals.compactMap(\.self).contains { isNear(loss, $0) }
  }

  private static func isNear(_ loss: Double, _ level: Double) -> Bool {
    (loss - level).magnitude < Standstill.wobble * level
  }

  /// The least loss on fakes beside a generator's loss; 0 where there is none.
  private static func least(_ generator: Double) -> Double {
    generator > 0 ? -Mathematics.ln(1 - Mathematics.e(-generator)) : 0
  }

  /// What a loss at the ideal of an objective is, or of any where it isn't known: that of an output
  /// which is the same for every sample; empty for any other loss.
  static func meaning(_ value: Double, of side: Side, _ objective: Objective?) -> String {
    let found = (objective.map { [$0] } ?? Objective.all).filter { objective in
      let ideal =
        side == .generator ? objective.idealGeneratorLoss : objective.idealDiscriminatorLoss
      return ideal.map { (value - $0).magnitude < Clamp.tolerance * $0.magnitude } ?? false
    }
    guard let first = found.first else { return "" }
    return " (the\(found.count == 1 ? " \(first.title)" : "") loss of a constant output)"
  }
}
