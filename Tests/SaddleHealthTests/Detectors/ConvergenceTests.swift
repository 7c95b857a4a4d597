// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ConvergenceTests {
  private func trace(_ level: String) -> Trace {
    var trace = Trace("loss/d: \(level)x1000 ~0.02; loss/g: 0.7x1000 ~0.02")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] =
        max(10, 50 - Double(index) / 10) + (index > 400 ? 0.1 : 0)
    }
    return trace
  }

  @Test func restAtTheBestMetricIsConvergence() {
    let diagnosis = trace("1.386").diagnosis(.nonSaturating)
    #expect(diagnosis.finding(.convergence)?.state == .firing)
    #expect(!diagnosis.outlook.worthGoingOn)
    #expect(diagnosis.health == .healthy)
  }

  @Test func plateauOffTheEquilibriumIsNot() {
    #expect(trace("0.9").diagnosis(.nonSaturating).finding(.convergence) == nil)
  }

  @Test func lossesAloneNeverAre() {
    let diagnosis = Trace("loss/d: 1.386x1000 ~0.01; loss/g: 0.693x1000").diagnosis(.nonSaturating)
    #expect(diagnosis.notJudged.contains { $0.symptom == .convergence })
  }
}
