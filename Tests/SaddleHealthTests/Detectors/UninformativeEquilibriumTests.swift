// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct UninformativeEquilibriumTests {
  @Test func equilibriumLossesWithAlikeSamplesAreAWarning() {
    let trace = Trace(
      "loss/d: 2x600 ~0.05; loss/g: 0.4x600 ~0.05; diversity/real: 2.5x600; diversity/fake: 0.5x600"
    )
    #expect(trace.diagnosis(.hinge).alarms.contains(.uninformativeEquilibrium))
  }

  @Test func equilibriumLossesWithDiverseSamplesAreNot() {
    let trace = Trace(
      "loss/d: 2x600 ~0.05; loss/g: 0.4x600 ~0.05; diversity/real: 2.5x600; diversity/fake: 2.4x600"
    )
    #expect(trace.diagnosis(.hinge).alarms.isEmpty)
  }

  @Test func criticThatScoresAllAlikeIsCritical() {
    let trace = Trace("loss/d: 0.00000001x600; loss/g: 0.2x600 ~0.02")
    #expect(trace.diagnosis(.wasserstein).health == .sick)
  }

  @Test func aClippedCriticIsAlive() {
    let trace = Trace("loss/d: -0.00014x600 ~0.00003; loss/g: 0.0142x600 ~0.0001")
    #expect(trace.diagnosis(.wasserstein).alarms.isEmpty)
  }

  @Test func noPenaltyIsAddedToAnIdleDiscriminator() throws {
    var context = RunContext(objective: .hinge)
    context.measures[.r1] = 100
    let trace = Trace(
      "loss/d: 2x600 ~0.05; loss/g: 0.4x600 ~0.05; diversity/real: 2.5x600; diversity/fake: 0.5x600"
    )
    let remedies = trace.diagnosis(context).causes.first.flatMap { cause in
      trace.diagnosis(context).finding(cause.symptom)?.remedies
    }
    let change = try #require(remedies?.first?.changes.first)
    #expect(change.line == "regularizers.r1.gamma: 10")
    #expect(remedies?.contains { $0.measure == .r1 } == false)
  }
}
