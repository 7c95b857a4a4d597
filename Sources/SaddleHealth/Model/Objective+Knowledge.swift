// SPDX-License-Identifier: Apache-2.0

extension Objective {
  /// All that is known of an objective, behind one reference; `Objective` says what each means.
  final class Knowledge: Sendable {
    let id: String
    let title: String
    let formula: String
    let source: String
    let aliases: [String]
    let idealDiscriminatorLoss: Double?
    let idealGeneratorLoss: Double?
    let decisionBoundary: Double?
    let discriminatorLossIsNonNegative: Bool
    let certainScores: CertainScores?
    let generatorLossGrowsWhenRejected: Bool
    let lossRatioOfCoverage: (@Sendable (Double) -> Double)?
    let collapsedLossRatio: Double?
    let leastDiscriminatorLoss: (@Sendable (Double, Double) -> Double)?
    let emptyCorner: ObjectiveArithmetic.Corner?
    /// Differs where names do, or nearly always: most comparisons end here.
    private let fingerprint: UInt64

    init(
      id: String,
      title: String,
      formula: String,
      source: String,
      aliases: [String],
      idealDiscriminatorLoss: Double?,
      idealGeneratorLoss: Double?,
      decisionBoundary: Double?,
      discriminatorLossIsNonNegative: Bool,
      certainScores: CertainScores?,
      generatorLossGrowsWhenRejected: Bool,
      lossRatioOfCoverage: (@Sendable (Double) -> Double)?,
      collapsedLossRatio: Double?,
      leastDiscriminatorLoss: (@Sendable (Double, Double) -> Double)?,
      emptyCorner: ObjectiveArithmetic.Corner?
    ) {
      self.id = id
      self.title = title
      self.formula = formula
      self.source = source
      self.aliases = aliases
      self.idealDiscriminatorLoss = idealDiscriminatorLoss
      self.idealGeneratorLoss = idealGeneratorLoss
      self.decisionBoundary = decisionBoundary
      self.discriminatorLossIsNonNegative = discriminatorLossIsNonNegative
      self.certainScores = certainScores
      self.generatorLossGrowsWhenRejected = generatorLossGrowsWhenRejected
      self.lossRatioOfCoverage = lossRatioOfCoverage
      self.collapsedLossRatio = collapsedLossRatio
      self.leastDiscriminatorLoss = leastDiscriminatorLoss
      self.emptyCorner = emptyCorner
      // FNV-1a.
      fingerprint = id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Whether another has the same name.
    func hasName(of other: Knowledge) -> Bool {
      fingerprint == other.fingerprint && id == other.id
    }
  }
}
