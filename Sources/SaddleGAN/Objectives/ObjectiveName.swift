// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The name of an objective in a configuration; what is known of it stands in `NamedLoss.objective`.
///
/// In formulas `r` and `f` are the discriminator's scores of real and fake samples.
public struct ObjectiveName: RawRepresentable, Hashable, Codable, Sendable {
  /// The name as a configuration writes it, such as `hinge`.
  public let rawValue: String

  /// A name, of an objective that there is or of none.
  public init(rawValue: String) { self.rawValue = rawValue }

  private init<Loss: NamedLoss>(_ loss: Loss.Type) { self.init(rawValue: Loss.objective.id) }

  /// `softplus(-f)` for the generator.
  public static let nonSaturating = ObjectiveName(NonSaturatingLoss.self)
  /// The minimax loss as first written down.
  public static let saturating = ObjectiveName(SaturatingLoss.self)
  /// Squared distance to targets 1 and 0.
  public static let leastSquares = ObjectiveName(LeastSquaresLoss.self)
  /// Difference of mean scores.
  public static let wasserstein = ObjectiveName(WassersteinLoss.self)
  /// Scores beyond the margin of 1 count no more.
  public static let hinge = ObjectiveName(HingeLoss.self)
  /// Differences of scores, pair by pair.
  public static let relativisticPaired = ObjectiveName(RelativisticPairedLoss.self)
  /// Differences from the other kind's mean, logistic.
  public static let relativisticAverage = ObjectiveName(RelativisticAverageLoss.self)
  /// Differences from the other kind's mean, least squares.
  public static let relativisticAverageLeastSquares = ObjectiveName(
    RelativisticAverageLeastSquaresLoss.self
  )
  /// Differences from the other kind's mean, hinge.
  public static let relativisticAverageHinge = ObjectiveName(RelativisticAverageHingeLoss.self)
}

extension ObjectiveName: CaseIterable {
  /// The names that a configuration may take, in the catalog's order.
  public static var allCases: [ObjectiveName] { LossCatalog.all.map { $0.name } }

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

  /// All that is known of the objective; of a name that no loss has the name alone.
  public var health: Objective {
    LossCatalog.all.first { $0.name == self }?.objective ?? Objective(rawValue)
  }
}
