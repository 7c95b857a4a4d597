// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleImage
import SaddleRuns

/// What a run keeps: checkpoints and pictures.
extension Trainer {
  /// Saves a checkpoint where it is time, or where this step is the best so far.
  ///
  /// A best step that couldn't be saved is none: the one before it stays, with its checkpoint.
  func saveIfDue(_ earlier: BestEvaluation?, _ report: (TrainingEvent) -> Void) throws {
    let isBest = best != earlier
    guard isBest || isDue(configuration.checkpoints.every) else { return }
    try save(report, isLast: false)
    if isBest, lastSaved != step { best = earlier }
  }

  /// Saves a checkpoint.
  ///
  /// A periodic one that fails is reported and training goes on; the last one must succeed.
  func save(_ report: (TrainingEvent) -> Void, isLast: Bool) throws {
    guard lastSaved != step else { return }
    do {
      if let error = try setup.game.firstNonFinite() { throw error }
      let state = CheckpointState(
        step: step,
        imagesSeen: setup.game.imagesSeen,
        journal: try journal.mark(),
        data: setup.data.position,
        monitor: monitor,
        best: best,
        schedules: schedules == ScheduleState() ? nil : schedules,
        unlogged: unlogged.isEmpty ? nil : unlogged,
        pilot: pilot.flatMap { $0.isFresh ? nil : $0 },
        search: search.flatMap { $0.start == nil ? nil : $0 },
        ledgerBytes: ledger.byteCount > 0 ? ledger.byteCount : nil,
        pending: pending
      )
      let pinned = (pilot?.pinned ?? []).union(search?.pinned ?? [])
      try store.save(step: step, best: best?.step, pinned: pinned) { writer in
        try setup.write(state, base, to: &writer)
      }
      // A step that is half done is saved again once it is done.
      lastSaved = pending == nil ? step : nil
      report(.checkpoint(path: store.path(step: step), step: step))
    } catch let error as FileError where !isLast {
      report(.warning("no checkpoint at step \(step): \(error); training goes on"))
    }
  }

  /// Saves the run before its first step, where the autopilot may go back to it.
  func saveBeginning(_ report: (TrainingEvent) -> Void) throws {
    guard step == 0, let pilot, pilot.rules.mode >= .guarded else { return }
    try save(report, isLast: false)
  }

  /// Saves the step anew, where its checkpoint is no longer what the run is.
  func saveAgain(_ report: (TrainingEvent) -> Void) throws {
    lastSaved = nil
    try save(report, isLast: true)
  }

  /// Writes a grid of samples from the fixed latents.
  func drawSamples(_ report: (TrainingEvent) -> Void, isRecorded: Bool = true) throws {
    let picture = try setup.task.picture()
    let png = try picture.encodePNG()
    try AtomicFile.write(Data(png), to: picturePath)
    defer { report(.samples(path: picturePath, step: step)) }
    guard isRecorded else { return }
    try journal.write(
      "samples",
      png: png,
      width: picture.width,
      height: picture.height,
      channels: picture.channels,
      step: step
    )
  }

  /// The picture of the present step.
  public var picturePath: String { "\(run.samples)/\(step).png" }

  /// Draws the picture of the last step, where that was none with a picture of its own.
  ///
  /// Its record stands behind what the last checkpoint knows of the journal, so that a run that is
  /// given more steps later has the bytes of one that had them at once. Going on at the last step
  /// cuts it off: it is then written again.
  func drawFinalSamples(_ report: (TrainingEvent) -> Void) throws {
    if isDue(configuration.logging.samplesEvery),
      FileManager.default.fileExists(atPath: picturePath)
    {
      return
    }
    try drawSamples(report, isRecorded: !isDue(configuration.logging.samplesEvery))
  }
}
