// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The logs of the labeled runs: in the folder that SADDLE_CORPORA names, or in ../shared/runs.
enum CorpusLogs {
  private static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["SADDLE_CORPORA"] { return named }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "shared/runs").path
  }()

  /// Their paths; none where the folder is absent.
  static var all: [String] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { file in
      let name = file.split(separator: "/").last ?? ""
      return name == "log" || name.contains("tfevents") || name.hasSuffix(".log")
        || name.hasSuffix(".csv") || name.hasSuffix(".jsonl") || name == "loss_log.txt"
    }.sorted().map { folder + "/" + $0 }
  }
}
