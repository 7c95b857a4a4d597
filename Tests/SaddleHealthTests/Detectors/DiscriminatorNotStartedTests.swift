// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DiscriminatorNotStartedTests {
  private static let rec = "; loss/g_reconstruction: 0.3x100 ~0.01"

  @Test func whileItWaitsItIsANotice() {
    let diagnosis = Trace("loss/d: 0x100" + Self.rec).diagnosis(.hinge)
    #expect(diagnosis.finding(.discriminatorNotStarted)?.severity == .notice)
    #expect(diagnosis.alarms.isEmpty)
  }

  @Test func itsStartIsAnEvent() {
    let diagnosis = Trace("loss/d: 0x50 0.91 0.88 0.9 0.93 0.87 0.92 0.9 0.89" + Self.rec)
      .diagnosis(.hinge)
    #expect(diagnosis.finding(.discriminatorNotStarted)?.state == .resolved)
    #expect(diagnosis.events.contains { $0.kind == .discriminator && $0.step == 51 })
    #expect(diagnosis.finding(.discriminatorLossZero) == nil)
  }

  @Test func oneThatTakesPartIsNone() {
    let diagnosis = Trace("loss/d: 0.9x100 ~0.05" + Self.rec).diagnosis(.hinge)
    #expect(diagnosis.finding(.discriminatorNotStarted) == nil)
  }
}
