// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct StagnationTests {
  @Test func plateauOffTheEquilibriumIsANotice() throws {
    var trace = Trace("loss/d: 0.9x1000 ~0.1; loss/g: 1x1000 ~0.1")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] =
        max(30, 90 - Double(index) / 5) + (index > 400 ? 1 : 0)
    }
    let diagnosis = trace.diagnosis(.hinge)
    #expect(try #require(diagnosis.finding(.stagnation)).severity == .notice)
    #expect(diagnosis.health == .healthy)
  }

  @Test func steadyGainIsNot() {
    var trace = Trace("loss/d: 0.9x1000 ~0.1; loss/g: 1x1000 ~0.1")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] = 90 - Double(index) / 20
    }
    #expect(trace.diagnosis(.hinge).finding(.stagnation) == nil)
  }
}
