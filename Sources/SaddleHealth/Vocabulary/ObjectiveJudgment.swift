// SPDX-License-Identifier: Apache-2.0

/// Which objective a run has, and how that is known.
public struct ObjectiveJudgment: Codable, Sendable, Equatable {
  /// Where the knowledge comes from.
  public enum Origin: String, Codable, Sendable {
    /// The user or the trainer said so.
    case declared
    /// Read in options that are printed in the log or stand beside it.
    case options
    /// The default of the code base that wrote the log.
    case codeBase
    /// Computed from what was logged: only this formula fits between the columns.
    case arithmetic
    /// Read off the range and the sign of what was logged.
    case inferred
    /// Neither declared nor recognizable.
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

  /// Creates a judgment.
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

extension ObjectiveJudgment {
  /// What is known before the first observation: declared, read in options, or nothing.
  init(before context: RunContext) {
    if let objective = context.objective {
      self.init(name: objective, known: .declared, confidence: 1, reason: "It was declared.")
    } else if let read = context.readObjective {
      self = read
    } else {
      self.init(name: nil, known: .unknown, confidence: 0, reason: "Nothing was logged yet.")
    }
  }
}
