// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings

/// Carries out what the autopilot orders.
///
///     begin: ledger ─> checkpoint of this step ─> set-up with the change, restored from it ─> read back
///     undo:  ledger ─> set-up without it, restored from the checkpoint ─> journals cut back to it
///
/// A change is a change of the configuration: networks, game and schedules are built anew with it and
/// get their state back, so that nothing of the old value is left anywhere and nothing is forgotten.
/// What is in force is part of the autopilot, and so of every checkpoint. A process that ends anywhere
/// between leaves a checkpoint from which the same is decided and done again.
extension Trainer {
  /// Does what was ordered; returns why the run has to end.
  func carryOut(
    _ order: Autopilot.Order,
    _ report: (TrainingEvent) -> Void
  ) throws -> String? {
    switch order {
    case .goOn: return nil
    case .advise(let intervention), .keep(let intervention):
      try note(intervention, report)
      return nil
    case .begin(let intervention):
      try begin(intervention, report)
      return nil
    case .undo(let intervention):
      try undo(intervention, report)
      return nil
    case .stop(let intervention):
      try note(intervention, report)
      return "the autopilot ended it: \(intervention.hypothesis)"
    case .restart(let intervention):
      try note(intervention, report)
      return Self.reason(intervention)
    }
  }

  /// Why a run ends for another one.
  static func reason(_ intervention: Intervention) -> String {
    "the autopilot asks for another run: "
      + intervention.changes.map(\.text).joined(separator: ", ")
  }

  private func begin(_ given: Intervention, _ report: (TrainingEvent) -> Void) throws {
    let snapshot = given.rollBackTo ?? step
    let best = try given.rollBackTo.map { try store.bestEvaluation(in: $0) } ?? best
    let undoing = "saddle autopilot undo RUN \(given.number)"
    pilot?.saved(snapshot: snapshot, undo: undoing, best: best?.step)
    var intervention = given
    (intervention.snapshot, intervention.undo) = (snapshot, undoing)
    do {
      if given.rollBackTo == nil {
        try measureBaseline(report)
        try note(intervention, report)
        try saveAgain(report)
        try rebuild(from: snapshot)
      } else {
        try ledger.write(intervention)
        try goBack(to: snapshot, report) {
          try measureBaseline(report)
          try tell(of: intervention, report)
        }
      }
      try readBack(intervention)
    } catch let error as CheckpointMismatch {
      guard case .undo(let undone)? = pilot?.broke(step: step, "\(error)") else { throw error }
      try undo(undone, report)
    }
  }

  private func undo(_ intervention: Intervention, _ report: (TrainingEvent) -> Void) throws {
    try ledger.write(intervention)
    try goBack(to: intervention.snapshot ?? step, report) { try tell(of: intervention, report) }
  }

  /// Writes an intervention down, before it is done and again with its verdict.
  func note(_ intervention: Intervention, _ report: (TrainingEvent) -> Void) throws {
    try ledger.write(intervention)
    try tell(of: intervention, report)
  }

  /// Writes an intervention that stands in the ledger into the journal, too, and shows it.
  func tell(of intervention: Intervention, _ report: (TrainingEvent) -> Void) throws {
    try journal.write(intervention, step: step)
    report(.intervention(intervention))
  }

  /// Puts the run back to a checkpoint, its journals with it, and saves it as it is then.
  ///
  /// - Parameter note: Called before it is saved.
  func goBack(
    to checkpoint: Int,
    _ report: (TrainingEvent) -> Void,
    _ note: () throws -> Void
  ) throws {
    let state = try rebuild(from: checkpoint)
    pilot?.wentBack(to: state.pilot)
    // Checkpoints first: none may know more of the journals than there is.
    _ = store.abandon(after: checkpoint)
    // What it still holds would be written behind the cut when it is released.
    try journal.flush()
    journal = try RunJournal(run, at: state.journal, clock: clock)
    try note()
    try saveAgain(report)
  }

  /// Builds the set-up with what is in force now, in the state of a checkpoint.
  @discardableResult
  func rebuild(from checkpoint: Int) throws -> CheckpointState {
    let changed = base.applying(pilot?.inForce ?? [])
    let fresh = try TrainingSetup(changed, task: type(of: setup.task), data: setup.box)
    let position = setup.data.position
    let state: CheckpointState
    do {
      state = try fresh.restore(from: store, step: checkpoint, takesNew: true)
    } catch {
      setup.data.position = position
      throw error
    }
    (setup, configuration) = (fresh, changed)
    take(state)
    try writeDeclaration()
    return state
  }

  /// Takes over what a checkpoint holds beside the game, with what is known of the run now.
  private func take(_ state: CheckpointState) {
    best = state.best
    schedules = state.schedules ?? ScheduleState()
    unlogged = state.unlogged ?? UnloggedValues()
    pending = state.pending
    lastMeasured = nil
    var known = RunContext(configuration, setup: setup)
    known.architectureFindings = architecture?.findings
    known.baselinePSNR = context.baselinePSNR
    context = known
    guard var stored = state.monitor else { return }
    stored.adopt(context)
    monitor = stored
    standing = RunStanding(stored)
  }

  /// Looks whether the running game has the numbers that it was given.
  ///
  /// What is switched off by a 0 isn't there any more; other keys without a control change what is
  /// built, not a number of it.
  func readBack(_ intervention: Intervention) throws {
    for change in intervention.changes {
      guard let wanted = Double(change.new), configuration.isSchedulable(change.key) else {
        continue
      }
      let found = setup.number(change.key)
      let isThere = found.map { Float($0) == Float(wanted) } ?? (wanted == 0)
      if isThere { continue }
      throw CheckpointMismatch(
        step: step,
        part: change.key,
        cause: found.map { "it is \($0) after it was set to \(change.new)" }
          ?? "nothing in the run answers to it"
      )
    }
  }
}
