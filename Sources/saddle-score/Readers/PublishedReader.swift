// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// Reads the other published logs of `real/` as `saddle diagnose` does (`RunLog`).
enum PublishedReader {
  /// Judgments of the corpus' README, by a part of the path.
  private static let labels: [(String, healthy: Bool, Set<Symptom>)] = [
    ("my-chainer-gan/result_dcgan", false, [.discriminatorDominates]),
    ("my-chainer-gan/result_sndcgan", true, []), ("my-chainer-gan/result_began", true, []),
    ("aidiary__", true, []), ("CHAOS2629__", true, []), ("mikelmh025__", true, []),
    ("mingxuanM__", false, [.discriminatorDominates]),
    ("results_old.csv", false, []), ("SimonTsh__", false, [.discriminatorDominates]),
    ("hwr9912__", true, []), ("ajbrock__", true, []),
  ]

  private static let endings = ["/log", "loss_log.txt", ".csv", ".jsonl"]

  static func read(_ folder: URL) throws -> [LabeledRun] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try paths.flatMap { path -> [LabeledRun] in
      guard let label = labels.first(where: { path.contains($0.0) }),
        endings.contains(where: path.hasSuffix)
      else { return [] }
      return try games(folder, path, label)
    }
  }

  /// Each game of a run counts: the label is of the whole.
  private static func games(
    _ folder: URL,
    _ path: String,
    _ label: (String, healthy: Bool, Set<Symptom>)
  ) throws -> [LabeledRun] {
    try RunLog.read(folder.appendingPathComponent(path).path).compactMap { game in
      guard game.observations.count > 4 else { return nil }
      return LabeledRun(
        name: path + (game.name.map { " (\($0))" } ?? ""),
        corpus: .published,
        observations: game.observations,
        known: game.context,
        objective: nil,
        symptoms: label.2,
        isHealthy: label.healthy,
        isAmbiguous: !label.healthy && label.2.isEmpty,
        onset: nil,
        collapse: nil
      )
    }
  }
}
