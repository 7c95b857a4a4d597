// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ReloadLoopTests {
  private func trace(_ reloads: Int) -> Trace {
    var trace = Trace("loss/d: 1.2x200 ~0.1; loss/g: 0.9x200 ~0.1")
    for index in 0..<reloads {
      trace.observations[20 + 30 * index].facts = [
        RunFact(.reloaded, "NaN detected. Loading from checkpoint #0")
      ]
    }
    return trace
  }

  @Test func threeReloadsAreALoop() throws {
    let finding = try #require(trace(3).diagnosis().finding(.reloadLoop))
    #expect(finding.severity == .critical)
    #expect(finding.summary.contains("3 times"))
    #expect(!finding.remedies.contains { $0.measure == .rollBack })
    #expect(finding.remedies.contains { $0.measure == .fullPrecision })
  }

  @Test func oneMayBeABadBatch() {
    #expect(trace(1).diagnosis().finding(.reloadLoop) == nil)
    #expect(trace(1).diagnosis().ruledOut.contains { $0.symptom == .reloadLoop })
  }
}
