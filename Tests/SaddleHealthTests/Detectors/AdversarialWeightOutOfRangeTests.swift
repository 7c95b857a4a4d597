// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct AdversarialWeightOutOfRangeTests {
  @Test func theClampIsNamed() throws {
    let trace = Trace("weight/adversarial: 0.6x40 ~0.1 8000x200; loss/d: 0.9x240 ~0.1")
    let finding = try #require(trace.diagnosis().finding(.adversarialWeightOutOfRange))
    #expect(finding.severity == .warning)
    let remedy = try #require(finding.remedies.first)
    #expect(remedy.measure == .fixedAdversarialWeight)
    #expect(remedy.title.contains("(it stands at 8000)"), "\(remedy.title)")
  }

  /// A clamp in 60 of 100 observations is found as well as one in 200 of 240.
  @Test func aShortRunAtTheClampIsNamed() throws {
    let trace = Trace("weight/adversarial: 0.6x40 ~0.1 8000x60; loss/d: 0.9x100 ~0.1")
    let finding = try #require(trace.diagnosis().finding(.adversarialWeightOutOfRange))
    #expect(finding.severity == .warning)
  }

  @Test func beforeTheStartItMeansNothing() {
    let trace = Trace("weight/adversarial: 8000x60; weight/discriminator: 0x60; loss/d: 0x60")
    #expect(trace.diagnosis().finding(.adversarialWeightOutOfRange) == nil)
  }

  @Test func aLargeWeightBelowIsNone() {
    let trace = Trace("weight/adversarial: 400x60 ~50; loss/d: 0.9x60 ~0.1")
    #expect(trace.diagnosis().finding(.adversarialWeightOutOfRange) == nil)
  }
}
