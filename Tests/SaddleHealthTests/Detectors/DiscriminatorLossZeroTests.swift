// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DiscriminatorLossZeroTests {
  @Test func lastingZeroIsAWarning() {
    let trace = Trace("loss/d: 1.3x100 0.02x500 ~0.01; loss/g: 0.7x100 7x500 ~0.2")
    #expect(trace.diagnosis(.nonSaturating).alarms.contains(.discriminatorLossZero))
  }

  @Test func aFifthOfTheIdealIsNot() {
    let trace = Trace("loss/d: 1.9x100 0.36x600 ~0.1; loss/g: 0.1x100 1.8x600 ~0.3")
    #expect(trace.diagnosis(.hinge).finding(.discriminatorLossZero) == nil)
  }

  @Test func goodSamplesMakeItANotice() throws {
    var trace = Trace("loss/d: 0.05x1000 ~0.02; loss/g: 4x1000 ~0.3")
    for index in stride(from: 0, to: 1000, by: 20) {
      trace.observations[index][.metricFID] = 60 - Double(index) / 20
    }
    let finding = try #require(trace.diagnosis(.hinge).finding(.discriminatorLossZero))
    #expect(finding.severity == .notice)
  }

  /// Its mean over the window is one over the whole log.
  @Test func aGameThatIsLostHalfWayThroughAShortLogIsSeen() {
    let lost = Trace("loss/d: 0.4x80 0.01x80 ~0.002; loss/g: 0.3x80 1x80 ~0.02")
    #expect(lost.diagnosis(.leastSquares).alarms.contains(.discriminatorLossZero))
    let back = Trace("loss/d: 0.4x40 0.01x24 0.4x96 ~0.002; loss/g: 0.3x40 1x24 0.3x96 ~0.02")
    #expect(!back.diagnosis(.leastSquares).alarms.contains(.discriminatorLossZero))
  }

  /// Pairs say what samples should look like whoever wins; in an unpaired game nothing else does.
  @Test(arguments: [(TaskKind.Name.unpaired, true), (.paired, false)])
  func onlyPairsExcuseADiscriminatorThatWins(_ task: TaskKind.Name, _ isFound: Bool) {
    let trace = Trace(
      "loss/d: 0.4x100 0.015x300 ~0.004; loss/g_adversarial: 0.3x100 0.9x300 ~0.02; "
        + "loss/g_reconstruction: 1x400 ~0.1"
    )
    var context = RunContext(objective: .leastSquares)
    context.task = TaskKind(task, source: "test")
    let found = trace.diagnosis(context).alarms.contains(.discriminatorLossZero)
    #expect(found == isFound)
  }

  @Test func aShortLogIsMeasuredByItsBeginning() {
    let won = Trace("loss/d: 1.3 1 0.8 0.3 0.1 0.03 0.001x14; loss/g: 0.9 2 4 6 8 10x15 ~0.0")
    #expect(won.diagnosis().alarms.contains(.discriminatorLossZero))
    let lead = Trace("loss/d: 1.3 1 0.8 0.3 0.2 0.1x15; loss/g: 0.9 1 2 2 3 4x15")
    #expect(lead.diagnosis().alarms.contains(.discriminatorLossZero) == false)
  }
}
