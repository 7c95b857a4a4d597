// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// What a checkpoint holds beside tensors: everything else that the next step depends on.
///
/// No clock and no speed stand in it, so that a run that was killed and resumed has the same
/// checkpoints, byte for byte, as one that was not.
struct CheckpointState: Codable {
  /// The version of this layout.
  var format = 1
  /// Steps made.
  var step: Int
  /// Real samples consumed.
  var imagesSeen: Int
  /// Lengths of the run's append-only files.
  var journal: RunJournal.Mark
  /// Position and order of the data.
  var data: DataPosition
  /// The monitor.
  var monitor: HealthMonitor?
  /// The best evaluation so far.
  var best: BestEvaluation?

  /// Returns the bytes of `state.json`: the same state gives the same bytes.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}

/// The evaluation that counts as a run's best so far.
struct BestEvaluation: Codable, Equatable {
  /// After which step.
  var step: Int
  /// The metric that decides.
  var signal: Signal
  /// Its value.
  var value: Double
}
