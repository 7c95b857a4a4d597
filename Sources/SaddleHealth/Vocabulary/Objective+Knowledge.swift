// SPDX-License-Identifier: Apache-2.0

extension Objective {
  /// All that is known of an objective; `Objective` says what each means.
  struct Facts: Sendable {
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
    let emptyCorner: EmptyCorner?
  }

  /// The facts behind one reference: a monitor copies and compares objectives at each observation.
  final class Knowledge: Sendable {
    let facts: Facts
    /// Differs where names do, or nearly always: most comparisons end here.
    private let fingerprint: UInt64

    init(_ facts: Facts) {
      self.facts = facts
      // FNV-1a.
      fingerprint = facts.id.utf8.reduce(0xCBF2_9CE4_8422_2325) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01B3
      }
    }

    /// Whether another has the same name.
    func hasName(of other: Knowledge) -> Bool {
      fingerprint == other.fingerprint && facts.id == other.facts.id
    }
  }
}
