// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal

/// The loop of `saddle watch`: reads, judges, tells, acts, waits.
final class WatchSession {
  /// A command for findings of a severity.
  struct Command: Equatable {
    var severity: Severity
    var text: String
  }

  /// What the user asked for.
  struct Settings {
    var path: String
    var options = ReadOptions()
    var objective: Objective?
    var commands: [Command] = []
    var webhook: WebHook?
    var exitOn: Severity?
    var printsJSON = false
    /// Seconds without news after which a run that has ended is let go: its trainer may come back.
    var grace = 10.0
  }

  /// Seconds between two looks at the log: a step is told at most this late.
  static let pace = 0.25

  private let settings: Settings
  private let server: LoopbackServer?
  private let runner = CommandRunner()
  private let events = FileEvents()
  private let log: LiveRun?
  private let pipe: LivePipe?
  private var diagnosis = LiveDiagnosis()
  private var voice: WatchVoice
  private var isHistory: Bool
  private var isEnded = false
  private var isSilent = false
  private var end = EndWatch()
  private var mustExit = false

  init(_ settings: Settings, server: LoopbackServer?) {
    self.settings = settings
    self.server = server
    let isPipe = settings.path == "-"
    log = isPipe ? nil : LiveRun(settings.path, options: settings.options)
    pipe = isPipe ? LivePipe(options: settings.options) : nil
    isHistory = !isPipe
    voice = WatchVoice(run: settings.path, printsJSON: settings.printsJSON)
  }

  /// Watches until the input ends or a finding demands an exit; true for the latter.
  func run() throws -> Bool {
    if let server { voice.note("metrics: http://127.0.0.1:\(server.port)/metrics") }
    var wasTouched = true
    while true {
      let now = WatchSession.clock()
      let batch = try read(now: now, rescan: wasTouched)
      take(batch, now: now)
      tellSilence(now: now)
      lookForEnd(batch, now: now)
      for message in runner.poll(now: now) { voice.note(message) }
      server?.poll(now: now) {
        PrometheusText.make(diagnosis, run: settings.path, now: WatchSession.clock())
      }
      voice.state(diagnosis, now: now)
      if mustExit || isEnded || hasNobodyToTell { break }
      if !batch.hasMore { wasTouched = wait(since: now) }
    }
    finish()
    return mustExit
  }

  /// Whether the reader of the findings is gone and nothing else is done with them.
  ///
  /// A pipe is read on: the trainer at its other end would die of writing to it.
  private var hasNobodyToTell: Bool {
    StandardStream.output.loss == EPIPE && pipe == nil && server == nil
      && settings.commands.isEmpty && settings.webhook == nil && settings.exitOn == nil
  }

