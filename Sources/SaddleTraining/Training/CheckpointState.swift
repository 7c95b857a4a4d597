// SPDX-License-Identifier: Apache-2.0

package import Foundation
import SaddleData
package import SaddleHealth
import SaddleRuns
import SaddleSettings

/// What a checkpoint holds beside tensors: everything else that the next step depends on.
///
/// No clock and no speed stand in it, so that a run that was killed and resumed has the same
/// checkpoints, byte for byte, as one that was not.
package struct CheckpointState: Codable {
  /// The version of this layout.
  var format = CheckpointManifest.layout
  /// Steps made.
  var step: Int
  /// Real samples consumed.
  var imagesSeen: Int
  /// Lengths of the run's append-only files.
  var journal: RunJournal.Mark
  /// Position and order of the data.
  var data: DataPosition
  /// The monitor.
  package var monitor: RunMonitor?
  /// The best evaluation so far.
  var best: BestEvaluation?
  /// What schedules remember; nil where nothing has happened.
  var schedules: ScheduleState?
  /// What was seen since the last record of scalars; nil where that was this step.
  var unlogged: UnloggedValues?
  /// The autopilot; nil where it has nothing to remember.
  var pilot: Autopilot?
  /// The search for a weight; nil before it begins.
  var search: WeightSearch?
  /// The length of the ledger.
  var ledgerBytes: Int?
  /// The step, where its evaluation was broken off; nil where everything of it is done.
  var pending: PendingStep?

  private enum CodingKeys: String, CodingKey {
    case format, step, imagesSeen, journal, data, monitor, best, unlogged, pilot, search
    case ledgerBytes, pending
    // Plateaus were the first that had anything to remember.
    case schedules = "plateau"
  }

  init(
    step: Int,
    imagesSeen: Int,
    journal: RunJournal.Mark,
    data: DataPosition,
    monitor: RunMonitor?,
    best: BestEvaluation?,
    schedules: ScheduleState? = nil,
    unlogged: UnloggedValues? = nil,
    pilot: Autopilot? = nil,
    search: WeightSearch? = nil,
    ledgerBytes: Int? = nil,
    pending: PendingStep? = nil
  ) {
    self.step = step
    self.imagesSeen = imagesSeen
    self.journal = journal
    self.data = data
    self.monitor = monitor
    self.best = best
    self.schedules = schedules
    self.unlogged = unlogged
    self.pilot = pilot
    self.search = search
    self.ledgerBytes = ledgerBytes
    self.pending = pending
  }

  /// Reads `state.json`; a monitor of another version of Saddle is left out and starts afresh.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    step = try container.decode(Int.self, forKey: .step)
    imagesSeen = try container.decode(Int.self, forKey: .imagesSeen)
    journal = try container.decode(RunJournal.Mark.self, forKey: .journal)
    data = try container.decode(DataPosition.self, forKey: .data)
    monitor = try? container.decodeIfPresent(RunMonitor.self, forKey: .monitor)
    best = try container.decodeIfPresent(BestEvaluation.self, forKey: .best)
    schedules = try container.decodeIfPresent(ScheduleState.self, forKey: .schedules)
    unlogged = try container.decodeIfPresent(UnloggedValues.self, forKey: .unlogged)
    pilot = try container.decodeIfPresent(Autopilot.self, forKey: .pilot)
    search = try container.decodeIfPresent(WeightSearch.self, forKey: .search)
    ledgerBytes = try container.decodeIfPresent(Int.self, forKey: .ledgerBytes)
    pending = try container.decodeIfPresent(PendingStep.self, forKey: .pending)
  }

  /// Takes back by hand what the autopilot did or a search chose, in the state of its snapshot.
  ///
  /// - Returns: The intervention as it is then; nil where the state knows nothing of it.
  mutating func takeBack(_ intervention: Intervention) -> Intervention? {
    if let taken = pilot?.takeBack(intervention, at: step) { return taken }
    let change = search?.change
    guard let taken = search?.takeBack(intervention) else { return nil }
    pilot?.replace(change, by: nil)
    return taken
  }

  /// Returns the bytes of `state.json`: the same state gives the same bytes.
  package func encoded() throws -> Data {
    let encoder = JSONEncoder.stable()
    return try encoder.encode(self)
  }
}
