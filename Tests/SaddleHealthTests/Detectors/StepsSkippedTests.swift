// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct StepsSkippedTests {
  private func trace(skips: Int, every: Int, scale: (Int) -> Double?) -> Trace {
    var trace = Trace("loss/d: 1.2x4000 ~0.1; loss/g: 0.9x4000 ~0.1")
    for index in 0..<skips where index * every < 4000 {
      var fact = RunFact(.skippedStep, "Gradient overflow. Skipping step", line: index)
      fact.value = scale(index)
      trace.observations[index * every].facts = [fact]
    }
    return trace
  }

  @Test func aScaleThatFallsBelowAnythingIsCritical() throws {
    let trace = trace(skips: 60, every: 2) { 65_536 / Double(1 << min($0, 60)) }
    var monitor = HealthMonitor()
    for observation in trace.observations.prefix(200) { _ = monitor.observe(observation) }
    let diagnosis = monitor.diagnosis()
    let finding = try #require(diagnosis.finding(.stepsSkipped))
    #expect(finding.severity == .critical)
    #expect(finding.summary.contains("60 steps"))
    #expect(diagnosis.health == .sick)
  }

  @Test func skippingMostStepsCountsWithoutAScale() {
    let trace = trace(skips: 40, every: 1) { _ in nil }
    var monitor = HealthMonitor()
    for observation in trace.observations.prefix(60) { _ = monitor.observe(observation) }
    #expect(monitor.diagnosis().finding(.stepsSkipped)?.severity == .warning)
  }

  @Test func aScalerAtWorkIsNoFault() {
    // Sixteen at the beginning, then one in two thousand.
    let start = trace(skips: 16, every: 1) { 65_536 / Double(1 << $0) }.diagnosis()
    #expect(start.findings.allSatisfy { $0.symptom != .stepsSkipped })
    let later = trace(skips: 2, every: 2000) { _ in 32_768 }.diagnosis()
    #expect(later.findings.allSatisfy { $0.symptom != .stepsSkipped })
  }

  @Test func twoThousandStepsWithoutOneClearIt() throws {
    let diagnosis = trace(skips: 30, every: 1) { 65_536 / Double(1 << $0) }.diagnosis()
    #expect(
      try #require(diagnosis.findings.first { $0.symptom == .stepsSkipped }).state == .resolved
    )
  }
}
