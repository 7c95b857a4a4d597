// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@Suite struct ThresholdTests {
  private let accuracy = Threshold.above(
    0.98,
    clears: 0.95,
    unit: "% of samples",
    scale: 100,
    source: "a test"
  )
  private let loss = Threshold.below(0.1, unit: "x ideal", source: "a test")

  @Test func firesBeyondAndClearsOnTheHealthySide() {
    #expect(
      accuracy.verdict(0.99, .warning, confidence: 0.8) == .present(.warning, confidence: 0.8)
    )
    #expect(accuracy.verdict(0.97, .warning, confidence: 0.8) == .fading)
    #expect(accuracy.verdict(0.9, .warning, confidence: 0.8) == .clear)
    #expect(loss.verdict(0.05, .notice, confidence: 1) == .present(.notice, confidence: 1))
    #expect(loss.verdict(0.1, .notice, confidence: 1) == .clear)
  }

  @Test func nothingIsKnownOfNotANumber() {
    #expect(!accuracy.holds(.nan) && !accuracy.isGone(.nan))
    #expect(!loss.holds(.nan) && !loss.isGone(.nan))
  }

  @Test func evidenceAndWordsHaveTheSameNumbers() {
    let evidence = accuracy.evidence("accuracy", signal: .accuracy, 0.991)
    #expect(evidence.value.value == 99.1)
    #expect(evidence.threshold?.value == 98)
    #expect(evidence.relation == .above)
    #expect(accuracy.words == "above 98 % of samples")
    #expect(accuracy.clearingWords == "below 95 % of samples")
    #expect(loss.words == "below 0.1 x ideal")
    #expect(loss.clearingWords == "above 0.1 x ideal")
    let rest = Threshold.within(0.1, of: 1, clears: 0.15, unit: "x ideal", source: "a test")
    #expect(rest.words == "within 0.1 x ideal of 1")
    #expect(rest.course == "within 0.1 x ideal of 1, gone more than 0.15 x ideal from 1")
    let half = Threshold.within(0.02, of: 0.5, unit: "points", scale: 100, source: "a test")
    #expect(half.words == "within 2 points of 50")
  }
}
