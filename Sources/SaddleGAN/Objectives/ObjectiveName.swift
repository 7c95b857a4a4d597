// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The objectives by name; `r` and `f` are the discriminator's scores of real and fake samples.
public enum ObjectiveName: String, CaseIterable, Codable, Sendable {
  /// `softplus(-f)` for the generator.
  case nonSaturating
  /// The minimax loss as first written down.
  case saturating
  /// Squared distance to targets 1 and 0.
  case leastSquares
  /// Difference of mean scores.
  case wasserstein
  /// Scores beyond the margin of 1 count no more.
  case hinge
  /// Differences of scores, pair by pair.
  case relativisticPaired
  /// Differences from the other kind's mean, logistic.
  case relativisticAverage
  /// Differences from the other kind's mean, least squares.
  case relativisticAverageLeastSquares
  /// Differences from the other kind's mean, hinge.
  case relativisticAverageHinge

  /// What it is, in one line.
  public var summary: String { health.formula }

  /// Other names for it, as papers and other tools have them.
  ///
  /// Of a stranger's log `vanilla` may mean either logistic loss; in a configuration of Saddle's own
  /// it has always been the minimax loss, and files that say so go on training it.
  public var aliases: [String] { health.aliases + (self == .saturating ? ["vanilla"] : []) }

  /// "original" and the like: the non-saturating loss to some, the minimax loss to others.
  public func mayBeMeant(by text: String) -> Bool {
    guard case .ambiguous(let several) = Objective.meaning(of: text) else { return false }
    return several.contains(health)
  }

  /// The objective as the health core knows it: one table for trainer, diagnosis and hook.
  public var health: Objective {
    Objective.all.first { $0.id == rawValue } ?? Objective(rawValue)
  }
}
