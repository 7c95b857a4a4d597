// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct BrokenMetricTests {
  private static let losses = "; loss/d: 1.3x20 ~0.05; loss/g: 0.8x20 ~0.05"

  @Test(arguments: ["291 9.4e56 7.7e51 -3.1e68 2.2e44x8", "80 60 -3 50 40 30 25x8"])
  func theImpossibleIsNoEvaluation(values: String) throws {
    let diagnosis = Trace("metrics/fid: \(values)" + Self.losses).diagnosis()
    #expect(try #require(diagnosis.finding(.brokenMetric)).severity == .warning)
    #expect(diagnosis.finding(.metricRegression) == nil)
    #expect(diagnosis.health == .watch)
    #expect(diagnosis.stopAdvisedAt == nil)
    #expect((diagnosis.best?.value.value ?? 0) >= 0)
  }

  @Test func halfNaNIsTheMetricsFaultNotTheWeights() throws {
    let values = "300 nan 200 nan 150 nan 100 nan 60 nan 40"
    let diagnosis = Trace("metrics/fid: \(values)" + Self.losses).diagnosis()
    #expect(diagnosis.finding(.brokenMetric) != nil)
    #expect(diagnosis.finding(.nonFinite) == nil)
    #expect(diagnosis.best?.value.value == 40)
  }

  @Test func oneNaNIsNone() {
    let diagnosis = Trace("metrics/fid: 300 200 150 nan 60 40 30 25" + Self.losses).diagnosis()
    #expect(diagnosis.finding(.brokenMetric) == nil)
  }

  @Test func aPlaceholderIsANotice() {
    let diagnosis = Trace("metrics/fid: -1x20" + Self.losses).diagnosis()
    #expect(diagnosis.finding(.brokenMetric)?.severity == .notice)
    #expect(diagnosis.best == nil)
  }

  /// -1 is written where a metric was left out: it is no best, so what follows is no worsening.
  @Test(arguments: ["kid", "swd", "lpips", "coverage", "recall", "ssim"])
  func aPlaceholderIsNoEvaluationOfAnyMetric(_ name: String) throws {
    let values = "0.5 -1 0.4 -1 0.3 0.25 -1 0.22 0.2 -1 0.2 0.2 0.2 0.2"
    let diagnosis = Trace("metrics/\(name): \(values)" + Self.losses).diagnosis()
    #expect(diagnosis.finding(.brokenMetric) == nil)
    #expect((diagnosis.best?.value.value ?? 0) > 0)
    let falls = try #require(Signal(rawValue: "metrics/\(name)")).lowerIsBetter
    #expect((diagnosis.finding(.metricRegression) == nil) == falls)
    #expect(diagnosis.stopAdvisedAt == nil || !falls)
  }

  @Test func anotherNetworksDistanceMayBeLarge() {
    var context = RunContext()
    context.metricFeatures = "pixels"
    let diagnosis = Trace("metrics/fid: 90000 70000 50000 30000" + Self.losses).diagnosis(context)
    #expect(diagnosis.finding(.brokenMetric) == nil)
  }
}
