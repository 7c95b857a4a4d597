// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension RunLocator {
  /// Names that beside a log of the same run hold other things of it.
  private static let companions: Set<String> = [
    "findings.jsonl", "interventions.jsonl", "truth.json", "config.json", "run.json",
    "monitor.json", "training_options.json", "args.json", "hparams.json", "options.json",
    "observations.jsonl", "stats.jsonl",
  ]

  /// The logs that a folder holds side by side, each of a run of its own; empty where it is one
  /// run or none.
  ///
  /// Several files are several runs where they are of one format and each has losses of a game.
  /// A run's own files are of different formats: `log.txt` beside `stats.jsonl`.
  func separateLogs(in path: String) -> [String] {
    guard case .folder? = try? PathKind(path), let files = try? list(path) else { return [] }
    let top = files.filter {
      !$0.dropFirst(path.count + (path.hasSuffix("/") ? 0 : 1)).contains("/")
    }
    guard top.count >= 2, FolderFormats.locate(path, files: files) == nil,
      !top.contains(where: { ($0.split(separator: "/").last ?? "").contains("tfevents") })
    else { return [] }
    var groups: [String: [String]] = [:]
    for file in top.prefix(500) {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      if name == "stats.jsonl" || name == "observations.jsonl" { return [] }
      guard !RunLocator.companions.contains(name), !name.hasPrefix("metric-"),
        RunLocator.isPlausible(file), let probe = try? probe(file), !probe.head.isEmpty,
        let type = format(of: probe), RunLocator.hasLosses(probe, type)
      else { continue }
      groups[type.id, default: []].append(file)
    }
    let largest = groups.values.max { $0.count < $1.count } ?? []
    return largest.count >= 2 ? largest : []
  }

  private func format(of probe: LogProbe) -> (any Importer.Type)? {
    if let id = options.format { return options.catalog.type(id: id) }
    return options.catalog.recognize(probe)?.type
  }

  /// Whether the beginning of a log has a generator's or a discriminator's loss or output.
  static func hasLosses(_ probe: LogProbe, _ type: any Importer.Type) -> Bool {
    var parser = type.makeParser(probe)
    var rows = ParsedRows()
    parser.consume(Array(probe.head.prefix(65536)), into: &rows)
    if probe.head.count < 65536 { parser.finish(into: &rows) }
    let matches = NameMatcher(dialect: type.dialect).matches(rows.columns.names)
    return matches.contains { $0.side != .neither }
  }
}

extension RunReader {
  /// The runs that `path` holds: itself, or the logs side by side in a folder.
  public static func runs(in path: String, options: ReadOptions = ReadOptions()) -> [String] {
    let logs = RunLocator(options: options).separateLogs(in: path)
    return logs.isEmpty ? [path] : logs
  }
}
