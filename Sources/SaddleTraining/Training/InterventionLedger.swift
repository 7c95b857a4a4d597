// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// What the autopilot did, a line each: `interventions.jsonl`.
///
/// A line is on the disk before the act that it tells of. Going back to a snapshot leaves it as it is;
/// resuming cuts it to what the checkpoint knows, as the acts after it are then done anew.
final class InterventionLedger {
  private let path: String
  /// Its length.
  private(set) var byteCount: Int

  /// Opens the ledger of a run: a new one, or that of a checkpoint cut back to `byteCount`.
  init(_ run: RunDirectory, at byteCount: Int?) throws(FileError) {
    path = run.interventions
    self.byteCount = byteCount ?? 0
    try LineFile.cut(path, to: self.byteCount)
  }

  /// Appends a line and waits until it is on the disk.
  func write(_ intervention: Intervention) throws {
    byteCount += try LineFile.append(intervention, to: path, isOnDisk: true)
  }
}
