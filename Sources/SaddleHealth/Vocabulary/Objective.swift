// SPDX-License-Identifier: Apache-2.0

/// What the two networks play for: it gives a loss its meaning.
///
/// A value with all that Saddle knows of it; the trainer, `saddle diagnose` and the PyTorch hook read
/// the same table (`Objective.all`). Named by the formula of the generator's loss; the
/// discriminator's loss is the sum of its real and its fake half, `r` and `f` are its scores of real
/// and fake samples. Ideal values are those at the equilibrium, where real and fake samples can't be
/// told apart. Two objectives are equal where their names are; in JSON an objective is its name.
public struct Objective: Sendable {
  /// What is known of it, held once: a monitor copies and compares objectives at each observation.
  private let knowledge: Knowledge

  /// The name in configurations, reports and JSON: "nonSaturating".
  public var id: String { knowledge.facts.id }
  /// The objective in words, as a report prints it.
  public var title: String { knowledge.facts.title }
  /// Both losses of a sample in one line, `D: ..., G: ...`: what Saddle trains is compared with it.
  public var formula: String { knowledge.facts.formula }
  /// Where it was described.
  public var source: String { knowledge.facts.source }
  /// Other names for it, as papers and other tools have them; case, hyphens and underscores don't
  /// matter.
  public var aliases: [String] { knowledge.facts.aliases }
  /// Discriminator loss at the equilibrium, or nil where the objective has no scale.
  public var idealDiscriminatorLoss: Double? { knowledge.facts.idealDiscriminatorLoss }
  /// Generator loss at the equilibrium, or nil where its level means nothing.
  public var idealGeneratorLoss: Double? { knowledge.facts.idealGeneratorLoss }
  /// Score above which a sample counts as real, or nil where no such boundary exists.
  ///
  /// Relativistic discriminators judge differences: a single score has no boundary.
  public var decisionBoundary: Double? { knowledge.facts.decisionBoundary }
  /// Whether the discriminator's loss (penalties excluded) can't fall below zero.
  public var discriminatorLossIsNonNegative: Bool { knowledge.facts.discriminatorLossIsNonNegative }
  /// Mean scores of real and fake samples beyond which the discriminator is certain of all, or nil
  /// where scores have no range.
  public var certainScores: CertainScores? { knowledge.facts.certainScores }
  /// Whether a generator that is never believed has a loss that grows with how sure the
  /// discriminator is: then the loss itself tells how far it has fallen behind.
  public var generatorLossGrowsWhenRejected: Bool { knowledge.facts.generatorLossGrowsWhenRejected }
  /// Discriminator loss over its ideal, of an optimal discriminator, where the generator reproduces a
  /// share of the data exactly and nothing of the rest; nil where the objective has none.
  public var lossRatioOfCoverage: (@Sendable (Double) -> Double)? {
    knowledge.facts.lossRatioOfCoverage
  }
  /// Discriminator loss over its ideal below which two losses are consistent with collapse.
  public var collapsedLossRatio: Double? { knowledge.facts.collapsedLossRatio }
  /// The least discriminator loss that mean scores of real and fake samples allow (Jensen), or nil where
  /// targets differ from code to code.
  public var leastDiscriminatorLoss: (@Sendable (Double, Double) -> Double)? {
    knowledge.facts.leastDiscriminatorLoss
  }
  /// Which losses it can't have, whatever the batch.
  public var emptyCorner: EmptyCorner? { knowledge.facts.emptyCorner }

  /// A corner of the plane of both losses that an objective leaves empty (`ObjectiveArithmetic`).
  public enum EmptyCorner: Sendable {
    /// exp(-G) + exp(-F) above 1.
    case logistic
    /// sqrt(G) + sqrt(F) below 1.
    case leastSquares
    /// F below 1 - G.
    case hinge
  }

  /// Scores at which a discriminator is certain.
  public struct CertainScores: Sendable, Equatable {
    /// Mean score of real samples, above.
    public var real: Double
    /// Mean score of fake samples, below.
    public var fake: Double
    /// How far inside an alarm is released.
    public var margin: Double

    /// Creates limits.
    public init(real: Double, fake: Double, margin: Double) {
      self.real = real
      self.fake = fake
      self.margin = margin
    }
  }

  /// Creates an objective of which only the name is known, or more.
  public init(
    _ id: String,
    title: String? = nil,
    formula: String = "",
    source: String = "",
    aliases: [String] = [],
    idealDiscriminatorLoss: Double? = nil,
    idealGeneratorLoss: Double? = nil,
    decisionBoundary: Double? = nil,
    discriminatorLossIsNonNegative: Bool = true,
    certainScores: CertainScores? = nil,
    generatorLossGrowsWhenRejected: Bool = false,
    lossRatioOfCoverage: (@Sendable (Double) -> Double)? = nil,
    collapsedLossRatio: Double? = nil,
    leastDiscriminatorLoss: (@Sendable (Double, Double) -> Double)? = nil,
    emptyCorner: EmptyCorner? = nil
  ) {
    let facts = Facts(
      id: id,
      title: title ?? id,
      formula: formula,
      source: source,
      aliases: aliases,
      idealDiscriminatorLoss: idealDiscriminatorLoss,
      idealGeneratorLoss: idealGeneratorLoss,
      decisionBoundary: decisionBoundary,
      discriminatorLossIsNonNegative: discriminatorLossIsNonNegative,
      certainScores: certainScores,
      generatorLossGrowsWhenRejected: generatorLossGrowsWhenRejected,
      lossRatioOfCoverage: lossRatioOfCoverage,
      collapsedLossRatio: collapsedLossRatio,
      leastDiscriminatorLoss: leastDiscriminatorLoss,
      emptyCorner: emptyCorner
    )
    knowledge = Knowledge(facts)
  }
}

extension Objective: Hashable {
  /// Whether both have the same name.
  public static func == (left: Objective, right: Objective) -> Bool {
    left.knowledge === right.knowledge || left.knowledge.hasName(of: right.knowledge)
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Objective: Codable {
  /// Reads a name; of one that Saddle doesn't know, nothing but the name is known.
  ///
  /// - Throws: `DecodingError` where it is no string.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    self = Objective.all.first { $0.id == name } ?? Objective(name)
  }

  /// Writes the name.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(id)
  }
}

extension Objective {
  /// What a text means as an objective.
  public enum Meaning: Sendable, Equatable {
    /// This one.
    case one(Objective)
    /// The name is in use for several: say which.
    case ambiguous([Objective])
    /// None.
    case unknown
  }

  /// Names that papers and code bases use for different objectives.
  ///
  /// "vanilla" is the non-saturating loss in pix2pix, CycleGAN and BasicSR and the minimax loss of the
  /// first paper elsewhere.
  public static let ambiguousNames: [String: [Objective]] = [
    "vanilla": [.nonSaturating, .saturating], "gan": [.nonSaturating, .saturating],
    "original": [.nonSaturating, .saturating],
  ]

  /// Returns what a name means; case, blanks, hyphens and underscores don't matter.
  public static func meaning(of text: String) -> Meaning {
    let key = folded(text)
    if let several = ambiguousNames[key] { return .ambiguous(several) }
    let found = all.first { folded($0.id) == key || $0.aliases.contains { folded($0) == key } }
    return found.map(Meaning.one) ?? .unknown
  }

  /// Returns the objective that a name means, or nil where it means none or several.
  public static func named(_ text: String) -> Objective? {
    if case .one(let objective) = meaning(of: text) { return objective }
    return nil
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { !" -_".contains($0) }
  }
}
