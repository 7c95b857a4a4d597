// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A run that was found: its sources and what else was there.
struct LocatedRun: Sendable {
  var sources: [LogSource]
  var notes: [String] = []
  /// The logs that are each of a run of its own, where there are several.
  var runs: [String] = []
}

/// Finds the log that a path means.
struct RunLocator {
  static let depthLimit = 6
  static let fileLimit = 20_000

  let options: ReadOptions

  /// - Throws: `FileError`, `LogError`.
  func locate(_ path: String) throws -> LocatedRun {
    switch try PathKind(path) {
    case .file(let bytes):
      guard bytes > 0 else { throw LogError(path, "the file is empty: nothing was logged yet") }
      let main = try file(path)
      return LocatedRun(sources: [main] + companions(of: main, besides(path)))
    case .folder: return try folder(path.withoutSlashesAtEnd)
    case .stream:
      throw LogError(path, "it is a pipe or a device; copy it into a file first")
    }
  }

  private func file(_ path: String) throws -> LogSource {
    let probe = try probe(path)
    if let source = try source(probe) { return source }
    throw LogError(path, Refusal.reason(probe))
  }

  func probe(_ path: String) throws -> LogProbe {
    LogProbe(path: path, head: try FileChunks.head(path, limit: LogProbe.headBytes))
  }

  private func source(_ probe: LogProbe) throws -> LogSource? {
    if let type = try options.forcedImporter() {
      return LogSource(importer: type, files: [probe])
    }
    return options.catalog.recognize(probe).map { LogSource(importer: $0.type, files: [probe]) }
  }

  // MARK: - Folders

  /// A log that may be the run's, the surer the higher its score.
  struct Candidate {
    var source: LogSource
    var score: Double
  }

  private func folder(_ path: String) throws -> LocatedRun {
    let files = try list(path)
    guard !files.isEmpty else { throw LogError(path, "the folder holds no files") }
    let top = files.filter { !$0.dropFirst(path.count + 1).contains("/") }
    if let folder = FolderFormats.locate(path, files: files) { return folder }
    var found = try candidates(top)
    let runs = RunLocator.separateRuns(found)
    if found.isEmpty { found = try eventFolders(path, files) }
    if found.isEmpty { found = try candidates(Array(files.prefix(500))) }
    guard let best = found.max(by: { $0.score < $1.score }) else {
      throw LogError(
        path,
        "no log of a known form among its \(files.count) files; name the file, or --format"
      )
    }
    var run = LocatedRun(sources: [best.source], runs: runs)
    // Event files are one run together, sub-folders included; other files are not.
    if RecordFiles.include(format: best.source.importer.id) {
      run.sources = found.filter { $0.source.importer.id == best.source.importer.id }.map(\.source)
      if run.sources.count == 1, let sub = try? eventFolders(path, files), sub.count > 1 {
        run.sources = sub.map(\.source)
      }
    }
    run.sources += companions(of: best.source, top)
    let read = Set(run.sources.flatMap(\.files).map(\.path))
    let others = found.flatMap(\.source.files).filter { probe in
      !read.contains(probe.path) && !RunLocator.describesRun(probe.path)
        && !RunLocator.records.contains(probe.name)
    }
    if !others.isEmpty {
      let shown = others.prefix(4).map { String($0.path.dropFirst(path.count + 1)) }
      run.notes.append("also there, not read: \(shown.joined(separator: ", "))")
    }
    return run
  }

  /// Files beside the main one that belong to the same run: StyleGAN's metrics, which count
  /// thousands of images as its `stats.jsonl` and `log.txt` do.
  ///
  /// One that can't be read is left out: the user named another.
  private func companions(
    of source: LogSource,
    _ files: @autoclosure () -> [String]
  ) -> [LogSource] {
    guard source.files.first?.name == "stats.jsonl" || source.importer.id == StyleGANLogImporter.id
    else { return [] }
    let metrics = [StyleGANMetricImporter.id, StyleGANMetricTextImporter.id]
    return files().filter { ($0.split(separator: "/").last ?? "").hasPrefix("metric-") }
      .filter { if case .file? = try? PathKind($0) { true } else { false } }
      .compactMap { file in (try? probe(file)).flatMap { try? self.source($0) } }
      .filter { metrics.contains($0.importer.id) }
  }

