// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// A trainer with what is to be told about how it was opened.
struct TrainingSession {
  let trainer: Trainer
  var notes: [String]

  /// Opens a new run; a default name that is taken gets a number.
  ///
  /// - Parameters:
  ///   - fallback: The name of the folder where none was given; nil takes the configuration's.
  ///   - parent: The run whose advice is followed.
  static func starting(
    _ configuration: Configuration,
    name: String?,
    fallback: String? = nil,
    parent: String? = nil,
    in runs: String
  ) throws -> TrainingSession {
    let wanted = name ?? fallback ?? configuration.name ?? "run"
    var run = RunDirectory("\(runs)/\(wanted)")
    if FileManager.default.fileExists(atPath: run.record) {
      if name != nil {
        StandardError.print(
          "\(run.path) is there already; go on with "
            + "`saddle train --resume \(ShellWord.quoted(run.path))` "
            + "or choose another --name"
        )
        throw ExitCode.usage
      }
      run = numbered(wanted, in: runs)
    }
    return TrainingSession(trainer: try trainer(configuration, run, parent: parent), notes: [])
  }

  /// The first folder of a name with a number that isn't there yet: NAME-2.
  static func numbered(_ name: String, in runs: String) -> RunDirectory {
    let number = (2...).first {
      !FileManager.default.fileExists(atPath: RunDirectory("\(runs)/\(name)-\($0)").path)
    }
    return RunDirectory("\(runs)/\(name)-\(number ?? 2)")
  }

  /// Makes a trainer that can measure images; what the configuration lacks for it ends the command.
  static func trainer(
    _ configuration: Configuration,
    _ run: RunDirectory,
    from checkpoint: Int? = nil,
    parent: String? = nil
  ) throws -> Trainer {
    do {
      return try Trainer(
        configuration: configuration,
        run: run,
        from: checkpoint,
        parent: parent,
        evaluator: TrainingEvaluator(
          configuration,
          origin: configuration.name ?? run.path,
          training: .shown(on: ProgressLine())
        )
      )
    } catch let error as ConfigurationError {
      StandardError.print(error.description)
      throw ExitCode.usage
    } catch let error as ArchitectureError {
      StandardError.print("\(error)")
      throw ExitCode.usage
    } catch let error as DataError where error.isWrongUsage {
      // The configuration names what isn't there.
      StandardError.print("data: \(error)")
      throw ExitCode.usage
    }
  }

  /// Goes on with a run from its newest intact checkpoint, or goes back to an earlier one.
  static func resuming(
    _ run: RunDirectory,
    from choice: CheckpointStore.Choice,
    config: String?,
    overrides: Overrides,
    and more: [String],
    allowsChanges: Bool
  ) throws -> TrainingSession {
    guard FileManager.default.fileExists(atPath: run.configuration) else {
      StandardError.print(
        "\(run.path): no run to resume (config.yaml is missing); `saddle runs` lists them"
      )
      throw ExitCode.usage
    }
    var notes: [String] = []
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    let checkpoint =
      choice == .newest
      ? try newest(of: store) { notes.append("\($0); trying the one before") }
      : try chosen(choice, of: run, store)
    guard let checkpoint else {
      guard store.steps().isEmpty else {
        StandardError.print(
          notes.joined(separator: "\n") + "\n\(run.path): no checkpoint is intact"
        )
        throw ExitCode.failure
      }
      notes.append("no checkpoint yet: starting from the first step")
      let configuration = try overrides.load(config ?? run.configuration, and: more)
      return TrainingSession(trainer: try trainer(configuration, run), notes: notes)
    }
    let stored = try Overrides(set: []).load(store.path(step: checkpoint) + "/config.yaml")
    let wanted = try overrides.load(config ?? run.configuration, and: more)
    guard wanted.training.steps >= checkpoint else {
      StandardError.print(
        "\(run.path): it is at step \(checkpoint) already, and training.steps is "
          + "\(wanted.training.steps); it counts the steps of the whole run"
      )
      throw ExitCode.usage
    }
    if wanted.autopilot.mode == .restart,
      let child = try RunSuccessor.begun(from: checkpoint, in: store)
    {
      throw refuse(
        "\(run.path): it was ended at step \(checkpoint) for another run; go on with that by "
          + "`saddle train --resume \(ShellWord.quoted(child.path))`, or with this one by "
          + "`saddle train --resume \(ShellWord.quoted(run.path)) --autopilot guarded`"
      )
    }
    let differences = stored.differences(to: wanted)
    try check(differences, of: run, allowsChanges: allowsChanges, &notes)
    let trainer = try fitting(run, differences) { try Self.trainer(wanted, run, from: checkpoint) }
    // The trainer holds the lock now.
    let abandoned = choice == .newest ? [] : store.abandon(after: checkpoint)
    notes.append("resuming after step \(checkpoint)")
    if !abandoned.isEmpty {
      notes.append(
        "went back: later checkpoints are gone (\(abandoned.map(String.init).joined(separator: ", ")))"
      )
    }
    return TrainingSession(trainer: trainer, notes: notes)
  }

  /// The newest intact checkpoint; one of a newer Saddle's ends the command.
  private static func newest(
    of store: CheckpointStore,
    _ report: (CheckpointStore.Damage) -> Void
  ) throws -> Int? {
    do throws(CheckpointStore.Damage) { return try store.newestIntact(report: report) } catch {
      StandardError.print("\(error)")
      throw ExitCode.failure
    }
  }

  /// The step of the checkpoint that was asked for; one that isn't there ends the command.
  private static func chosen(
    _ choice: CheckpointStore.Choice,
    of run: RunDirectory,
    _ store: CheckpointStore
  ) throws -> Int {
    do {
      return try store.step(of: choice)
    } catch let error as CheckpointStore.Missing {
      StandardError.print(error.description)
      throw ExitCode.usage
    } catch {
      let isNewer = (error as? CheckpointStore.Damage)?.newerLayout != nil
      let hint = isNewer ? "" : "; `--checkpoint newest` takes the newest that is intact"
      StandardError.print("\(error)\(hint)")
      throw ExitCode.failure
    }
  }

  /// Ends the command where the checkpoint doesn't fit the configuration, and names the keys.
  private static func fitting(
    _ run: RunDirectory,
    _ differences: [ConfigurationDifference],
    _ open: () throws -> Trainer
  ) throws -> Trainer {
    do { return try open() } catch let mismatch as CheckpointMismatch {
      StandardError.print("\(run.path): \(mismatch.description(of: differences))")
      throw ExitCode.usage
    }
  }

  private static func check(
    _ differences: [ConfigurationDifference],
    of run: RunDirectory,
    allowsChanges: Bool,
    _ notes: inout [String]
  ) throws {
    let serious = differences.filter { !$0.mayChangeOnResume }
    if !serious.isEmpty && !allowsChanges {
      let list = serious.map { "  \($0)" }.joined(separator: "\n")
      StandardError.print(
        "\(run.path): the configuration differs from the checkpoint's:\n\(list)\n"
          + "use --allow-changes to go on all the same, or start a run of its own"
      )
      throw ExitCode.usage
    }
    notes += differences.map { "changed: \($0)" }
  }
}
