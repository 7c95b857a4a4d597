// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct MetricRegressionTests {
  @Test func twiceTheBestIsCriticalSinceTheBestStep() throws {
    let trace = Trace("metrics/fid: 200 120 80 60 50 45 60 95 100 110", stride: 2000)
    let diagnosis = trace.diagnosis()
    let finding = try #require(diagnosis.finding(.metricRegression))
    #expect(finding.severity == .critical)
    #expect(finding.firstStep == 12000)
    #expect(diagnosis.best == Diagnosis.Best(step: 12000, metric: .metricFID, value: 45))
    #expect(diagnosis.health == .sick)
  }

  @Test func theMetricThatTheRunDeclaresDecides() {
    var context = RunContext()
    context.decidingMetric = .metricRecall
    let trace = Trace("metrics/fid: 90 80 70 60 50 45; metrics/recall: 0.1 0.5 0.4 0.3 0.3 0.3")
    #expect(trace.diagnosis().best?.metric == .metricFID)
    let best = trace.diagnosis(context).best
    #expect(best == Diagnosis.Best(step: 2, metric: .metricRecall, value: 0.5))
  }

  @Test func oneBadEvaluationIsNot() {
    let trace = Trace("metrics/fid: 200 120 80 60 50 45 130 44 43 43", stride: 2000)
    let diagnosis = trace.diagnosis()
    #expect(diagnosis.alarms.isEmpty)
    #expect(!diagnosis.findings.contains { $0.severity == .critical })
  }

  @Test func fallingSteeplyIsNoRegression() {
    let diagnosis = Trace("metrics/fid: 400 300 200 140 100 70 50 35 24", stride: 2000).diagnosis()
    #expect(diagnosis.finding(.metricRegression) == nil)
  }

  @Test func higherIsBetterForTheInceptionScore() {
    #expect(Trace("metrics/is: 2 4 6 8 8 4 4 4").diagnosis().alarms.contains(.metricRegression))
    #expect(Trace("metrics/is: 2 4 6 8 8 8.5 8.4 8.6").diagnosis().alarms.isEmpty)
  }

  @Test func adviceToStopComesBeforeTheEndOfPatience() throws {
    let collapse = "metrics/fid: 100 60 50 45" + String(repeating: " 95", count: 40)
    let stop = try #require(Trace(collapse, stride: 2000).diagnosis().stopAdvisedAt)
    // ln(95 / 45) = 0.75 an evaluation: the sixth after the best makes 4.
    #expect(stop == 20000)
  }
}
