// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth
public import SaddleRuns
public import SaddleSettings

/// The run that is to go on in place of one that an autopilot ended: with other networks or another
/// objective, from the first step, for as many steps as are left.
///
///     parent ends: ledger, checkpoint ─> `Trainer.handOver(to:)`: the child's folder is named in the
///     parent's ledger, checkpoint and record, then origin.json is there ─> a `Trainer` of the child
///
/// A process that ends anywhere between leaves a parent that asks for the same child again.
public struct RunSuccessor: Sendable {
  /// What ended the run.
  public let intervention: Intervention
  /// The parent's configuration with all that was in force, the changes, and the steps that are left.
  public let configuration: Configuration
  /// Steps of the parent's budget.
  public let budget: Int
  /// The folder, where it was named before; there may be nothing in it yet.
  public var folder: RunDirectory? { intervention.child.map { RunDirectory($0) } }

  /// The run that goes on in place of one whose newest checkpoint this is.
  ///
  /// - Returns: Its folder where it can be resumed; nil where none was begun.
  public static func begun(
    from checkpoint: Int,
    in store: CheckpointStore
  ) throws -> RunDirectory? {
    let state = try TrainingSetup.state(in: store, step: checkpoint)
    guard let last = state.pilot?.restart, last.step == checkpoint, let child = last.child else {
      return nil
    }
    let folder = RunDirectory(child)
    return FileManager.default.fileExists(atPath: folder.configuration) ? folder : nil
  }
}

extension Trainer {
  /// The run that is to go on in place of this one; nil where it isn't ended by the autopilot, or the
  /// mode no longer allows it.
  public var successor: RunSuccessor? {
    guard let pilot, pilot.rules.mode == .restart, pending == nil, let last = pilot.restart,
      last.step == step
    else { return nil }
    var next = configuration.applying(
      last.changes.map { ConfigurationChange(key: $0.key, value: .text($0.new)) }
    )
    next.training.steps = max(1, base.training.steps - step)
    return RunSuccessor(
      intervention: last,
      configuration: next,
      budget: base.training.steps
    )
  }

  /// The first run of the line in which each was ended for the next; nil where this is the first.
  public var firstOfLine: String? { pilot?.interventions.first { $0.run != nil }?.run }

  /// Notes that another run goes on in place of this one, and makes its folder ready.
  ///
  /// - Parameter child: Its folder; the same one where it was named before.
  /// - Throws: `FileError`.
  public func handOver(to child: RunDirectory) throws {
    guard let asked = pilot?.restart else { return }
    let origin = RunOrigin(
      parent: run.path,
      interventions: pilot?.inheritance(from: run.path) ?? []
    )
    if asked.child != child.path, let named = pilot?.continued(by: child.path) {
      try ledger.write(named)
      try saveAgain { _ in }
    }
    try run.adopt(child: child)
    try child.create()
    try origin.write(to: child)
  }
}

extension RunDirectory {
  /// Notes a run that came of this one in its record.
  public func adopt(child: RunDirectory) throws {
    guard var record = try? RunRecord.read(self.record),
      record.children?.contains(child.path) != true
    else { return }
    record.children = (record.children ?? []) + [child.path]
    try record.write(to: self.record)
  }
}
