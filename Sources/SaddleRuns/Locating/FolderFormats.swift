// SPDX-License-Identifier: Apache-2.0

/// Formats that are folders of many files, one for each metric.
enum FolderFormats {
  private static let types: [any Importer.Type] = [
    MLflowImporter.self, MetricLogImporter.self, CSVImporter.self, ColumnFileImporter.self,
  ]
  static let fileLimit = 2000

  /// Returns the run that the folder is, or nil where it is none of these.
  static func locate(_ path: String, files: [String]) -> LocatedRun? {
    for type in types {
      let sources = files.prefix(fileLimit).compactMap { source($0, type) }
      guard sources.count >= 2 || (sources.count == 1 && files.count == 1),
        type.id == MLflowImporter.id || type.id == MetricLogImporter.id || isOneRun(sources)
      else { continue }
      return LocatedRun(sources: sources)
    }
    return nil
  }

  private static func source(_ file: String, _ type: any Importer.Type) -> LogSource? {
    guard isPlausible(file, type), let head = try? FileChunks.head(file, limit: 4096), !head.isEmpty
    else { return nil }
    // The head may end within a line: only whole lines count.
    let whole = head.count < 4096 ? head : Array(head[...(head.lastIndex(of: 10) ?? 0)])
    let probe = LogProbe(path: file, head: whole)
    guard type.confidence(probe) > 0 else { return nil }
    if type.id == CSVImporter.id {
      // TensorBoard's download: time, step and one value.
      guard probe.begins(with: Array("Wall time,Step,Value".utf8)) else { return nil }
    }
    return LogSource(importer: type, files: [probe])
  }

  private static func isPlausible(_ path: String, _ type: any Importer.Type) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    switch type.id {
    case CSVImporter.id: return name.hasSuffix(".csv")
    case ColumnFileImporter.id:
      return [".txt", ".csv", ".log", ".dat", ".out"].contains { name.hasSuffix($0) }
    default: return path.contains("/metrics/") || name.hasSuffix(".log")
    }
  }

  /// Whether the files' names are columns of one game: known ones, each once.
  private static func isOneRun(_ sources: [LogSource]) -> Bool {
    let names = sources.compactMap { source in
      source.files.first.map { probe in
        source.importer.id == CSVImporter.id
          ? CSVImporter.tag(of: probe.name)
          : probe.name.split(separator: ".").first.map(String.init) ?? probe.name
      }
    }
    let known = NameMatcher(dialect: .common).matches(names).filter { $0.meaning != .unknown }
    return known.count >= 2 && Set(names).count == names.count
  }
}
