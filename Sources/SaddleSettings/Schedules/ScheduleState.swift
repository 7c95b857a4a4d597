// SPDX-License-Identifier: Apache-2.0

/// What schedules go by beside the step: what evaluations found, and the discriminator's loss.
package struct ScheduleState: Codable, Sendable, Equatable {
  /// Evaluations since the metric improved, or since a plateau fell.
  package var waiting = 0
  /// How often a plateau has come to the end of its patience.
  package var drops = 0
  /// Evaluations in a row that did not improve the metric.
  package var unimproved = 0
  /// The smoothed adversarial loss of the discriminator; nil where no schedule follows it.
  package var discriminatorLoss: Double?

  package init() {}

  /// Reads a state; those of before plateaus were all that there was hold two numbers.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    waiting = try container.decode(Int.self, forKey: .waiting)
    drops = try container.decode(Int.self, forKey: .drops)
    unimproved = try container.decodeIfPresent(Int.self, forKey: .unimproved) ?? 0
    discriminatorLoss = try container.decodeIfPresent(Double.self, forKey: .discriminatorLoss)
  }

  /// Takes in an evaluation.
  ///
  /// - Parameter patience: How many a plateau waits for; nil where there is none.
  package mutating func observe(improved: Bool, patience: Int?) {
    unimproved = improved ? 0 : unimproved + 1
    guard let patience else { return }
    waiting = improved ? 0 : waiting + 1
    guard waiting >= patience else { return }
    waiting = 0
    drops += 1
  }
}
