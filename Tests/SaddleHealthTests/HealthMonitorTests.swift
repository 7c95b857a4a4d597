// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRunsSamples
import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct HealthMonitorTests {
  @Test func reportsNotANumberAtOnce() throws {
    var monitor = HealthMonitor()
    #expect(monitor.observe(Observation(step: 1, [.lossGenerator: 0.7])).isEmpty)
    let found = monitor.observe(Observation(step: 2, [.lossGenerator: .nan]))
    let finding = try #require(found.first)
    #expect(finding.symptom == .nonFinite)
    #expect(finding.severity == .critical)
    #expect(finding.state == .firing)
    #expect(finding.firstStep == 2)
    #expect(monitor.observe(Observation(step: 3, [.lossGenerator: .nan])).isEmpty)
  }

  @Test func goesOnBitForBitFromACheckpoint() throws {
    var monitor = HealthMonitor(context: RunContext(objective: .hinge))
    for step in 1...500 {
      let wave = Double(step % 7) / 7
      _ = monitor.observe(Observation(step: step, [.lossGenerator: wave, .lossDiscriminator: 1]))
    }
    _ = monitor.observe(Observation(step: 501, [.lossGenerator: .infinity]))
    let data = try JSONEncoder().encode(monitor)
    var restored = try JSONDecoder().decode(HealthMonitor.self, from: data)
    for step in 502...900 {
      let observation = Observation(step: step, [.lossGenerator: Double(step % 11)])
      #expect(monitor.observe(observation) == restored.observe(observation))
    }
    #expect(monitor.diagnosis() == restored.diagnosis())
  }

  /// A signal more or less moves the others: what was stored then can't be gone on with.
  @Test func theMonitorOfAVersionWithOtherSignalsIsRefused() throws {
    let data = try JSONEncoder().encode(HealthMonitor())
    var stored = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var run = try #require(stored["run"] as? [String: Any])
    let values = try #require(run["values"] as? [Any])
    run["values"] = Array(values.dropLast())
    stored["run"] = run
    let older = try JSONSerialization.data(withJSONObject: stored)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(HealthMonitor.self, from: older)
    }
  }

  private struct Needy: Detector {
    static let info = DetectorInfo(
      guide: .nonFinite,
      quantities: [.generatorLoss],
      needs: [.lossScale],
      cadence: .everyObservation,
      hold: .none
    )
    mutating func observe(_ run: RunView) -> Verdict { .present(.warning, confidence: 1) }
    func describe(_ run: RunView) -> Description {
      Description("It was asked.", side: .both, basis: .losses, evidence: [], clearedBy: "")
    }
  }

  @Test func aDetectorIsNotAskedBeforeWhatItNeedsIsThere() {
    var monitor = HealthMonitor(catalog: DetectorCatalog([Needy.self]))
    #expect(monitor.observe(Observation(step: 1, [.lossGenerator: 1])).isEmpty)
    #expect(monitor.diagnosis().notJudged.first?.log == [.lossGenerator, .lossDiscriminator])
    #expect(monitor.observe(Observation(step: 2, [.lossGenerator: 1, .lossScale: 1])).count == 1)
    #expect(monitor.diagnosis().findings.first?.lastStep == 2)
    _ = monitor.observe(Observation(step: 3, [.lossGenerator: 1]))
    #expect(monitor.diagnosis().findings.first?.lastStep == 3)
  }

  /// The word alone is that of the whole diagnosis, at any step.
  @Test func theHealthIsThatOfTheDiagnosis() {
    var monitor = HealthMonitor(context: RunContext(objective: .nonSaturating))
    var words: Set<Health> = []
    for step in 1...400 {
      let loss = step < 200 ? 1.3 + 0.1 * Double(step % 3) : step < 390 ? 0.01 : .nan
      _ = monitor.observe(Observation(step: step, [.lossDiscriminator: loss, .lossGenerator: 0.8]))
      #expect(monitor.health == monitor.diagnosis().health)
      words.insert(monitor.health)
    }
    #expect(words.count > 2)
  }

  @Test func diagnosisSurvivesJSON() throws {
    var monitor = HealthMonitor()
    _ = monitor.observe(Observation(step: 1, [.lossGenerator: .nan]))
    let diagnosis = monitor.diagnosis()
    let data = try JSONEncoder().encode(diagnosis)
    #expect(try JSONDecoder().decode(Diagnosis.self, from: data) == diagnosis)
  }

  @Test func whatWasFoundBeforeTrainingStaysInTheDiagnosis() {
    var context = RunContext(objective: .nonSaturating)
    context.architectureFindings = [
      .sample(
        .smallLatent,
        .warning,
        since: 0,
        confidence: 0.8,
        basis: .networks,
        summary: "One latent number."
      )
    ]
    let trace = Trace("loss/d: 1.3x300 ~0.05; loss/g: 0.7x300 ~0.05")
    let diagnosis = trace.diagnosis(context)
    #expect(diagnosis.health == .watch)
    #expect(diagnosis.story.contains("Before training: One latent number."))
    #expect(diagnosis.findings.map(\.symptom) == [.smallLatent])
  }
}
