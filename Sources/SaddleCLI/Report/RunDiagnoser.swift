// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal
import SaddleText

/// Reads runs and diagnoses them.
struct RunDiagnoser {
  /// What the user declared of the runs: the objective.
  var context = RunContext()
  /// How logs are read.
  var options = ReadOptions()
  /// Whether a terminal is told how far a long log was read.
  var showsProgress = true

  /// Reads everything that a path names: a log, a run directory, a folder of runs, or `-`.
  ///
  /// A run with several games (CycleGAN) gives a report for each.
  ///
  /// - Throws: `FileError` and `LogError`, whose description is one line that names the file.
  func reports(_ path: String) throws -> [RunReport] {
    if let stream = try StreamCopy(path) {
      return try stream.withFile { try run($0, shownAs: path) }
    }
    let children = RunFolder.children(of: path)
    if children.count > 1 { return try reports(of: children) }
    do { return try run(path, shownAs: path) } catch let error as LogError
      where error.runs.count > 1
    {
      return try reports(of: error.runs)
    }
  }

  /// The reports on the runs of a folder; those that can't be read are left out.
  private func reports(of children: [String]) throws -> [RunReport] {
    var reports: [RunReport] = []
    var failure: (any Error)?
    for child in children {
      do { reports += try run(child, shownAs: child) } catch { failure = failure ?? error }
    }
    if reports.isEmpty, let failure { throw failure }
    return reports
  }

  private func run(_ path: String, shownAs shown: String) throws -> [RunReport] {
    let reader = try RunReader(path, options: options)
    let recognition = reader.recognition
    let around = Surroundings(path, recognition)
    var context = declared(around.context)
    context.liveFindings = RunDirectory(path).liveFindings()
    context.checkpoints = CheckpointFolder.steps(of: path)
    var monitor = RunMonitor(context: context)
    var traces: [String?: RunTrace] = [:]
    var progress = ReadingProgress(shown, isAsked: showsProgress)
    var pace = Pace()
    try reader.read { entry in
      progress.count()
      pace.take(entry.observation.wallTime)
      traces[entry.game, default: RunTrace()].add(entry.observation)
      _ = monitor.observe(entry)
    }
    progress.end()
    monitor.note(around.facts)
    let now = Date().timeIntervalSince1970
    if context.ending == nil, let silence = pace.silence(now: now, step: monitor.lastStep) {
      monitor.end(silence)
    }
    guard !monitor.games.isEmpty, recognition.isOfGame else {
      throw LogError(shown, recognition.nothingToJudge)
    }
    return monitor.games.map { game in
      var result = report(game, traces[game.name] ?? RunTrace(), shown: shown, recognition)
      result.stepUnit = recognition.stepUnit.rawValue
      result.remarks += around.notes
      return result
    }
  }

  /// What is known of the run, and above it what the user declares.
  private func declared(_ known: RunContext) -> RunContext {
    var result = known
    result.objective = context.objective ?? result.objective
    return result
  }

  private func report(
    _ game: RunMonitor.Game,
    _ trace: RunTrace,
    shown: String,
    _ recognition: Recognition
  ) -> RunReport {
    let diagnosis = game.monitor.diagnosis()
    let unknown = recognition.unknownColumns.map(\.name)
    var remarks = recognition.remarks
    if !unknown.isEmpty {
      remarks.append(
        "columns without a known meaning: \(unknown.prefix(12).joined(separator: ", "))"
          + "\(unknown.count > 12 ? ", ..." : ""); settle them with "
          + (recognition.mapLine ?? "--map SIGNAL=COLUMN")
      )
    }
    var report = RunReport(
      name: shown == "-" ? "standard input" : shown,
      game: game.name,
      path: shown,
      source: Self.source(recognition),
      remarks: remarks,
      diagnosis: diagnosis,
      trace: trace,
      samples: SampleGallery.read(RunDirectory(shown).samples, best: diagnosis.best?.step)
    )
    Self.addInterventions(of: RunDirectory(shown), to: &report)
    report.files = recognition.files.map(\.path)
    report.isSaddle = game.monitor.context.settings?.isSaddle ?? false
    return report
  }

  /// What was done to a run of Saddle's own, and what of its ledger can't be read.
  private static func addInterventions(of run: RunDirectory, to report: inout RunReport) {
    do throws(FileError) {
      let ledger = try InterventionHistory(run.interventions)
      report.interventions = ledger.interventions.filter { $0.verdict != .advised }
      if ledger.unread > 0 {
        report.remarks.append("interventions.jsonl: \(ledger.unread) lines could not be read")
      }
    } catch {
      report.remarks.append("\(error)")
    }
  }

  /// The recognition in half a line.
  static func source(_ recognition: Recognition) -> String {
    let known = recognition.columns.filter(\.isKnown).count
    var text = "\(recognition.title), \(known) of \(recognition.columns.count) columns known"
    if recognition.recordsSkipped > 0 {
      text += ", \(NumberText.count(recognition.recordsSkipped)) damaged records"
    }
    return text
  }
}

/// Says on a terminal how far a long log was read; nothing in the first second.
private struct ReadingProgress {
  private let name: String
  private let start = ContinuousClock.now
  private let isShown: Bool
  private var line = ProgressLine()
  private var observations = 0

  init(_ name: String, isAsked: Bool) {
    self.name = ForeignText.inLine(name)
    isShown = isAsked && Terminal.standardError.isInteractive
  }

  mutating func count() {
    observations += 1
    guard isShown, observations % 8192 == 0, .now - start > .seconds(1) else { return }
    let text = "reading \(name): \(NumberText.count(observations)) observations"
    line.show { text }
  }

  mutating func end() { line.end() }
}

/// A folder that holds runs rather than being one.
enum RunFolder {
  private static let own: Set<String> = ["samples", "checkpoints", "code"]
  private static let endings = [".jsonl", ".json", ".csv", ".tsv", ".txt", ".log", ".out"]

  /// Returns the sub-folders that hold a log directly, where the folder itself holds none.
  static func children(of path: String) -> [String] {
    guard !holdsLog(path) else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    return names.sorted()
      .filter { !$0.hasPrefix(".") && !own.contains($0) }
      .map { base + "/" + $0 }
      .filter { holdsLog($0) }
  }

  private static func holdsLog(_ path: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.contains { name in
      RecordFiles.include(name) || name == "log" || endings.contains { name.hasSuffix($0) }
    }
  }
}
