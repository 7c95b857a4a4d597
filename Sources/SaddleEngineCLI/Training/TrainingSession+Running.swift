// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleTraining

extension TrainingSession {
  /// Trains and shows it, until it ends or is asked to stop; a run that the autopilot ends for another
  /// one is followed by that.
  ///
  /// - Parameters:
  ///   - isQuiet: Whether only warnings, findings and the end are shown.
  ///   - onStep: Called after each step.
  ///   - atEnd: Called once the end is shown.
  /// - Throws: `ExitCode` of everything but the last step reached.
  consuming func train(
    isQuiet: Bool,
    onStep: () -> Void = {},
    atEnd: () throws -> Void = {}
  ) throws {
    let stop = StopRequest()
    var session: TrainingSession? = self
    while let present = session.take() {
      let next = try present.leg(stop, isQuiet: isQuiet, onStep: onStep, atEnd: atEnd)
      // The networks of the one are gone before the other's are made.
      session = try next?.begin()
    }
  }

  /// Trains one run to its end.
  ///
  /// - Returns: The run that follows it; nil where none does.
  private consuming func leg(
    _ stop: StopRequest,
    isQuiet: Bool,
    onStep: () -> Void,
    atEnd: () throws -> Void
  ) throws -> Succession? {
    let display = TrainingDisplay(run: trainer.run, isQuiet: isQuiet)
    display.introduce(trainer, notes: notes)
    do {
      let outcome = try trainer.train(stop: stop) { event in
        display.show(event)
        switch event {
        case .step: onStep()
        // What is free changes while a run goes on.
        case .checkpoint, .evaluation: MemoryLimit.set()
        default: break
        }
      }
      if stop.signal == 0, let next = try Succession(of: trainer) {
        display.handOver(to: next)
        return next
      }
      try display.end(outcome, trainer, stop)
      try atEnd()
      guard case .stopped = outcome else { return nil }
      throw stop.signal != 0 ? ExitCode(128 + stop.signal) : ExitCode.findings
    } catch let error as ExitCode {
      throw error
    } catch {
      display.fail(error, trainer)
      throw error is ConfigurationError ? ExitCode.usage : ExitCode.failure
    }
  }

  /// Begins a run from the snapshot of an intervention, without its change.
  ///
  /// Each names the other in its `run.json`.
  ///
  /// - Parameters:
  ///   - parent: The run that was changed.
  ///   - number: The intervention's.
  ///   - name: The new run's folder; nil takes the parent's name with what is left out.
  ///   - runs: Where the folder goes.
  static func branching(
    _ parent: RunDirectory,
    without number: Int,
    name: String?,
    in runs: String
  ) throws -> TrainingSession {
    try refuseIfTraining(parent)
    let intervention = try RunBranch.intervention(number, of: parent)
    let own = (parent.path as NSString).lastPathComponent
    let run = RunDirectory("\(runs)/\(name ?? "\(own)-without-\(number)")")
    let step = try RunBranch.make(without: intervention, of: parent, in: run)
    var session: TrainingSession
    do {
      let configuration = try Overrides(set: []).load(run.configuration)
      session = TrainingSession(
        trainer: try trainer(configuration, run, from: step, parent: parent.path),
        notes: []
      )
    } catch {
      try? FileManager.default.removeItem(atPath: run.path)
      throw error
    }
    try parent.adopt(child: run)
    session.notes.append("from step \(step) of \(parent.path), without intervention \(number)")
    session.notes += intervention.changes.map { "not changed: \($0.key)" }
    return session
  }
}

extension TrainingSession {
  /// Refuses a run that trains: its own record would replace what is noted in it.
  static func refuseIfTraining(_ parent: RunDirectory) throws {
    guard let record = try? RunRecord.read(parent.record), record.status == .running,
      record.isAlive
    else { return }
    throw refuse(
      "\(parent.path) is still training; stop it first (`kill -INT \(record.pid)` saves it)"
    )
  }

  /// Says why in a line and makes it wrong usage.
  static func refuse(_ message: String) -> any Error {
    StandardError.print(message)
    return ExitCode.usage
  }
}