  private func read(now: Double, rescan: Bool) throws -> LiveRun.Batch {
    if let log {
      look(at: settings.path)
      return try log.poll(now: now, rescan: rescan)
    }
    guard let pipe else { return LiveRun.Batch() }
    var batch = LiveRun.Batch()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<64 {
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 0) > 0 else { break }
      let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw FileError("read", "standard input") }
      guard count > 0 else {
        isEnded = true
        break
      }
      let piece = try buffer.withUnsafeBytes {
        try pipe.push(UnsafeRawBufferPointer(rebasing: $0[..<count]), now: now)
      }
      batch.append(piece)
    }
    batch.append(isEnded ? pipe.finish() : pipe.idle(now: now))
    if isEnded, !pipe.isFound { throw LogError("standard input", pipe.refusal) }
    return batch
  }

  private func take(_ batch: LiveRun.Batch, now: Double) {
    for note in batch.notes { voice.note(note) }
    // Looking around may read a former run's whole log: once, when there is something to judge.
    let isFirst = diagnosis.observationCount == 0 && !batch.observations.isEmpty
    if isFirst || batch.isRebuilt { diagnosis.context = context() }
    for news in diagnosis.take(batch, now: now, isHistory: isHistory) {
      voice.tell(news)
      if !isHistory { act(news.finding) }
    }
    if isHistory, !batch.hasMore, log?.isFound == true {
      isHistory = false
      for finding in diagnosis.firing { act(finding) }
    }
  }

  /// Says once that the log stopped growing, and once that it grows again.
  private func tellSilence(now: Double) {
    let silence = diagnosis.silence(now: now)
    guard (silence != nil) != isSilent else { return }
    isSilent = silence != nil
    voice.note(silence?.sentence ?? "The log grows again.")
  }

  /// Ends the watching of a run that is over: by its record, its last words, or its silence.
  private func lookForEnd(_ batch: LiveRun.Batch, now: Double) {
    guard log != nil, !isHistory, !batch.hasMore else { return }
    guard end.isDue(hasNews: !batch.observations.isEmpty, grace: settings.grace, now: now) else {
      return
    }
    var diagnoser = RunDiagnoser()
    diagnoser.options = settings.options
    diagnoser.showsProgress = false
    let endings = (try? diagnoser.reports(settings.path))?.map(\.diagnosis.ended) ?? []
    guard let ending = diagnosis.silence(now: now) ?? endings.first.flatMap(\.self),
      endings.allSatisfy({ $0 != nil })
    else { return }
    voice.note("The run has ended (\(ending.way.rawValue)): \(ending.words)")
    isEnded = true
  }

  private func context() -> RunContext {
    let around =
      log?.recognition.map { Surroundings(settings.path, $0) }
      ?? Surroundings(beside: settings.path)
    var context = around.context
    context.objective = settings.objective ?? context.objective
    return context
  }

  private func act(_ finding: Finding) {
    guard finding.state == .firing else { return }
    let text = WatchVoice.json(finding, run: settings.path, isHistory: nil) + "\n"
    for command in settings.commands where finding.severity >= command.severity {
      runner.add("--on '\(command.text)'", ["/bin/sh", "-c", command.text], input: text)
    }
    if let webhook = settings.webhook, finding.severity >= .warning {
      let name = "--webhook, \(finding.symptom.rawValue) at step \(finding.firedAtStep)"
      runner.add(name, webhook.command, input: webhook.input(text)) { WebHook.trouble($0) }
    }
    if let limit = settings.exitOn, finding.severity >= limit { mustExit = true }
  }

  /// Waits until there may be something to read; true where files were touched.
  private func wait(since start: Double) -> Bool {
    var files = server?.descriptors ?? []
    if pipe != nil { files.append((STDIN_FILENO, false)) }
    let wasTouched = events.wait(runner.isIdle ? 1 : 0.05, files)
    let rest = WatchSession.pace - (WatchSession.clock() - start)
    if rest > 0, runner.isIdle { usleep(UInt32(rest * 1e6)) }
    return wasTouched
  }

  /// Seconds that `--exit-on` waits for commands: what waits for the exit matters more.
  static let exitGrace = 5.0

  /// Lets the commands that were started come to an end; one that hangs doesn't hold up an exit.
  private func finish() {
    let start = WatchSession.clock()
    while !runner.isIdle {
      if mustExit, WatchSession.clock() - start > WatchSession.exitGrace { break }
      for message in runner.poll(now: WatchSession.clock()) { voice.note(message) }
      if !runner.isIdle { usleep(20_000) }
    }
    for name in runner.unfinished { voice.note("\(name): not at its end, left to itself") }
    if runner.dropped > 0 {
      voice.note("\(runner.dropped) commands were dropped: too many at once")
    }
    voice.end(diagnosis)
  }

  /// Has the system tell about the log's folder, and the run's when the log is one.
  private func look(at path: String) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if isThere, isFolder.boolValue { events.watch(path) }
    if !isThere || !isFolder.boolValue { events.watch(FilePath.openFolder(of: path)) }
  }

  private static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension LiveRun.Batch {
  /// Adds what came after.
  fileprivate mutating func append(_ next: LiveRun.Batch) {
    if next.isRebuilt {
      isRebuilt = true
      observations = []
    }
    observations += next.observations
    notes += next.notes
    hasMore = hasMore || next.hasMore
  }
}
