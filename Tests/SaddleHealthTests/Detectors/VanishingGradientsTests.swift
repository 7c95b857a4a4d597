// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct VanishingGradientsTests {
  @Test func fallByFourDecadesIsAWarningBySixCritical() throws {
    func diagnosis(_ end: String) -> Diagnosis {
      Trace("grad_norm/g: 1x300 \(end)x1500; loss/d: 0.7x1800 ~0.05").diagnosis(.hinge)
    }
    let warning = try #require(diagnosis("0.0001").finding(.vanishingGradients))
    #expect(warning.severity == .warning)
    let critical = try #require(diagnosis("0.000001").finding(.vanishingGradients))
    #expect(critical.severity == .critical)
  }

  @Test func tinyButSteadyIsNot() {
    // A weight-clipped critic trains with 3e-4.
    let trace = Trace("grad_norm/g: 0.0003x1800 ~0.0001; loss/d: -0.0001x1800; loss/g: 0.01x1800")
    #expect(!trace.diagnosis(.wasserstein).alarms.contains(.vanishingGradients))
  }

  @Test func discriminatorThatHasWonIsANotice() throws {
    let trace = Trace("grad_norm/d: 1x300 0.0001x1500; loss/d: 0.7x1800 ~0.05")
    let finding = try #require(trace.diagnosis(.hinge).finding(.vanishingGradients))
    #expect(finding.severity == .notice)
  }
}
