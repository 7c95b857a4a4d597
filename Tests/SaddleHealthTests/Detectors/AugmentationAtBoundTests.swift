// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct AugmentationAtBoundTests {
  /// A run whose trainer declares a bound; `trace` begins at 0 and rises.
  private func declared(_ notation: String, bound: Double = 0.8) -> Diagnosis {
    var context = RunContext(objective: .nonSaturating)
    context.measures[.adaptiveAugmentation] = .some(nil)
    context.measures[.r1] = 1
    context.augmentationBound = bound
    return Trace(notation).diagnosis(context)
  }

  @Test func aStrengthThatStaysAtItsDeclaredBoundIsAWarning() throws {
    let diagnosis = declared("augmentation/p: 0x50 0.3x50 0.6x50 0.8x300; loss/d: 1.1x450 ~0.05")
    let finding = try #require(diagnosis.finding(.augmentationAtBound))
    #expect(finding.severity == .warning)
    #expect(finding.state == .firing)
    #expect(finding.evidence.first?.threshold?.value == 0.98 * 0.8)
    #expect(finding.firstStep > 150 && finding.firstStep < 250)
    let measures = finding.remedies.map(\.measure)
    #expect(measures == [.moreData, .raisePenalty, .lecam, .stop])
    let raise = finding.remedies.first { $0.measure == .raisePenalty }
    #expect(raise?.changes.map(\.line) == ["regularizers.r1.gamma: 2"])
  }

  @Test func justBelowTheBoundItIsNot() {
    let diagnosis = declared("augmentation/p: 0x50 0.4x50 0.7x350; loss/d: 1.1x450 ~0.05")
    #expect(diagnosis.finding(.augmentationAtBound) == nil)
    #expect(diagnosis.ruledOut.contains { $0.symptom == .augmentationAtBound })
  }

  @Test func aTouchOfTheBoundIsNot() {
    let diagnosis = declared("augmentation/p: 0.7x200 0.8x40 0.6x200; loss/d: 1.1x440 ~0.05")
    #expect(diagnosis.finding(.augmentationAtBound) == nil)
  }

  @Test func anUndeclaredStrengthNearCertaintyIsANotice() throws {
    let foreign = Trace("augmentation/p: 0x40 0.2x40 0.5x40 0.9x500; loss/d: 1.1x620 ~0.05")
    let finding = try #require(foreign.diagnosis(.nonSaturating).finding(.augmentationAtBound))
    #expect(finding.severity == .notice)
    #expect(finding.confidence == 0.5)
  }

  @Test func aStrengthSetByHandIsNot() {
    let fixed = Trace("augmentation/p: 1x600; loss/d: 1.1x600 ~0.05")
    #expect(fixed.diagnosis(.nonSaturating).finding(.augmentationAtBound) == nil)
  }

  @Test func anUndeclaredStrengthOfStyleGANsUsualRunsIsNot() {
    let usual = Trace("augmentation/p: 0x40 0.2x40 0.4x40 0.7x500; loss/d: 1.1x620 ~0.05")
    #expect(usual.diagnosis(.nonSaturating).finding(.augmentationAtBound) == nil)
  }

  @Test func withoutTheSignalItSaysWhatToLog() {
    let diagnosis = Trace("loss/d: 1.1x300 ~0.05").diagnosis(.nonSaturating)
    let entry = diagnosis.notJudged.first { $0.symptom == .augmentationAtBound }
    #expect(entry?.log == [.augmentation])
  }

  @Test func itIsOverWhenTheStrengthFalls() {
    let diagnosis = declared("augmentation/p: 0x50 0.8x300 0.5x600; loss/d: 1.1x950 ~0.05")
    #expect(diagnosis.finding(.augmentationAtBound)?.state == .resolved)
  }

  @Test func aProbabilityThatClimbsThroughOneIsAWarning() throws {
    let trace = Trace(
      (0..<120).map { Observation(step: $0, [.augmentation: 0.02 * Double($0), .signsReal: 0.5]) }
    )
    let finding = try #require(trace.diagnosis().finding(.augmentationAtBound))
    #expect(finding.severity == .warning)
    #expect(finding.summary.contains("beyond a probability of 1"))
  }

  @Test func aStrengthInPerCentIsNone() {
    let trace = Trace("augmentation/p: 60x120; loss/d: 1.2x120 ~0.1")
    #expect(trace.diagnosis().alarms.contains(.augmentationAtBound) == false)
  }
}
