// SPDX-License-Identifier: Apache-2.0

/// Formats that are folders of many files, one for each metric.
enum FolderFormats {
  private static let types: [any Importer.Type] = [MLflowImporter.self, MetricLogImporter.self]
  static let fileLimit = 2000

  /// Returns the run that the folder is, or nil where it is none of these.
  static func locate(_ path: String, files: [String]) -> LocatedRun? {
    for type in types {
      let sources = files.prefix(fileLimit).compactMap { file -> LogSource? in
        guard isPlausible(file),
          let head = try? FileChunks.head(file, limit: 4096), !head.isEmpty
        else { return nil }
        // The head may end within a line: only whole lines count.
        let whole = head.count < 4096 ? head : Array(head[...(head.lastIndex(of: 10) ?? 0)])
        let probe = LogProbe(path: file, head: whole)
        return type.confidence(probe) > 0 ? LogSource(importer: type, files: [probe]) : nil
      }
      if sources.count >= 2 || (sources.count == 1 && files.count == 1) {
        return LocatedRun(sources: sources)
      }
    }
    return nil
  }

  private static func isPlausible(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return path.contains("/metrics/") || name.hasSuffix(".log")
  }
}
