// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ScheduleEventTests {
  @Test func suddenDropIsAnEventAndANotice() throws {
    let trace = Trace(
      "learning_rate/g: 0.001x200 0.0001x20; loss/d: 1.3x220 ~0.1; loss/g: 0.7x220 ~0.1"
    )
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(try #require(diagnosis.finding(.scheduleEvent)).severity == .notice)
    #expect(diagnosis.events.first?.kind == .learningRate)
    #expect(diagnosis.events.first?.step == 201)
    #expect(diagnosis.health == .healthy)
  }

  @Test func smoothDecayIsNone() {
    let observations = (0..<400).map { step in
      Observation(
        step: step,
        [.learningRateGenerator: 1e-3 * (1 - Double(step) / 400), .lossDiscriminator: 1.3]
      )
    }
    let diagnosis = Trace(Array(observations.dropLast(3))).diagnosis(.nonSaturating)
    #expect(diagnosis.finding(.scheduleEvent) == nil)
  }
}
