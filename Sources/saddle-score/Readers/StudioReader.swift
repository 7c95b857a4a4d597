// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Reads the logs of PyTorch-StudioGAN and their `truth.json`.
enum StudioReader {
  private static let objectives: [(String, Objective)] = [
    ("hinge", .hinge), ("vanilla", .nonSaturating), ("logistic", .nonSaturating),
    ("least_square", .leastSquares), ("wasserstein", .wasserstein),
  ]

  static func read(_ folder: URL) throws -> [LabeledRun] {
    let truth = try ZooReader.json(folder.appendingPathComponent("truth.json"))
    return try truth.keys.sorted().compactMap { name in
      guard let facts = truth[name] as? [String: Any] else { return nil }
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      return run(name, text, facts)
    }
  }

  private static func run(_ name: String, _ text: String, _ facts: [String: Any]) -> LabeledRun {
    func flag(_ key: String) -> Bool { (facts[key] as? NSNumber)?.boolValue ?? false }
    func step(_ key: String) -> Int { (facts[key] as? NSNumber)?.intValue ?? 0 }
    var symptoms: Set<Symptom> = []
    if flag("collapsed") { symptoms.insert(.metricRegression) }
    if flag("neverLearned") { symptoms.insert(.neverLearned) }
    let objective = objectives.first { text.contains("adv_loss': '\($0.0)'") }?.1
    return LabeledRun(
      name: String(name.prefix { $0 != "." }),
      corpus: .studioGAN,
      observations: observations(text),
      objective: objective ?? objectives.first { text.contains("adv_loss\": \"\($0.0)\"") }?.1,
      symptoms: symptoms,
      isHealthy: flag("healthy"),
      isAmbiguous: symptoms.isEmpty && !flag("healthy"),
      onset: flag("collapsed") ? step("best_step") : nil,
      collapse: flag("collapsed")
        ? .init(bestStep: step("best_step"), lastStep: step("last_step")) : nil
    )
  }

  private static func observations(_ text: String) -> [Observation] {
    text.split(separator: "\n").compactMap { line in
      if line.contains("> Step:") { return losses(line) }
      if line.contains("> FID score (Step:") { return metric(line, .metricFID) }
      if line.contains("> Inception score (Step:") { return metric(line, .metricInceptionScore) }
      return nil
    }
  }

  private static func losses(_ line: Substring) -> Observation? {
    let words = line.split(separator: " ")
    func value(after key: String) -> Double? {
      guard let index = words.firstIndex(where: { $0 == key }), index + 1 < words.count else {
        return nil
      }
      return Double(words[index + 1])
    }
    guard let step = value(after: "Step:"), let whole = Int(exactly: step) else { return nil }
    var observation = Observation(step: whole)
    observation[.lossDiscriminator] =
      value(after: "Discriminator_loss:") ?? value(after: "Dis_loss:")
    observation[.lossGenerator] = value(after: "Generator_loss:") ?? value(after: "Gen_loss:")
    return observation.values.isEmpty ? nil : observation
  }

  private static func metric(_ line: Substring, _ signal: Signal) -> Observation? {
    guard let start = line.range(of: "(Step: "), let last = line.split(separator: " ").last,
      let value = Double(last), let step = Int(line[start.upperBound...].prefix { $0.isNumber })
    else { return nil }
    return Observation(step: step, [signal: value])
  }
}
