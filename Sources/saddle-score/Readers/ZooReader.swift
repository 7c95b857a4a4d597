// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Reads `zoo/NAME/log.jsonl` and `truth.json`.
enum ZooReader {
  private static let columns: [(String, Signal)] = [
    ("loss_d", .lossDiscriminator), ("loss_g", .lossGenerator), ("d_real", .scoresReal),
    ("d_fake", .scoresFake), ("acc_real", .accuracyReal), ("acc_fake", .accuracyFake),
    ("grad_norm_g", .gradientNormGenerator), ("grad_norm_d", .gradientNormDiscriminator),
    ("penalty", .penalty), ("spread_real", .diversityReal), ("spread_fake", .diversityFake),
  ]
  private static let objectives: [String: Objective] = [
    "ns": .nonSaturating, "mm": .saturating, "hinge": .hinge, "ls": .leastSquares,
    "w": .wasserstein,
  ]

  static func read(_ folder: URL) throws -> [LabeledRun] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.compactMap { name in
      let run = folder.appendingPathComponent(name)
      let log = run.appendingPathComponent("log.jsonl")
      guard FileManager.default.fileExists(atPath: log.path) else { return nil }
      return try readRun(name, log: log, truth: run.appendingPathComponent("truth.json"))
    }
  }

  private static func readRun(_ name: String, log: URL, truth: URL) throws -> LabeledRun {
    let facts = try json(truth)
    let labels = Set(facts["labels"] as? [String] ?? [])
    let recipe = facts["recipe"] as? [String: Any] ?? [:]
    let diverged = (facts["diverged_at"] as? NSNumber)?.intValue
    let series = facts["series"] as? [[String: Any]] ?? []
    return LabeledRun(
      name: name,
      corpus: .zoo,
      observations: try observations(log),
      objective: (recipe["obj"] as? String).flatMap { objectives[$0] },
      symptoms: Set(labels.map(Symptom.init(_:)).filter(Symptom.allCases.contains)),
      isHealthy: labels.contains("healthy"),
      isAmbiguous: labels.contains("ambiguous"),
      onset: diverged ?? failure(series),
      collapse: nil
    )
  }

  /// The first evaluation from which on fewer than half of the modes were covered to the end.
  private static func failure(_ series: [[String: Any]]) -> Int? {
    var onset: Int?
    for row in series {
      guard let modes = (row["modes"] as? NSNumber)?.doubleValue,
        let all = (row["of"] as? NSNumber)?.doubleValue, let step = row["step"] as? Int
      else { return nil }
      if modes < all / 2 { onset = onset ?? step } else { onset = nil }
    }
    return onset
  }

  private static func observations(_ log: URL) throws -> [Observation] {
    let text = try String(contentsOf: log, encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      guard
        let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let step = (row["step"] as? NSNumber)?.intValue
      else { return nil }
      var observation = Observation(step: step)
      for (column, signal) in columns {
        if let number = row[column] as? NSNumber {
          observation[signal] = number.doubleValue
        } else if let word = row[column] as? String, let number = Double(word) {
          observation[signal] = number
        }
      }
      return observation
    }
  }

  /// Reads a JSON object; the bare words NaN and Infinity that Python writes become null.
  static func json(_ url: URL) throws -> [String: Any] {
    let text = try String(contentsOf: url, encoding: .utf8)
      .replacingOccurrences(of: "NaN", with: "null")
      .replacingOccurrences(of: "-Infinity", with: "null")
      .replacingOccurrences(of: "Infinity", with: "null")
    return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
  }
}
