// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth
public import SaddleRuns

/// A run that leaves another one's way where an intervention began, without its change.
///
/// It has the other's journals up to there, the snapshot as its checkpoint, and goes on from it like any
/// run that is resumed: to the same bytes as if the change had been tried and undone there.
public enum RunBranch {
  /// Why a run can't be branched off.
  public struct Refusal: Error, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    /// Says why.
    public init(description: String) { self.description = description }
  }

  /// Finds an intervention that can be taken back.
  ///
  /// - Throws: `Refusal`, or `FileError` where the ledger can't be read.
  public static func intervention(_ number: Int, of run: RunDirectory) throws -> Intervention {
    guard FileManager.default.fileExists(atPath: run.record) else {
      throw Refusal(description: "\(run.path): no run that saddle trained: it has no run.json")
    }
    let known = try InterventionHistory(run.interventions).interventions
    guard let found = known.first(where: { $0.number == number }) else {
      let numbers = known.map { "\($0.number)" }.joined(separator: ", ")
      throw Refusal(
        description: "\(run.path): there is no intervention \(number)"
          + (known.isEmpty ? "; nothing was changed" : " (there are \(numbers))")
      )
    }
    let isChange = !found.changes.isEmpty || found.rollBackTo != nil
    guard isChange, [.kept, .keptUnjudged, .trying].contains(found.verdict) else {
      throw Refusal(
        description: "\(run.path): intervention \(number) was \(found.verdict.words): "
          + "there is nothing to take back"
      )
    }
    return found
  }

  /// Makes a folder that holds the run as it was before an intervention, without its change.
  ///
  /// - Parameters:
  ///   - intervention: Of the run's ledger.
  ///   - run: The run.
  ///   - target: A folder that isn't there yet, and isn't again where this throws.
  /// - Returns: The step of the checkpoint to go on from.
  /// - Throws: `Refusal`, `CheckpointStore.Damage`, or `FileError`.
  public static func make(
    without intervention: Intervention,
    of run: RunDirectory,
    in target: RunDirectory
  ) throws -> Int {
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    guard let step = intervention.snapshot, store.steps().contains(step) else {
      throw Refusal(
        description: "\(run.path): the snapshot of intervention \(intervention.number) "
          + "is no longer there"
      )
    }
    try store.verify(step: step)
    var state = try TrainingSetup.state(in: store, step: step)
    guard let taken = state.takeBack(intervention) else {
      throw Refusal(
        description: "\(run.path): checkpoint \(step) knows nothing of intervention "
          + "\(intervention.number)"
      )
    }
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw Refusal(description: "\(target.path) is there already; choose another --name")
    }
    do {
      try target.create()
      // What was configured then, whatever it was resumed with since.
      try AtomicFile.write(store.read("config.yaml", step: step), to: target.configuration)
      for (from, to) in [
        (run.events, target.events), (run.findings, target.findings),
        (run.interventions, target.interventions),
      ] where FileManager.default.fileExists(atPath: from) {
        try AtomicFile.write(RegularFile.read(from, limit: .max), to: to)
      }
      let ledger = try InterventionLedger(target, at: state.ledgerBytes)
      try ledger.write(taken)
      state.ledgerBytes = ledger.byteCount
      let copy = CheckpointStore(folder: target.checkpoints, keep: 2)
      if let best = state.best?.step, best < step, store.steps().contains(best) {
        try store.copy(step: best, to: copy)
      }
      try store.copy(step: step, to: copy, with: state)
    } catch {
      try? FileManager.default.removeItem(atPath: target.path)
      throw error
    }
    return step
  }
}

extension CheckpointStore {
  /// Copies a set to another run, with another state where one is given.
  fileprivate func copy(step: Int, to other: CheckpointStore, with state: CheckpointState? = nil)
    throws
  {
    let names = try files(step: step).sorted()
    try other.save(step: step) { writer in
      for name in names {
        let own = name == "state.json" ? try state?.encoded() : nil
        try writer.write(own ?? read(name, step: step), as: name)
      }
    }
  }
}
