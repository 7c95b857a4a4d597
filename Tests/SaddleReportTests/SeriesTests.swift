// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import Testing

@Suite struct SeriesTests {
  @Test func keepsEachValueWhileThereIsRoom() {
    var series = Series(capacity: 8)
    for step in 1...8 { series.add(Double(step), step: step) }
    #expect(series.buckets.map(\.mean) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(series.buckets.map(\.firstStep) == Array(1...8))
  }

  @Test func keepsSpikesInBoundedMemory() {
    var series = Series(capacity: 64)
    for step in 1...100_000 {
      series.add(step == 70_001 ? 1e6 : step == 30_003 ? -5 : 1, step: step)
    }
    #expect(series.buckets.count <= 64)
    #expect(series.buckets.map(\.maximum).max() == 1e6)
    #expect(series.buckets.map(\.minimum).min() == -5)
    #expect(series.buckets.map(\.count).reduce(0, +) == 100_000)
    #expect(series.buckets.first?.firstStep == 1)
    #expect(series.buckets.last?.lastStep == 100_000)
    let steps = series.buckets.flatMap { [$0.firstStep, $0.lastStep] }
    #expect(steps == steps.sorted())
  }

  @Test func leavesAGapWhereNothingIsFinite() {
    var series = Series(capacity: 8)
    for (step, value) in [1, .nan, .infinity, 2].enumerated() { series.add(value, step: step) }
    #expect(series.buckets.map(\.isGap) == [false, true, true, false])
    #expect(series.buckets.map(\.nonFiniteCount) == [0, 1, 1, 0])
  }

  @Test func staysBoundedWhereStepsGoBackAllTheTime() {
    var series = Series(capacity: 32)
    for index in 0..<10_000 { series.add(Double(index % 7), step: index % 3) }
    #expect(series.buckets.count <= 32)
    #expect(series.buckets.map(\.count).reduce(0, +) == 10_000)
  }

  @Test func startsANewBucketWhereARunIsResumed() {
    var series = Series(capacity: 16)
    for step in 1...60 { series.add(1, step: step) }
    for step in 31...40 { series.add(2, step: step) }
    let resumed = series.buckets.first { $0.maximum == 2 }
    #expect(resumed?.firstStep == 31)
    #expect(resumed?.minimum == 2)
  }

  @Test func traceKeepsSignalsApartAndFindsTheLosses() {
    var trace = RunTrace()
    trace.add(Observation(step: 5, [.lossDiscriminatorReal: 1, .metricFID: 30]))
    trace.add(Observation(step: 2, [.lossDiscriminatorReal: 2]))
    #expect(trace.signals == [.lossDiscriminatorReal, .metricFID])
    #expect(trace.firstStep == 2)
    #expect(trace.lastStep == 5)
    #expect(trace.loss(of: .discriminator)?.signal == .lossDiscriminatorReal)
    #expect(trace.loss(of: .generator) == nil)
  }
}
