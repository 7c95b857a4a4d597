// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct BothWinTests {
  @Test func bothNearZeroIsNoGame() throws {
    let trace = Trace("loss/d: 0.02x40 ~0.01; loss/g: 0.03x40 ~0.01")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.bothWin))
    #expect(finding.severity == .critical)
  }

  @Test func oneWinnerIsAGame() {
    let trace = Trace("loss/d: 0.02x40 ~0.01; loss/g: 5x40 ~0.5")
    #expect(trace.diagnosis(.nonSaturating).finding(.bothWin) == nil)
  }

  @Test func errorsOfAnAutoencoderAreUnderNoSuchLaw() {
    let trace = Trace("loss/d: 0.04x60 ~0.01; loss/g: 0.03x60 ~0.01")
    #expect(trace.diagnosis().finding(.bothWin) == nil)
  }

  @Test func criticsAreNotJudged() {
    let trace = Trace("loss/d: -0.001x60 ~0.0005; loss/g: 0.01x60 ~0.001")
    #expect(trace.diagnosis(.wasserstein).notJudged.contains { $0.symptom == .bothWin })
  }

  @Test func besideAReconstructionOnlyZeroCounts() {
    let rec = "; loss/g_reconstruction: 5x60 ~1"
    let small = Trace("loss/d: 0.001x60 ~0.0005; loss/g_adversarial: 0.035x60 ~0.001" + rec)
    #expect(small.diagnosis(.nonSaturating).finding(.bothWin) == nil)
    let zero = Trace("loss/d: 0.1 0x59; loss/g_adversarial: 0.1 0x59" + rec)
    #expect(zero.diagnosis(.nonSaturating).finding(.bothWin) != nil)
  }
}
