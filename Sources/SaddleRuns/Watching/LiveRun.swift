// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

/// The log of a run that goes on: a file or a folder, whatever wrote it.
///
/// Nothing here waits: call `poll` now and then, with the time. It may begin before the log does,
/// goes on through rotation, replacement and the trainer's restart, and takes in new files of a
/// folder. Each record is handed out once, in order.
///
/// ```swift
/// import SaddleRuns
///
/// let run = LiveRun("runs/mine")
/// var diagnosis = LiveDiagnosis()
/// for second in 0..<60 {
///   let batch = try run.poll(now: Double(second))
///   for news in diagnosis.take(batch, now: Double(second), isHistory: second == 0) {
///     print(news.finding.summary)
///   }
/// }
/// ```
public final class LiveRun {
  /// What came since the last poll.
  public struct Batch: Sendable {
    /// Whether the observations begin at the beginning again: the log is understood better now.
    public var isRebuilt = false
    /// The observations, in order.
    public var observations: [GameObservation] = []
    /// What there is to say about the log, one sentence each.
    public var notes: [String] = []
    /// Whether there is more to read at once.
    public var hasMore = false

    /// Creates an empty batch.
    public init() {}
  }

  /// Bytes of a file that one poll reads at most.
  static let pollBytes = 4 << 20
  private static let rescanSeconds = 3.0

  /// The path that is watched.
  public let path: String
  private let options: ReadOptions
  private var streams: [LiveStream] = []
  private var joiner: StepJoiner?
  private var nextScan = -Double.infinity
  private var said: Set<String> = []
  private var listing: [String] = []
  private var quietScans = 0
  private var teller = RecognitionTeller()
  private var isFolder: Bool { (try? PathKind(path)) == .folder }

  /// Watches `path`; nothing is read before the first poll.
  public init(_ path: String, options: ReadOptions = ReadOptions()) {
    self.path = path
    self.options = options
  }

  /// Whether a log was found.
  public var isFound: Bool { !streams.isEmpty }

  /// What was recognized so far, nil before a log was found.
  public var recognition: Recognition? {
    guard isFound else { return nil }
    return Recognition(path, streams.map { $0.live.recognized($0.files.first?.probe.path ?? path) })
  }

  /// Reads what is new.
  ///
  /// `now`: seconds of any clock that goes forward.
  /// `rescan`: files were made, renamed or removed, so that a look at the folder may find something.
  ///
  /// - Throws: `LogError` where `options` names an unknown format; a log that isn't there yet is no
  ///   error, and of several runs in a folder the likeliest is followed.
  public func poll(now: Double, rescan: Bool = false) throws -> Batch {
    var batch = Batch()
    let mayHelp = rescan && (!isFound || isFolder)
    if now >= nextScan || (mayHelp && now >= nextScan - LiveRun.rescanSeconds + 0.2) {
      try scan(now: now, &batch)
    }
    for (index, stream) in streams.enumerated() {
      if index > 0 { stream.stand(beside: streams[0]) }
      let (output, hasMore) = stream.poll(now: now, limit: LiveRun.pollBytes)
      batch.hasMore = batch.hasMore || hasMore
      if output.isRebuilt {
        batch.isRebuilt = true
        batch.observations = []
      }
      if joiner == nil {
        batch.observations += output.observations
      } else {
        batch.observations += joiner?.add(output.observations, source: index, now: now) ?? []
      }
      for trouble in stream.troubles { say("\(trouble)", &batch) }
    }
    if !batch.hasMore { batch.observations += joiner?.ready(now: now) ?? [] }
    describe(&batch)
    return batch
  }

  private func scan(now: Double, _ batch: inout Batch) throws {
    nextScan = now + LiveRun.rescanSeconds
    guard mayHaveChanged() else { return }
    let located: LocatedRun
    do {
      located = try RunLocator(options: options).locate(path)
    } catch let error as LogError where error.path == "--format" {
      throw error
    } catch {
      if !isFound { say("waiting: \(error)", &batch) }
      return
    }
    if streams.isEmpty {
      follow(located, &batch)
      return
    }
    let isOther = !located.sources.contains { source in
      streams.contains { $0.live.source.importer.id == source.importer.id }
        && source.files.contains { file in streams.contains { $0.follows(file.path) } }
    }
    if isOther, streams.count == 1 {
      say("the log is understood better now: read again", &batch)
      batch.isRebuilt = true
      follow(located, &batch)
      return
    }
    for source in located.sources { takeIn(source, now: now, &batch) }
  }

  /// Whether a look at the log's form may tell something new.
  ///
  /// That is while little was read, and when files came or went. A look reads the beginnings of all
  /// files, so it isn't taken for nothing.
  private func mayHaveChanged() -> Bool {
    let now = LiveRun.entries(path)
    defer { listing = now }
    guard isFound, now == listing else {
      quietScans = 0
      return true
    }
    quietScans += 1
    return quietScans <= 3
  }

  /// The names in a folder and its sub-folders.
  private static func entries(_ path: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
    var result: [String] = []
    for name in names.sorted().prefix(2000) where !name.hasPrefix(".") && name != "samples" {
      result.append(name)
      let inner = try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)
      result += (inner ?? []).sorted().prefix(2000)
    }
    return result
  }

  private func follow(_ located: LocatedRun, _ batch: inout Batch) {
    let mayRebuild = located.sources.count == 1
    streams = []
    for source in located.sources { streams.append(stream(source, mayRebuild: mayRebuild)) }
    joiner = streams.count > 1 ? StepJoiner(sources: streams.count) : nil
    teller = RecognitionTeller()
    if let several = located.severalRuns, let file = located.sources.first?.files.first {
      say("\(several); followed is \(file.name)", &batch)
    }
    for note in located.notes { say(note, &batch) }
  }

  private func stream(_ source: LogSource, mayRebuild: Bool) -> LiveStream {
    LiveStream(
      source,
      mapping: options.mapping,
      mayRebuild: mayRebuild,
      beside: streams.first
    )
  }

  /// Follows what a new look at the folder found beside what is followed.
  private func takeIn(_ source: LogSource, now: Double, _ batch: inout Batch) {
    let same = streams.first {
      $0.live.source.importer.id == source.importer.id && $0.live.source.prefix == source.prefix
    }
    if let same {
      for file in source.files where !same.follows(file.path) {
        same.add(file)
        say("new file: \(file.path)", &batch)
      }
    } else {
      streams.append(stream(source, mayRebuild: false))
      if joiner == nil { joiner = StepJoiner(sources: 1) }
      joiner?.addSource(now: now)
      let name = source.files.first?.path ?? ""
      say(source.prefix.isEmpty ? "new file: \(name)" : "new folder: \(source.prefix)", &batch)
    }
  }

  private func say(_ text: String, _ batch: inout Batch) {
    guard said.count < 1000, said.insert(text).inserted else { return }
    batch.notes.append(text)
  }

  /// Says once what columns are taken for, and again when that changes.
  private func describe(_ batch: inout Batch) {
    guard !batch.observations.isEmpty || batch.isRebuilt, let recognition else { return }
    batch.notes += teller.news(of: recognition)
  }
}
