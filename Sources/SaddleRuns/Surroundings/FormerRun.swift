// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// The run in another folder that a run was resumed from, where its options name it.
enum FormerRun {
  /// Returns what the former run had reached, and which options changed since.
  ///
  /// - Parameters:
  ///   - path: The resumed run: a folder, or a log in it.
  ///   - settings: Its settings, of which one may name a checkpoint: `runs/00000-a/network.pkl`.
  static func session(of path: String, _ settings: RunSettings) -> RunSession? {
    guard let checkpoint = settings.text(.resumedFrom),
      let folder = folder(of: checkpoint, beside: path),
      let reader = try? RunReader(folder)
    else { return nil }
    var tracker = SessionTracker()
    try? reader.read { item in
      let observation = item.observation
      for (signal, value) in observation.values where signal.rawValue.hasPrefix("metrics/") {
        tracker.take(signal, value, step: observation.step)
      }
      _ = tracker.take(step: observation.step, isMarked: false)
    }
    guard var session = tracker.finish() else { return nil }
    session.name = (folder as NSString).lastPathComponent
    session.isContinued = true
    session.changes = changes(from: folder, to: path)
    return session
  }

  /// The folder beside the run's whose name stands in the checkpoint's path.
  private static func folder(of checkpoint: String, beside path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    let own = URL(fileURLWithPath: path)
    let run = isFolder.boolValue ? own : own.deletingLastPathComponent()
    let parent = run.deletingLastPathComponent()
    for name in checkpoint.split(separator: "/").dropLast().reversed()
    where name != "." && name != ".." && name != run.lastPathComponent {
      let candidate = parent.appendingPathComponent(String(name)).path
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
        isFolder.boolValue
      {
        return candidate
      }
    }
    return nil
  }

  /// Options that both runs have and that differ: "batch_size from 64 to 16".
  private static func changes(from former: String, to path: String) -> [String] {
    func values(_ path: String) -> [String: String] {
      var result: [String: String] = [:]
      for entry in OptionSearch.beside(path).flatMap(\.entries) { result[entry.name] = entry.value }
      return result
    }
    let before = values(former)
    return values(path).sorted { $0.key < $1.key }
      .compactMap { name, value in
        let last = name.split(separator: ".").last.map(String.init) ?? name
        guard let old = before[name], old != value, OptionName.keys([last]) != [.resumedFrom] else {
          return nil
        }
        return "\(last) from \(old) to \(value)"
      }
  }
}
