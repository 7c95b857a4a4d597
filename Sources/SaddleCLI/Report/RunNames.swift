// SPDX-License-Identifier: Apache-2.0

import SaddleRuns

/// Short names for runs that are shown side by side.
enum RunNames {
  /// File names that say nothing: the folder's name is the run's.
  private static let generic: Set<String> = [
    "log", "logs", "stats", "loss_log", "loss", "losses", "metrics", "train", "train_log",
    "results", "history", "output", "out", "events",
  ]

  /// Returns a short name for each path: the file's name without its extension or, where that
  /// says nothing, the folder's; longer where two would be the same.
  static func make(_ paths: [String]) -> [String] {
    let parts = paths.map(components)
    let longest = parts.map(\.count).max() ?? 1
    var length = Array(repeating: 1, count: paths.count)
    for _ in 0..<longest {
      let names = zip(parts, length).map { name($0, $1) }
      let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
      let twice = names.indices.filter { counts[names[$0], default: 0] > 1 }
      guard !twice.isEmpty else { return names }
      for index in twice { length[index] = min(parts[index].count, length[index] + 1) }
    }
    return zip(parts, length).map { name($0, $1) }
  }

  private static func name(_ parts: [String], _ length: Int) -> String {
    parts.suffix(length).joined(separator: "/")
  }

  private static func components(_ path: String) -> [String] {
    var parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
    guard let file = parts.popLast() else { return [path] }
    if RecordFiles.include(file) { return parts.isEmpty ? [file] : parts }
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    if generic.contains(stem.lowercased()), !parts.isEmpty { return parts }
    let known = [".jsonl", ".json", ".csv", ".tsv", ".txt", ".log", ".out"]
    let ending = known.first { file.lowercased().hasSuffix($0) && file.count > $0.count }
    return parts + [String(file.dropLast(ending?.count ?? 0))]
  }
}
