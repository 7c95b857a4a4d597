// SPDX-License-Identifier: Apache-2.0

/// What the two networks play for: it gives a loss its meaning.
///
/// Named by the formula of the generator's loss; the discriminator's loss is the sum of its real
/// and its fake half. Ideal values are those at the equilibrium, where real and fake samples
/// can't be told apart.
public enum Objective: String, CaseIterable, Codable, Sendable, Hashable {
  /// `softplus(-fake)` for the generator (Goodfellow et al. 2014, section 3, in practice).
  case nonSaturating
  /// `-softplus(fake)`: the original minimax generator loss.
  case saturating
  /// `(real - 1)^2 / 2 + fake^2 / 2`, generator `(fake - 1)^2 / 2` (Mao et al. 2017).
  case leastSquares
  /// `relu(1 - real) + relu(1 + fake)`, generator `-fake` (Lim and Ye 2017).
  case hinge
  /// `fake - real`, generator `-fake` (Arjovsky et al. 2017).
  case wasserstein
  /// `softplus(fake - real)` pair by pair, both players (Jolicoeur-Martineau 2019; R3GAN).
  case relativisticPaired
  /// Relativistic against the mean of the other batch, both halves summed.
  case relativisticAverage
  /// The same with squared distances to 1 and -1.
  case relativisticAverageLeastSquares
  /// The same with the hinge.
  case relativisticAverageHinge

  /// Discriminator loss at the equilibrium, or nil where the objective has no scale.
  public var idealDiscriminatorLoss: Double? {
    switch self {
    case .nonSaturating, .saturating, .relativisticAverage: 1.3862943611198906
    case .leastSquares: 0.25
    case .hinge, .relativisticAverageLeastSquares, .relativisticAverageHinge: 2
    case .relativisticPaired: 0.6931471805599453
    case .wasserstein: nil
    }
  }

  /// Generator loss at the equilibrium, or nil where its level means nothing.
  public var idealGeneratorLoss: Double? {
    switch self {
    case .nonSaturating, .relativisticPaired: 0.6931471805599453
    case .saturating: -0.6931471805599453
    case .leastSquares: 0.125
    case .relativisticAverage: 1.3862943611198906
    case .relativisticAverageLeastSquares, .relativisticAverageHinge: 2
    case .hinge, .wasserstein: nil
    }
  }

  /// Score above which a sample counts as real, or nil where no such boundary exists.
  ///
  /// Relativistic discriminators judge differences: a single score has no boundary.
  public var decisionBoundary: Double? {
    switch self {
    case .nonSaturating, .saturating, .hinge: 0
    case .leastSquares: 0.5
    case .wasserstein, .relativisticPaired, .relativisticAverage,
      .relativisticAverageLeastSquares, .relativisticAverageHinge:
      nil
    }
  }

  /// Whether the discriminator's loss (penalties excluded) can't fall below zero.
  public var discriminatorLossIsNonNegative: Bool { self != .wasserstein }

  /// Whether a score is the log-odds of being real, so that `sigmoid(score)` is a probability.
  public var scoresAreLogits: Bool {
    switch self {
    case .nonSaturating, .saturating: true
    case .leastSquares, .hinge, .wasserstein, .relativisticPaired, .relativisticAverage,
      .relativisticAverageLeastSquares, .relativisticAverageHinge:
      false
    }
  }

  /// The objective in words, as a report prints it.
  public var title: String {
    switch self {
    case .nonSaturating: "non-saturating logistic"
    case .saturating: "saturating (minimax) logistic"
    case .leastSquares: "least squares"
    case .hinge: "hinge"
    case .wasserstein: "Wasserstein"
    case .relativisticPaired: "relativistic (paired)"
    case .relativisticAverage: "relativistic (average)"
    case .relativisticAverageLeastSquares: "relativistic (average, least squares)"
    case .relativisticAverageHinge: "relativistic (average, hinge)"
    }
  }
}

/// Which objective a run has, and how that is known.
public struct ObjectiveJudgement: Codable, Sendable, Equatable {
  /// Where the knowledge comes from.
  public enum Origin: String, Codable, Sendable {
    /// The user or the trainer said so.
    case declared
    /// Read off the range and the sign of what was logged.
    case inferred
    /// Neither declared nor recognisable.
    case unknown
  }

  /// The objective, or nil where it is unknown.
  public var name: Objective?
  /// How it is known.
  public var known: Origin
  /// Confidence in `name`, 0...1; 1 where declared.
  public var confidence: Double
  /// The logged discriminator loss over the formula's: 0.5 where the halves are averaged.
  public var discriminatorLossScale: Double
  /// Why, in one sentence.
  public var reason: String

  /// Creates a judgement.
  public init(
    name: Objective?,
    known: Origin,
    confidence: Double,
    discriminatorLossScale: Double = 1,
    reason: String
  ) {
    self.name = name
    self.known = known
    self.confidence = confidence
    self.discriminatorLossScale = discriminatorLossScale
    self.reason = reason
  }

  /// The discriminator loss to expect at the equilibrium, in the units of the log.
  public var idealDiscriminatorLoss: Double? {
    name?.idealDiscriminatorLoss.map { $0 * discriminatorLossScale }
  }

  /// The generator loss to expect at the equilibrium, in the units of the log.
  public var idealGeneratorLoss: Double? { name?.idealGeneratorLoss }
}
