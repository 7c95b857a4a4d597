// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// A run directory as `saddle runs` shows it.
struct RunSummary: Codable, Sendable, Equatable {
  /// How a run stands, with what only an onlooker can know.
  enum Status: String, Codable, Sendable {
    case running, finished, stopped, failed
    /// It says that it runs, and its process is gone.
    case interrupted
    /// Its `run.json` can't be read.
    case unreadable
  }

  /// The worst of what fires.
  enum Health: String, Codable, Sendable {
    /// The monitor wrote nothing.
    case unknown
    /// Nothing fires.
    case healthy
    /// Notices, warnings, or worse are firing.
    case notice, warning, critical
  }

  var name: String
  var path: String
  var status: Status
  var step: Int?
  var steps: Int?
  var health: Health
  /// The word of the run's own monitor, as the progress line had it last; nil where it left none.
  var verdict: SaddleHealth.Health?
  /// Firing findings.
  var findings: Int
  /// Last logged generator loss, as text: JSON has no NaN.
  var generatorLoss: String?
  /// Last logged discriminator loss, as text.
  var discriminatorLoss: String?
  var started: Double?
  var updated: Double?
  /// Why it stopped, failed or can't be read.
  var reason: String?
  /// The evaluation whose checkpoint is kept as the best.
  var best: RunRecord.Best?
}

/// The run directories in a folder.
struct RunList: Sendable {
  let runs: [RunSummary]

  /// Lists `runs` as they are.
  init(runs: [RunSummary]) {
    self.runs = runs
  }

  /// Reads `folder` itself where it is a run, and otherwise every run in it, newest last.
  ///
  /// - Parameters:
  ///   - folder: A run, or a folder of runs.
  ///   - isAlive: Whether the process of a record is there.
  /// - Throws: `Failure` where there is no such folder.
  init(_ folder: String, isAlive: (RunRecord) -> Bool = { $0.isAlive }) throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Failure.usage("\(folder): no such folder; `saddle runs FOLDER` lists the runs in it")
    }
    let own = RunDirectory(folder)
    if files.fileExists(atPath: own.record) {
      runs = [Self.summary(own, isAlive)]
      return
    }
    let names: [String]
    do {
      names = try files.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw Failure("\(folder): can't be listed; check its permissions")
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    runs = names.map { RunDirectory(prefix + $0) }
      .filter { files.fileExists(atPath: $0.record) }
      .map { Self.summary($0, isAlive) }
      .sorted { ($0.started ?? 0, $0.name) < ($1.started ?? 0, $1.name) }
  }

  private static func summary(_ run: RunDirectory, _ isAlive: (RunRecord) -> Bool) -> RunSummary {
    let name = (run.path as NSString).lastPathComponent
    let (health, findings) = health(run)
    let losses = LastLosses(run)
    do {
      let record = try RunRecord.read(run.record)
      let status: RunSummary.Status =
        switch record.status {
        case .running: isAlive(record) ? .running : .interrupted
        case .finished: .finished
        case .stopped: .stopped
        case .failed: .failed
        }
      return RunSummary(
        name: name,
        path: run.path,
        status: status,
        step: record.step,
        steps: record.steps,
        health: health,
        verdict: record.health,
        findings: findings,
        generatorLoss: losses.generator,
        discriminatorLoss: losses.discriminator,
        started: record.started,
        updated: record.updated,
        reason: record.reason,
        best: record.best
      )
    } catch {
      return RunSummary(
        name: name,
        path: run.path,
        status: .unreadable,
        health: health,
        findings: findings,
        generatorLoss: losses.generator,
        discriminatorLoss: losses.discriminator,
        reason: "run.json is damaged or of another version"
      )
    }
  }

  /// Returns the worst of what fires, and how much does: the last word on each symptom counts.
  private static func health(_ run: RunDirectory) -> (RunSummary.Health, Int) {
    guard let last = run.liveFindings() else { return (.unknown, 0) }
    let firing = last.filter { $0.state == .firing }
    let health: RunSummary.Health =
      switch firing.map(\.severity).max() {
      case nil: .healthy
      case .notice: .notice
      case .warning: .warning
      case .critical: .critical
      }
    return (health, firing.count)
  }
}
