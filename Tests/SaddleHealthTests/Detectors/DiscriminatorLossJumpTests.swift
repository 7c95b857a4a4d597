// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DiscriminatorLossJumpTests {
  @Test func leapAfterALongLowIsAWarning() {
    let trace = Trace("loss/d: 0.4x800 ~0.1 2.2x120; loss/g: 1.7x920 ~0.2")
    #expect(trace.diagnosis(.hinge).alarms.contains(.discriminatorLossJump))
  }

  @Test func slowRecoveryIsNot() {
    let observations = (1...1500).map { step in
      let rise = Double(max(0, step - 800)) / 700 * 0.9
      return Observation(step: step, [.lossDiscriminator: 0.4 + rise, .lossGenerator: 1.7])
    }
    #expect(Trace(observations).diagnosis(.hinge).finding(.discriminatorLossJump) == nil)
  }

  @Test func aSpikeIsNot() {
    let trace = Trace("loss/d: 0.4x800 ~0.1 9x2 0.4x200; loss/g: 1.7x1002 ~0.2")
    #expect(trace.diagnosis(.hinge).finding(.discriminatorLossJump) == nil)
  }
}
