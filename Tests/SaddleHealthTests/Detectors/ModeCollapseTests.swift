// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ModeCollapseTests {
  @Test func aFifthOfTheDiversityIsCritical() throws {
    let trace = Trace(
      "diversity/real: 2.5x800; diversity/fake: 2.4x200 0.5x600 ~0.1; loss/d: 1.9x800 ~0.1"
    )
    let finding = try #require(trace.diagnosis(.hinge).finding(.modeCollapse))
    #expect(finding.severity == .critical)
    #expect(finding.basis == .samples)
    #expect(abs(finding.firstStep - 201) < 20)
  }

  @Test func ninetyPercentOfTheDiversityIsFine() {
    let trace = Trace(
      "diversity/real: 2.5x800; diversity/fake: 2.25x800 ~0.2; loss/d: 1.9x800 ~0.1"
    )
    #expect(trace.diagnosis(.hinge).finding(.modeCollapse) == nil)
  }

  @Test func lossesAloneAreOnlyConsistentWithIt() throws {
    let trace = Trace("loss/d: 1.3x300 ~0.05 0.65x900 ~0.05; loss/g: 0.7x300 1.9x900 ~0.2")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.modeCollapse))
    #expect(finding.severity == .notice)
    #expect(finding.basis == .losses)
    #expect(finding.summary.hasPrefix("Consistent with mode collapse"))
    #expect(trace.diagnosis(.nonSaturating).health == .unjudgeable)
  }

  @Test func lossesOfPairedTasksAndLargeBatchesSayNothingOfIt() {
    let low = Trace("loss/d: 0.65x900 ~0.05; loss/g: 1.9x900 ~0.2")
    var context = RunContext(objective: .nonSaturating)
    #expect(low.diagnosis(context).finding(.modeCollapse) != nil)
    context.batchSize = 256
    #expect(low.diagnosis(context).finding(.modeCollapse) == nil)
    let paired = Trace(
      "loss/d: 0.65x900 ~0.05; loss/g_adversarial: 1.9x900 ~0.2; loss/g_reconstruction: 9x900"
    )
    #expect(paired.diagnosis(.nonSaturating).finding(.modeCollapse) == nil)
  }

  /// Low and rising is young; the same values the other way round are a collapse.
  @Test func risingDiversityIsLearningAndFallingIsCollapse() {
    func run(_ levels: [Double]) -> Diagnosis {
      var trace = Trace("loss/d: 1.9x\(levels.count) ~0.1; diversity/real: 1x\(levels.count)")
      for (index, level) in levels.enumerated() {
        trace.observations[index][.diversityFake] = level
      }
      return trace.diagnosis(.hinge)
    }
    let rising = (0..<400).map { 0.06 + 0.0014 * Double($0) }
    for length in [20, 50, 100, 200, 300, 400] {
      let young = run(Array(rising.prefix(length)))
      #expect(young.finding(.modeCollapse) == nil, "\(length)")
    }
    #expect(run(rising).health == .healthy)
    #expect(run(rising.reversed()).finding(.modeCollapse)?.severity == .critical)
    let stuck = run(rising.prefix(100) + Array(repeating: 0.2, count: 300))
    #expect(stuck.finding(.modeCollapse)?.state == .firing)
  }

  /// What is said of an alarm never contradicts its condition, while it fades either.
  @Test func aFadingAlarmKeepsTheWordsOfItsCondition() throws {
    let trace = Trace(
      "diversity/real: 1x700; diversity/fake: 1x200 0.5x300 0.75x200; loss/d: 1.9x700 ~0.1"
    )
    let finding = try #require(trace.diagnosis(.hinge).finding(.modeCollapse))
    let shown = try #require(finding.evidence.first)
    #expect(shown.value.value < shown.threshold?.value ?? 0)
    #expect(finding.summary.contains("50"))
  }

  @Test func goodFIDOverrulesTheLosses() {
    var trace = Trace("loss/d: 0.4x1000 ~0.1; loss/g: 1.9x1000 ~0.2")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] = 60 - Double(index) / 20
    }
    #expect(trace.diagnosis(.hinge).finding(.modeCollapse) == nil)
  }

  @Test func halvedCoverageIsCritical() {
    let trace = Trace("metrics/coverage: 0.3 0.6 0.7 0.7 0.1x30; loss/d: 1x34")
    #expect(trace.diagnosis(.hinge).alarms.contains(.modeCollapse))
  }
}
