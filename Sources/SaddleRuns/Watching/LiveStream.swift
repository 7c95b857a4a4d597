// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The growing files of one source, read one after the other as one stream of observations.
final class LiveStream {
  /// Silence after which a step is taken for complete.
  static let idleSeconds = 1.0

  private(set) var live: LiveSource
  private(set) var files: [GrowingFile]
  private var lastBytes: Double?
  private var lastStep: Int?
  private let mapping: SignalMapping

  /// A file and how far it was read.
  final class GrowingFile {
    let probe: LogProbe
    let tail: FileTail
    var parser: WordedParser
    /// Bytes from the beginning that the survey has seen.
    var surveyedBytes = 0
    /// The first observation since the file's beginning.
    var first: GameObservation?
    /// The first observation of the beginning before, until it is compared with the new one.
    var former: GameObservation?
    /// Steps up to this one were handed out before the file was written anew.
    var skipThrough: Int?

    init(_ probe: LogProbe, _ importer: any Importer.Type) {
      self.probe = probe
      tail = FileTail(probe.path)
      parser = WordedParser(importer, probe)
    }
  }

  /// Follows a source; `main` is the one whose unit of steps holds for it, too.
  init(_ source: LogSource, mapping: SignalMapping, mayRebuild: Bool, beside main: LiveStream?) {
    self.mapping = mapping
    live = LiveSource(source, mapping: mapping, mayRebuild: mayRebuild)
    live.countsImages = main?.countsImages ?? false
    files = source.files.map { GrowingFile($0, source.importer) }
    surveyExisting()
  }

  /// Whether its steps are images.
  var countsImages: Bool { live.plan.rule.unit == .images }

  /// Takes over the unit of steps of the main log, which may have learned it only now.
  func stand(beside main: LiveStream) { live.countsImages = main.countsImages }

  /// Whether the stream reads this file.
  func follows(_ path: String) -> Bool { files.contains { $0.probe.path == path } }

  /// Goes on with another file after those that it has.
  func add(_ probe: LogProbe) {
    files.append(GrowingFile(probe, live.source.importer))
  }

  /// Why files can't be read at present.
  var troubles: [FileError] { files.compactMap(\.tail.trouble) }

  /// Reads what is new.
  ///
  /// - Returns: What became complete, and whether there is more to read at once.
  func poll(now: Double, limit: Int) -> (output: LiveSource.Output, hasMore: Bool) {
    var total = LiveSource.Output()
    var hasMore = false
    var gotBytes = false
    for file in files {
      let more = file.tail.poll(limit: limit) { piece in
        gotBytes = true
        total.append(take(piece, file))
      }
      hasMore = hasMore || more
    }
    if gotBytes {
      lastBytes = now
    } else if let last = lastBytes, now - last >= LiveStream.idleSeconds {
      lastBytes = nil
      if let file = files.last {
        total.append(deliver(.init(observations: live.flush()), file))
      }
    }
    return (total, hasMore)
  }

  /// Learns what the columns mean from everything that is there already.
  private func surveyExisting() {
    for file in files {
      guard let chunks = try? FileChunks(file.probe.path) else { continue }
      var parser = live.source.importer.makeParser(file.probe)
      try? chunks.read { bytes in
        live.survey(bytes, &parser)
        file.surveyedBytes += bytes.count
      }
    }
    live.endSurvey()
  }

  private func take(_ piece: FileTail.Piece, _ file: GrowingFile) -> LiveSource.Output {
    switch piece {
    case .bytes(let bytes):
      let isSurveyed = file.tail.offset <= file.surveyedBytes
      return deliver(live.take(bytes, &file.parser, isSurveyed: isSurveyed), file)
    case .restart:
      // What the parser held back was cut off: it never became a record.
      let output = deliver(LiveSource.Output(observations: live.flush()), file)
      file.parser = WordedParser(live.source.importer, file.probe)
      file.surveyedBytes = 0
      file.former = file.first ?? file.former
      file.first = nil
      file.skipThrough = nil
      live.beginSession()
      return output
    }
  }

  /// Leaves out what was handed out before the file was written anew with the same beginning.
  private func deliver(_ output: LiveSource.Output, _ file: GrowingFile) -> LiveSource.Output {
    var result = output
    result.observations = []
    if output.isRebuilt { lastStep = nil }
    for item in output.observations {
      if file.first == nil {
        file.first = item
        if let former = file.former, former.observation.isContained(in: item.observation) {
          file.skipThrough = lastStep
        }
        file.former = nil
      }
      if let through = file.skipThrough {
        if item.observation.step <= through { continue }
        file.skipThrough = nil
      }
      lastStep = item.observation.step
      result.observations.append(item)
    }
    return result
  }
}

extension Observation {
  /// Whether `other` says the same of this step, and perhaps more.
  fileprivate func isContained(in other: Observation) -> Bool {
    step == other.step
      && values.allSatisfy { other[$0.signal]?.bitPattern == $0.value.bitPattern }
  }
}
