// SPDX-License-Identifier: Apache-2.0

import Foundation

extension RunLocator {
  /// The logs of a folder that are each of a run of its own; empty where it is one run or none.
  ///
  /// Several files are several runs where they are of one format and each has losses of a game.
  /// A run's own files are of different formats: `log.txt` beside `stats.jsonl`.
  static func separateRuns(_ found: [Candidate]) -> [String] {
    var groups: [String: [String]] = [:]
    for candidate in found {
      let importer = candidate.source.importer
      guard !RecordFiles.include(format: importer.id),
        let probe = candidate.source.files.first, !mainLogs.contains(probe.name)
      else { return [] }
      guard bonus(probe.name) >= 0, !describesRun(probe.path), hasLosses(probe, importer)
      else { continue }
      groups[importer.id, default: []].append(probe.path)
    }
    let largest = groups.values.max { $0.count < $1.count } ?? []
    return largest.count >= 2 ? largest : []
  }

  /// Whether a file beside a log is read for what it says of the run, as options or as its record.
  static func describesRun(_ path: String) -> Bool {
    let name = (path as NSString).lastPathComponent
    return name == "run.json" || name == "monitor.json" || OptionFile.names.contains(name)
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

extension LocatedRun {
  /// The runs of the folder in words, `a.csv, b.csv, ...`; nil where it is one.
  var severalRuns: String? {
    guard !runs.isEmpty else { return nil }
    let names = runs.prefix(10).map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return "the folder holds \(runs.count) runs; name one of them: \(names.joined(separator: ", "))"
      + (runs.count > 10 ? ", ..." : "")
  }
}
