// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DataRangeTests {
  @Test func pixelsAgainstTanhAreCritical() throws {
    var context = RunContext(objective: .hinge)
    context.outputMinimum = -1
    context.outputMaximum = 1
    let trace = Trace("data/min: 0x40; data/max: 255x40; loss/d: 1.9x40")
    let finding = try #require(trace.diagnosis(context).finding(.dataRange))
    #expect(finding.severity == .critical)
    #expect(finding.remedies.first?.measure == .scaleData)
  }

  @Test func scaledPixelsAreNot() {
    var context = RunContext(objective: .hinge)
    context.outputMinimum = -1
    context.outputMaximum = 1
    let trace = Trace("data/min: -1x40; data/max: 1x40; loss/d: 1.9x40")
    #expect(trace.diagnosis(context).finding(.dataRange) == nil)
  }

  @Test func constantDataAreCritical() {
    let trace = Trace("data/min: 0.5x40; data/max: 0.5x40; loss/d: 1.9x40")
    #expect(trace.diagnosis(.hinge).alarms.contains(.dataRange))
  }
}