  /// The files of the folder in which a file lies, in order.
  private func besides(_ path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    return (names ?? []).sorted().map { folder + $0 }
  }

  private func candidates(_ files: [String]) throws -> [Candidate] {
    var result: [Candidate] = []
    for type in RecordFiles.types where options.format == nil || options.format == type.id {
      let probes = files.filter { RecordFiles.type(of: $0)?.id == type.id }
        .map { LogProbe(path: $0, head: []) }
      guard !probes.isEmpty else { continue }
      result.append(Candidate(source: LogSource(importer: type, files: probes), score: 1))
    }
    for path in files where !RecordFiles.include(path) {
      guard RunLocator.isPlausible(path), let probe = try? probe(path), !probe.head.isEmpty,
        let found = options.format == nil
          ? options.catalog.recognize(probe)
          : try source(probe).map({ ($0.importer, 0.5) })
      else { continue }
      let bonus = RunLocator.bonus(probe.name)
      result.append(
        Candidate(
          source: LogSource(importer: found.0, files: [probe]),
          score: found.1 + bonus + Double(probe.head.count) / 1e8
        )
      )
    }
    return result
  }

  /// One source for each sub-folder that has event files.
  private func eventFolders(_ path: String, _ files: [String]) throws -> [Candidate] {
    var folders: [String: LogSource] = [:]
    for file in files {
      guard let type = RecordFiles.type(of: file) else { continue }
      let folder = file.dropFirst(path.count + 1).split(separator: "/").dropLast()
        .joined(separator: "/")
      var source = folders[folder] ?? LogSource(importer: type, files: [], prefix: folder)
      if source.importer.id == type.id { source.files.append(LogProbe(path: file, head: [])) }
      folders[folder] = source
    }
    return folders.sorted { $0.key < $1.key }.map { Candidate(source: $0.value, score: 1) }
  }

  /// Logs beside which others are of the same run.
  static let mainLogs: Set<String> = ["stats.jsonl", "observations.jsonl"]

  /// What Saddle itself writes beside a log.
  private static let records: Set<String> = ["findings.jsonl", "interventions.jsonl", "truth.json"]

  /// What a file's name says for it, and where it is negative, against it.
  static func bonus(_ name: String) -> Double {
    switch name {
    case _ where mainLogs.contains(name): 0.5
    case "loss_log.txt", "metrics.csv", "scalars.json", "log.jsonl": 0.3
    case _ where records.contains(name): -0.7
    case "run.json", "monitor.json", "config.json": -0.7
    default: name.hasPrefix("metric-") ? -0.2 : 0
    }
  }

  private static let suffixes = [
    "jsonl", "json", "csv", "tsv", "txt", "log", "out", "wandb", "err", "ndjson", "ipynb", "md",
  ]

  static func isPlausible(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return true }
    let suffix = name[name.index(after: dot)...].lowercased()
    return suffixes.contains(suffix)
  }

  /// The files below a folder, sorted; bounded in depth and number, hidden ones left out.
  func list(_ path: String) throws -> [String] {
    var result: [String] = []
    var queue = [(path, 0)]
    var visited: Set<FolderIdentity> = []
    while let (folder, depth) = queue.popLast() {
      // Links make rings: each folder is entered once.
      guard let identity = FolderIdentity(folder), visited.insert(identity).inserted else {
        if depth == 0 { throw FileError("open", folder) }
        continue
      }
      let entries: [String]
      do {
        entries = try FileManager.default.contentsOfDirectory(atPath: folder)
      } catch {
        if depth == 0 { throw FileError("open", folder, code: EACCES) }
        continue
      }
      for entry in entries where !entry.hasPrefix(".") {
        guard result.count < RunLocator.fileLimit else { return result.sorted() }
        let item = folder + "/" + entry
        switch try? PathKind(item) {
        case .file: result.append(item)
        case .folder: if depth < RunLocator.depthLimit { queue.append((item, depth + 1)) }
        case .stream, nil: break
        }
      }
    }
    return result.sorted()
  }
}

extension String {
  /// `logs` of `logs/`; the root stays.
  fileprivate var withoutSlashesAtEnd: String {
    lastIndex { $0 != "/" }.map { String(self[...$0]) } ?? self
  }
}
