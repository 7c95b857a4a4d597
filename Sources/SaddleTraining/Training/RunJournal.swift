// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// What a run writes as it goes: its event file and its findings.
///
/// Both are append-only. `Mark` is how far they were at a checkpoint; resuming cuts them back to
/// it, so that no step is missing and none stands twice.
final class RunJournal {
  /// Lengths at a moment.
  struct Mark: Codable, Equatable {
    var eventBytes: Int
    var findingBytes: Int
  }

  private let run: RunDirectory
  private let events: EventFileWriter
  private var findingBytes: Int
  /// Whether findings were written that may not be on the disk yet.
  private var hasNewFindings = false

  /// Opens the files of `run`: new ones, or those of `mark` cut back to it.
  init(_ run: RunDirectory, at mark: Mark?, clock: @escaping () -> Double) throws(FileError) {
    self.run = run
    guard let mark else {
      unlink(run.events)
      unlink(run.findings)
      events = try EventFileWriter(path: run.events, clock: clock)
      findingBytes = 0
      return
    }
    events = try EventFileWriter(resuming: run.events, at: mark.eventBytes, clock: clock)
    findingBytes = mark.findingBytes
    try LineFile.cut(run.findings, to: findingBytes)
  }

  /// Appends the scalars of a step, game by game.
  func write(_ games: [GameObservation]) throws(FileError) {
    try events.append(games)
  }

  /// Appends the scalars of a step and how long it took.
  func write(_ games: [GameObservation], seconds: Double) throws(FileError) {
    let times: [(tag: String, value: SummaryValue)] = [
      (Signal.stepSeconds.rawValue, .scalar(seconds)),
      ("timing/steps_per_second", .scalar(seconds > 0 ? 1 / seconds : 0)),
    ]
    try events.append(games, with: times)
  }

  /// Appends the run's settings.
  func write(_ parameters: HyperParameters) throws(FileError) {
    try events.hyperParameters(parameters)
  }

  /// Appends values of a step.
  func write(_ values: [(tag: String, value: SummaryValue)], step: Int) throws(FileError) {
    try events.append(values, step: step)
  }

  /// Appends a picture.
  func write(_ tag: String, png: [UInt8], width: Int, height: Int, channels: Int, step: Int)
    throws(FileError)
  {
    try events.image(
      tag,
      png: png,
      width: width,
      height: height,
      channels: channels,
      step: step
    )
    try events.flush()
  }

  /// Appends a finding to `findings.jsonl` and, as a text, to the event file.
  func write(_ finding: Finding, step: Int) throws {
    findingBytes += try LineFile.append(finding, to: run.findings, isOnDisk: false)
    hasNewFindings = true
    try events.text(
      "findings/\(finding.symptom.rawValue)",
      "**\(finding.severity.rawValue)** (\(finding.state.rawValue)) \(finding.summary)",
      step: step
    )
  }

  /// Appends what the autopilot did, as a text, and how often it has acted.
  func write(_ intervention: Intervention, step: Int) throws(FileError) {
    try events.text("autopilot/\(intervention.number)", intervention.story, step: step)
    try events.append(
      [(tag: "autopilot/interventions", value: .scalar(Double(intervention.number)))],
      step: step
    )
  }

  /// Appends how the values of an evaluation were found, as a text.
  func write(_ values: [MeasuredValue], step: Int) throws(FileError) {
    let lines = values.compactMap { value in
      value.fingerprint.map { fingerprint in
        let others = value.baselines.map { "; \($0.name) \($0.value)" }.joined()
        return "\(value.signal.rawValue) \(value.value) found by \(fingerprint)\(others)"
      }
    }
    guard !lines.isEmpty else { return }
    try events.text("evaluation", lines.joined(separator: "\n\n"), step: step)
  }

  /// Makes everything so far visible to other processes.
  func flush() throws(FileError) {
    try events.flush()
  }

  /// Puts everything on the disk and says how far it is.
  func mark() throws(FileError) -> Mark {
    try events.synchronize()
    if hasNewFindings {
      let file = try RegularFile.openToAppend(run.findings)
      defer { close(file) }
      guard fsync(file) == 0 else { throw FileError("fsync", run.findings) }
      hasNewFindings = false
    }
    return Mark(eventBytes: events.byteCount, findingBytes: findingBytes)
  }
}
