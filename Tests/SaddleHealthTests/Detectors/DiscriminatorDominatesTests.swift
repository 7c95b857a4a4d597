// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DiscriminatorDominatesTests {
  @Test func measuredAccuracyOfAHundredPercentIsAWarning() throws {
    let trace = Trace("accuracy/real: 1x300; accuracy/fake: 0.995x300; loss/d: 0.01x300")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.discriminatorDominates))
    #expect(finding.basis == .outputs)
    #expect(finding.severity == .warning)
  }

  @Test func ninetyFivePercentIsNot() {
    let trace = Trace("accuracy/real: 0.95x300 ~0.04; accuracy/fake: 0.95x300; loss/d: 0.3x300")
    #expect(!trace.diagnosis(.nonSaturating).alarms.contains(.discriminatorDominates))
  }

  @Test func lossBoundsTheAccuracy() throws {
    let trace = Trace("loss/d: 0.01x400 ~0.005; loss/g: 6x400 ~0.3")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.discriminatorDominates))
    #expect(finding.basis == .losses)
  }

  /// The generator's mean over the window is still below the ceiling where this log ends.
  @Test(arguments: [(0.01, 0.985, true), (0.01, 0.9, false), (0.03, 0.985, false)])
  func whoStandsAtTheCeilingOfLeastSquaresIsBeaten(
    _ discriminator: Double,
    _ generator: Double,
    _ isBeaten: Bool
  ) {
    let trace = Trace(
      "loss/d: 0.4x60 \(discriminator)x260 ~0.004; loss/g: 0.3x60 \(generator)x260 ~0.004"
    )
    let finding = trace.diagnosis(.leastSquares).finding(.discriminatorDominates)
    #expect((finding?.state == .firing) == isBeaten)
    #expect(finding?.evidence.contains { $0.signal == .lossGenerator } != false)
  }

  /// The ceiling is asked of where the loss stands now: neither of its past nor of its last few values.
  @Test(arguments: [
    ("0.9x60 0.985x260", true), ("0.9x310 0.985x10", false), ("0.985x60 0.9x260", false),
  ])
  func theCeilingIsWhereTheLossStandsNow(_ generator: String, _ isBeaten: Bool) {
    let trace = Trace("loss/d: 0.4x60 0.01x260 ~0.002; loss/g: \(generator) ~0.004")
    let finding = trace.diagnosis(.leastSquares).finding(.discriminatorDominates)
    #expect((finding?.state == .firing) == isBeaten)
  }

  @Test func strongStartThatPassesIsResolved() throws {
    let trace = Trace(
      "accuracy/real: 1x200 0.75x600; accuracy/fake: 1x200 0.7x600; loss/d: 1x800 ~0.1"
    )
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(try #require(diagnosis.finding(.discriminatorDominates)).state == .resolved)
    #expect(diagnosis.health == .healthy)
  }
}
