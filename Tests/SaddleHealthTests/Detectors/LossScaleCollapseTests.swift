// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct LossScaleCollapseTests {
  @Test func belowOneEveryStepOverflows() throws {
    let trace = Trace("scaling/loss_scale: 65536x4 1024 64 4 1 0.25 0.01x20; loss/d: 1.2x29 ~0.1")
    #expect(try #require(trace.diagnosis().finding(.lossScaleCollapse)).severity == .critical)
  }

  @Test func aScaleThatSettlesIsNone() {
    let trace = Trace("scaling/loss_scale: 65536x4 32768x10 2048x40 1x2 2x10; loss/d: 1.2x66 ~0.1")
    #expect(trace.diagnosis().finding(.lossScaleCollapse) == nil)
  }

  @Test func withoutOneItIsNotJudged() {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1").diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .lossScaleCollapse })
  }
}
