// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of one run: the contract between whoever writes it and whoever reads it.
///
///     config.yaml              complete and resolved
///     events.out.tfevents.*    every scalar and sample image
///     findings.jsonl           what the monitor said
///     interventions.jsonl      what the autopilot did or advised
///     samples/STEP.png         grids from fixed latents
///     checkpoints/STEP/        see `CheckpointStore` of SaddleTraining
///     run.json                 see `RunRecord`
///     monitor.json             what the diagnosis should know beside the log
///     origin.json              where it goes on for a run that an autopilot ended: what it takes over
///
/// ```swift
/// import SaddleRuns
///
/// let run = RunDirectory("runs/mine")
/// print(run.events, run.checkpoints, try RunRecord.read(run.record).status)
/// ```
public struct RunDirectory: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// Names a folder; nothing is read or created.
  public init(_ path: String) {
    self.path = path
  }

  /// The resolved configuration.
  public var configuration: String { path + "/config.yaml" }
  /// The event file that Saddle's own trainer writes.
  public var events: String { path + "/events.out.tfevents.0.saddle" }
  /// One finding a line.
  public var findings: String { path + "/findings.jsonl" }
  /// What the autopilot did or advised, a line each (`InterventionHistory`).
  public var interventions: String { path + "/interventions.jsonl" }
  /// Folder of sample grids.
  public var samples: String { path + "/samples" }
  /// Folder of checkpoints.
  public var checkpoints: String { path + "/checkpoints" }
  /// The run's record.
  public var record: String { path + "/run.json" }
  /// What is known of the run beside its log, for the diagnosis (`DeclaredContext` reads it).
  public var declared: String { path + "/monitor.json" }
  /// What a run takes over from the one that an autopilot ended for it.
  public var origin: String { path + "/origin.json" }
  /// The lock that the training process holds.
  public var lock: String { path + "/.lock" }
  /// The report of the last diagnosis.
  public var report: String { path + "/report.html" }

  /// Creates the folder and its sub-folders.
  public func create() throws(FileError) {
    for folder in [path, samples, checkpoints] {
      do throws(FileError) { try AtomicFile.createFolder(folder) } catch {
        var error = error
        error.note = "name another place with --name or check the path"
        throw error
      }
    }
  }
}
