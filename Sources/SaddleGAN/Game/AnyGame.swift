// SPDX-License-Identifier: Apache-2.0

package import SaddleTorch

/// A game of whatever task: all that checkpoints, schedules and an inspection need of it.
///
/// What a step reads of the data is the task's own affair, so `play` is not among it.
package protocol AnyGame: Stateful, Controllable {
  var players: Players { get }
  /// The names of the games that are played, in their order; nil alone where there is one.
  var games: [String?] { get }
  var step: Int { get }
  /// Real samples consumed.
  var imagesSeen: Int { get }
  /// What the last step gave, move by move.
  var records: [PhaseRecord] { get }
  /// Everything that has a state, by name.
  var parts: [StatePart] { get }

  /// Finds a non-finite number in anything that a checkpoint holds.
  func firstNonFinite() throws(TensorError) -> NonFinite?

  /// Goes on from a checkpoint's counters.
  func restore(step: Int, imagesSeen: Int)
}

extension Game: AnyGame {}
