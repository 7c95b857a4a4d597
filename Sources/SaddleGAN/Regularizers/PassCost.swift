// SPDX-License-Identifier: Apache-2.0

/// What a penalty costs in passes of the discriminator over a batch: `saddle model` adds it up.
///
/// A pass counts 1 and its gradient 2.
public struct PassCost: Sendable, Equatable {
  /// Passes each time that it is computed.
  public var passes: Double
  /// Graphs of a pass that are kept until the update, which is what they take of memory.
  public var graphs: Double

  /// Creates a cost.
  public init(passes: Double, graphs: Double) {
    (self.passes, self.graphs) = (passes, graphs)
  }

  /// Nothing but numbers that are there.
  public static let none = PassCost(passes: 0, graphs: 0)
  /// Gradients at samples that the loss judges anyway: 1, and their own gradient 2.
  public static let gradientPenalty = PassCost(passes: 3, graphs: 1)
  /// Scores of samples of its own: 1, and their gradient 2.
  public static let scores = PassCost(passes: 3, graphs: 1)
  /// Gradients at samples of its own.
  public static let gradientPenaltyElsewhere = PassCost(passes: 4, graphs: 2)

  /// Both.
  public static func + (first: PassCost, second: PassCost) -> PassCost {
    PassCost(passes: first.passes + second.passes, graphs: first.graphs + second.graphs)
  }
}
