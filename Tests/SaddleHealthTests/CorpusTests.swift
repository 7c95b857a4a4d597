// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// All detectors stay silent on the stored healthy runs, and see what ended badly.
@Suite struct CorpusTests {
  private static let zoo = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../shared/runs/zoo").standardized

  private static let columns: [(String, Signal)] = [
    ("loss_d", .lossDiscriminator), ("loss_g", .lossGenerator), ("d_real", .scoresReal),
    ("d_fake", .scoresFake), ("acc_real", .accuracyReal), ("acc_fake", .accuracyFake),
    ("grad_norm_g", .gradientNormGenerator), ("grad_norm_d", .gradientNormDiscriminator),
    ("penalty", .penalty), ("spread_real", .diversityReal), ("spread_fake", .diversityFake),
  ]

  private func diagnosis(_ name: String) throws -> Diagnosis? {
    let log = Self.zoo.appendingPathComponent("\(name)/log.jsonl")
    guard FileManager.default.fileExists(atPath: log.path) else {
      print("CorpusTests: no labeled runs beside the package; '\(name)' is skipped")
      return nil
    }
    var monitor = HealthMonitor()
    for line in try String(contentsOf: log, encoding: .utf8).split(separator: "\n") {
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      var observation = Observation(step: (row["step"] as? NSNumber)?.intValue ?? 0)
      for (column, signal) in Self.columns {
        observation[signal] = (row[column] as? NSNumber)?.doubleValue
      }
      _ = monitor.observe(observation)
    }
    return monitor.diagnosis()
  }

  @Test(arguments: ["swiss-ns-r1", "ring-wgangp-healthy", "fmnist-ns-healthy"])
  func healthyRunsStaySilent(_ name: String) throws {
    guard let diagnosis = try diagnosis(name) else { return }
    #expect(diagnosis.findings.allSatisfy { $0.severity == .notice })
    #expect(diagnosis.health == .healthy)
  }

  @Test func explosionWithoutANaNIsFoundAtTheInjectedStep() throws {
    guard let diagnosis = try diagnosis("ring-ns-inject-lr") else { return }
    let finding = diagnosis.findings.first { $0.symptom == .divergence }
    #expect(finding.map { (2000...2002).contains($0.firedAtStep) } == true)
    #expect(diagnosis.causes.first?.symptom == .divergence)
    #expect(diagnosis.health == .dead)
  }

  @Test func collapseIsFoundFromSamples() throws {
    guard let diagnosis = try diagnosis("ring-hinge-sn") else { return }
    let finding = diagnosis.findings.first { $0.symptom == .modeCollapse }
    #expect(finding?.severity == .critical)
    #expect(diagnosis.health == .sick)
  }
}
