// SPDX-License-Identifier: Apache-2.0

/// What another program prints, read as the log of a run: `python train.py | saddle watch -`.
///
/// The format is recognized from what comes first, and again while little has come: banners and
/// settings are printed before the first line of a log.
///
/// ```swift
/// import SaddleRuns
///
/// let pipe = LivePipe()
/// let printed = Array("step 1: loss_d 1.386, loss_g 0.693\n".utf8)
/// let batch = try printed.withUnsafeBytes { try pipe.push($0, now: 0) }
/// print(pipe.isFound, batch.observations.count, batch.notes)
/// ```
public final class LivePipe {
  private static let headLimit = 128 << 10

  private let options: ReadOptions
  private var head: [UInt8] = []
  private var isHeadComplete = false
  /// Bytes of the head at which it is looked at again; looking costs time.
  private var nextLook = 0
  private var live: LiveSource?
  private var parser: WordedParser?
  private var lastBytes: Double?
  private var teller = RecognitionTeller()

  /// Creates a reader of a pipe.
  public init(options: ReadOptions = ReadOptions()) {
    self.options = options
  }

  /// Whether a log was recognized.
  public var isFound: Bool { live != nil }

  /// Takes in bytes that were read.
  ///
  /// - Throws: `LogError` where `options` names an unknown format.
  public func push(_ bytes: UnsafeRawBufferPointer, now: Double) throws -> LiveRun.Batch {
    lastBytes = now
    var batch = LiveRun.Batch()
    if !isHeadComplete {
      head.append(contentsOf: bytes)
      isHeadComplete = live != nil && head.count >= LivePipe.headLimit
      if try recognize() {
        batch.isRebuilt = true
        head.withUnsafeBytes { take($0, into: &batch) }
        describe(&batch)
        return batch
      }
      if live == nil, head.count > 2 * LivePipe.headLimit {
        head.removeFirst(LivePipe.headLimit)  // no log among it so far
      }
    }
    take(bytes, into: &batch)
    describe(&batch)
    return batch
  }

  /// Hands out a step that has been waiting for more of its values.
  public func idle(now: Double) -> LiveRun.Batch {
    var batch = LiveRun.Batch()
    if let last = lastBytes, now - last >= LiveStream.idleSeconds {
      lastBytes = nil
      batch.observations = live?.flush() ?? []
    }
    return batch
  }

  /// Reads what was held back: the pipe is closed.
  public func finish() -> LiveRun.Batch {
    var batch = LiveRun.Batch()
    guard var parser, var live else { return batch }
    let output = live.finish(&parser)
    self.live = live
    batch.isRebuilt = output.isRebuilt
    batch.observations = output.observations
    return batch
  }

  /// Why nothing was recognized.
  public var refusal: String {
    Refusal.reason(LogProbe(path: "standard input", head: head))
  }

  /// Looks at the head; true where it is to be read (again) in a newly recognized format.
  private func recognize() throws -> Bool {
    if head.count < nextLook { return false }
    nextLook = head.count + head.count / (live == nil ? 4 : 1)
    let probe = LogProbe(path: "stdin", head: head)
    let importer: any Importer.Type
    if let type = try options.forcedImporter() {
      importer = type
    } else {
      guard head.contains(.lineFeed) || head.contains(.carriageReturn) || head.count > 64 else {
        return false
      }
      var found = options.catalog.recognize(probe)
      if let objects = behindBanner(), objects.found.confidence > found?.confidence ?? 0 {
        head = objects.head
        found = objects.found
      }
      guard let found else { return false }
      importer = found.type
    }
    if let live, live.source.importer.id == importer.id { return false }
    let source = LogSource(importer: importer, files: [probe])
    live = LiveSource(source, mapping: options.mapping, mayRebuild: true)
    parser = WordedParser(importer, probe)
    return true
  }

  private typealias Found = (type: any Importer.Type, confidence: Double)

  /// Looks behind a banner for lines of JSON.
  private func behindBanner() -> (found: Found, head: [UInt8])? {
    guard
      let start = head.indices.dropFirst().first(where: {
        head[$0] == .openBrace && head[$0 - 1] == .lineFeed
      })
    else { return nil }
    let probe = LogProbe(path: "stdin", head: Array(head[start...]))
    return options.catalog.recognize(probe).map { ($0, probe.head) }
  }

  private func take(_ bytes: UnsafeRawBufferPointer, into batch: inout LiveRun.Batch) {
    guard var parser, var live else { return }
    // Out of the properties while they change: no copies.
    self.live = nil
    self.parser = nil
    let output = live.take(bytes, &parser, isSurveyed: false)
    self.live = live
    self.parser = parser
    if output.isRebuilt {
      batch.isRebuilt = true
      batch.observations = output.observations
    } else {
      batch.observations += output.observations
    }
  }

  private func describe(_ batch: inout LiveRun.Batch) {
    guard let live, !batch.observations.isEmpty else { return }
    batch.notes += teller.news(of: Recognition("-", [live.recognized("standard input")]))
  }
}
