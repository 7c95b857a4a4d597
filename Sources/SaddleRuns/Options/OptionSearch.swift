// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Finds the options of a run: printed at the beginning of its log, or in files beside it.
enum OptionSearch {
  /// Lines of a log's beginning that are searched.
  static let lineLimit = 2000

  /// Options that stand beside the log at `path`, or in the folder that it is.
  static func beside(_ path: String) -> [OptionList] {
    guard let folder = FilePath.place(of: path) else { return [] }
    var found: [OptionList] = []
    // A log in a folder of logs has its options one above: `run/logs/train.log`.
    for place in [folder, folder + "/.hydra", folder + "/.."] {
      let entries = Set((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [])
      if place.hasSuffix(".."),
        !["log", "logs", "tb", "tensorboard", "vis_data"].contains(
          (folder as NSString).lastPathComponent
        )
      {
        continue
      }
      for name in OptionFile.names where entries.contains(name) {
        if let list = OptionFile.read(place + "/" + name) { found.append(list) }
      }
      if found.isEmpty { found += others(place, entries, log: path) }
      if !found.isEmpty { break }
    }
    return found
  }

  /// The one YAML file of a run's folder, whatever its name: BasicSR's, taming's, StudioGAN's.
  private static func others(_ folder: String, _ entries: Set<String>, log: String) -> [OptionList]
  {
    let files = entries.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted()
    guard (1...3).contains(files.count) else { return [] }
    return files.compactMap { OptionFile.read(folder + "/" + $0) }
  }

  /// Options printed before the first record of a log.
  static func printed(_ head: [UInt8]) -> OptionList? {
    var text = OptionText(source: "options printed in the log")
    for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
      .prefix(lineLimit)
    {
      if isRecord(line) { break }
      guard line.utf8.count < 20_000 else { continue }
      text.take(String(line))
    }
    return text.list.isEmpty ? nil : text.list
  }

  /// Whether a line is a record of training: a loss with a number.
  private static func isRecord(_ line: Substring) -> Bool {
    guard line.utf8.count < 4096 else { return false }
    var text = OptionText(source: "")
    text.take(String(line))
    return text.list.entries.contains { entry in
      let name = OptionName.folded(entry.path.last ?? "")
      return (name.contains("loss") || name == "kimg" || name == "fid")
        && OptionName.keys(entry.path).isEmpty && Double(entry.value) != nil
    } || line.trimmed.hasPrefix("tick ")
  }
}
