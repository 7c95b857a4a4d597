// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Reads the other published logs of `real/`: Chainer JSON, pix2pix and CycleGAN text, SRGAN CSV,
/// BigGAN JSONL.
enum PublishedReader {
  /// Judgements of the corpus' README, by a part of the path.
  private static let labels: [(String, healthy: Bool, Set<Symptom>)] = [
    ("my-chainer-gan/result_dcgan", false, [.discriminatorDominates]),
    ("my-chainer-gan/result_sndcgan", true, []), ("my-chainer-gan/result_began", true, []),
    ("aidiary__", true, []), ("CHAOS2629__", true, []), ("mikelmh025__", true, []),
    ("mingxuanM__", false, [.discriminatorDominates]),
    ("results_old.csv", false, []), ("SimonTsh__", false, [.discriminatorDominates]),
    ("hwr9912__", true, []), ("ajbrock__", true, []),
  ]

  static func read(_ folder: URL) throws -> [LabelledRun] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try paths.compactMap { path in
      guard let label = labels.first(where: { path.contains($0.0) }) else { return nil }
      let url = folder.appendingPathComponent(path)
      guard let observations = try observations(url, path), observations.count > 4 else {
        return nil
      }
      return LabelledRun(
        name: path,
        corpus: .published,
        observations: observations,
        objective: nil,
        symptoms: label.2,
        isHealthy: label.healthy,
        isAmbiguous: !label.healthy && label.2.isEmpty,
        onset: nil,
        collapse: nil
      )
    }
  }

  private static func observations(_ url: URL, _ path: String) throws -> [Observation]? {
    if path.hasSuffix("/log") { return try chainer(url) }
    if path.hasSuffix("loss_log.txt") { return try text(url) }
    if path.hasSuffix(".csv") { return try table(url) }
    return path.hasSuffix(".jsonl") ? try lines(url) : nil
  }

  private static func chainer(_ url: URL) throws -> [Observation]? {
    let rows = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: Any]]
    return rows?.map { row in
      func number(_ keys: String...) -> Double? {
        keys.lazy.compactMap { (row[$0] as? NSNumber)?.doubleValue }.first
      }
      var observation = Observation(step: Int(number("iteration") ?? 0))
      observation[.lossGenerator] = number("loss_gen", "gen/loss")
      observation[.lossDiscriminator] = number("loss_dis", "dis/loss")
      return observation
    }
  }

  private static func text(_ url: URL) throws -> [Observation] {
    var step = 0
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard line.hasPrefix("(epoch"), let end = line.firstIndex(of: ")") else { return nil }
      step += 100
      var observation = Observation(step: step)
      let words = line[line.index(after: end)...].split(separator: " ")
      for index in stride(from: 0, to: words.count - 1, by: 2) {
        guard let value = Double(words[index + 1]) else { continue }
        switch words[index] {
        case "G_GAN:", "G_A:": observation[.lossGeneratorAdversarial] = value
        case "G_L1:", "cycle_A:": observation[.lossGeneratorReconstruction] = value
        case "D_real:": observation[.lossDiscriminatorReal] = value
        case "D_fake:": observation[.lossDiscriminatorFake] = value
        case "D_A:", "D_real+fake:": observation[.lossDiscriminator] = value
        default: break
        }
      }
      return observation
    }
  }

  private static func table(_ url: URL) throws -> [Observation] {
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    let signals: [String: Signal] = [
      "Loss_D": .lossDiscriminator, "Loss_G": .lossGenerator, "PSNR": .metricPSNR,
      "SSIM": .metricSSIM, "Score_D": .probabilityReal, "Score_G": .probabilityFake,
    ]
    let header = lines.first?.split(separator: ",").map(String.init) ?? []
    return lines.dropFirst().enumerated().map { index, line in
      var observation = Observation(step: index + 1)
      for (name, field) in zip(header, line.split(separator: ",")) {
        if let signal = signals[name] { observation[signal] = Double(field) }
      }
      return observation
    }
  }

  private static func lines(_ url: URL) throws -> [Observation] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard
        let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let step = (row["itr"] as? NSNumber)?.intValue
      else { return nil }
      var observation = Observation(step: step)
      observation[.metricFID] = (row["FID"] as? NSNumber)?.doubleValue
      observation[.metricInceptionScore] = (row["IS_mean"] as? NSNumber)?.doubleValue
      return observation
    }
  }
}
