// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleRuns
import SaddleTraining

extension EvaluationSide {
  /// Returns why a side can't be there, in the user's words; nil where something has that name.
  static func missing(_ text: String) -> String? {
    let isRunData = text.hasPrefix(RunDataStream.prefix)
    let path = isRunData ? String(text.dropFirst(RunDataStream.prefix.count)) : text
    if FileManager.default.fileExists(atPath: path) { return nil }
    if text.hasSuffix(".npz") { return "\(text): no such file" }
    let set = path.split(separator: ":", maxSplits: 1).first.map(String.init) ?? path
    let sets = DataSetCatalog.all.map(\.name)
    if !isRunData, sets.contains(set) { return nil }
    if path.contains("/") || isRunData {
      return "\(path): no such folder or run; \(neighbors(of: path))"
    }
    return
      "\(path): no such folder or run, and no data set of that name (\(sets.joined(separator: ", ")); "
      + "`saddle data list` lists them)"
  }

  /// What is beside a path that isn't there.
  private static func neighbors(of path: String) -> String {
    let parent = FilePath.openFolder(of: path)
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: parent) else {
      return "there is no \(parent) either"
    }
    let names = all.filter { !$0.hasPrefix(".") }.sorted()
    guard !names.isEmpty else { return "\(parent) is empty" }
    let more = names.count > 8 ? ", ..." : ""
    return "\(parent) has \(names.prefix(8).joined(separator: ", "))\(more)"
  }
}
