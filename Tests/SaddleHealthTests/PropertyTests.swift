// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

/// What must not change a diagnosis does not; what must, does.
@Suite struct PropertyTests {
  private static let collapsed =
    "loss/d: 1.3x300 ~0.05 0.6x1300 ~0.08; loss/g: 0.7x300 ~0.05 1.9x1300 ~0.2"
  private static let healthy = "loss/d: 1.3x1600 ~0.08; loss/g: 0.75x1600 ~0.06"

  private func symptoms(_ diagnosis: Diagnosis) -> [String] {
    diagnosis.findings.map { "\($0.symptom.rawValue) \($0.severity.rawValue) \($0.firstStep)" }
  }

  @Test(arguments: Objective.all)
  func aStreamAtTheEquilibriumNeverFires(_ objective: Objective) {
    let d = objective.idealDiscriminatorLoss ?? 0.1
    let g = objective.idealGeneratorLoss ?? 0.3
    // The calmest healthy run wobbles by a thousandth.
    var noise = SeededNoise(seed: 5)
    let observations = (1...3000).map {
      Observation(
        step: $0,
        [
          .lossDiscriminator: d * (1 + 0.001 * noise.next()),
          .lossGenerator: g * (1 + 0.001 * noise.next()),
        ]
      )
    }
    #expect(Trace(observations).diagnosis(objective).findings.isEmpty)
  }

  /// The same number at each step is no equilibrium, whatever the objective: it says that nothing moves,
  /// and nothing else; where its digits are too few to say so, it is no health either.
  @Test(arguments: Objective.all)
  func aConstantStreamStandsStillAndIsNothingElse(_ objective: Objective) {
    let d = objective.idealDiscriminatorLoss ?? 0.123456
    let g = objective.idealGeneratorLoss ?? 0.345678
    let observations = (1...3000).map {
      Observation(step: $0, [.lossDiscriminator: d, .lossGenerator: g])
    }
    let diagnosis = Trace(observations).diagnosis(objective)
    let hasDigits = [d, g].contains { $0 != ($0 * 1000).rounded() / 1000 }
    #expect(diagnosis.health == (hasDigits ? .sick : .unjudgeable))
    #expect(diagnosis.alarms == (hasDigits ? [.lossesStandStill] : []))
    #expect(diagnosis.causes.map(\.symptom) == Array(diagnosis.alarms))
  }

  @Test(arguments: [1e-6, 1e-3, 1e3, 1e8])
  func scalingAWassersteinRunChangesNothing(_ factor: Double) {
    var game = DiracGAN(.wasserstein, alternates: true)
    var plain = game.run(800).observations
    plain += Trace("loss/d: -0.5x800 ~0.1; loss/g: 3x800 ~0.2").observations.map { observation in
      var moved = observation
      moved.step += 800
      return moved
    }
    let scaled = plain.map { observation in
      Observation(
        step: observation.step,
        [
          .lossDiscriminator: (observation[.lossDiscriminator] ?? 0) * factor,
          .lossGenerator: (observation[.lossGenerator] ?? 0) * factor,
        ]
      )
    }
    let before = Trace(plain).diagnosis(.wasserstein)
    let after = Trace(scaled).diagnosis(.wasserstein)
    #expect(symptoms(before) == symptoms(after))
    #expect(before.health == after.health)
    #expect(!before.findings.isEmpty)
  }

  @Test func shiftingStepsShiftsFindings() throws {
    let trace = Trace(Self.collapsed)
    let shifted = Trace(
      trace.observations.map { observation in
        var moved = observation
        moved.step += 1_000_000
        return moved
      }
    )
    let before = try #require(trace.diagnosis(.nonSaturating).finding(.modeCollapse))
    let after = try #require(shifted.diagnosis(.nonSaturating).finding(.modeCollapse))
    #expect(after.firstStep == before.firstStep + 1_000_000)
    #expect(after.firedAtStep == before.firedAtStep + 1_000_000)
  }

  @Test func stretchingTimeStretchesFindings() throws {
    let before = try #require(
      Trace(Self.collapsed).diagnosis(.nonSaturating).finding(.modeCollapse)
    )
    let after = try #require(
      Trace(Self.collapsed, stride: 100).diagnosis(.nonSaturating).finding(.modeCollapse)
    )
    #expect(after.firstStep == before.firstStep * 100)
  }

  @Test(arguments: [2, 3, 5])
  func thinningKeepsTheDiagnosisAndStatesTheNyquistLimit(_ stride: Int) {
    func thin(_ notation: String) -> Diagnosis {
      let observations = Trace(notation).observations.enumerated()
        .filter { $0.offset % stride == 0 }.map(\.element)
      return Trace(observations).diagnosis(.nonSaturating)
    }
    #expect(thin(Self.collapsed).finding(.modeCollapse) != nil)
    #expect(thin(Self.healthy).alarms.isEmpty)
    #expect(thin(Self.healthy).notes.contains { $0.contains("Nyquist") })
  }

  @Test func reversingACollapseIsARecovery() {
    let steps = Trace(Self.collapsed).observations.map(\.step)
    let reversed = zip(steps, Trace(Self.collapsed).observations.reversed()).map { step, old in
      var observation = old
      observation.step = step
      return observation
    }
    let diagnosis = Trace(reversed).diagnosis(.nonSaturating)
    #expect(diagnosis.finding(.modeCollapse)?.state == .resolved)
    // A loss that leaps up from a long low may also be how a collapse begins: no more than a watch.
    #expect(diagnosis.health != .sick)
  }

  @Test func reversingAConvergingOscillationIsADivergingOne() throws {
    var game = DiracGAN(.saturating)
    game.rate = 0.02
    let growing = game.run(3000).observations
    let shrinking = zip(growing.map(\.step), growing.reversed()).map { step, old in
      var observation = old
      observation.step = step
      return observation
    }
    func direction(_ observations: [Observation]) throws -> String {
      try #require(Trace(observations).diagnosis(.saturating).finding(.oscillation)).summary
    }
    #expect(try !direction(growing).contains("(converging)"))
    #expect(try !direction(shrinking).contains("(diverging)"))
  }

  @Test func findingsDoNotDependOnWhatComesLater() {
    let observations = Trace(Self.collapsed).observations
    var monitor = HealthMonitor(context: RunContext(objective: .nonSaturating))
    var early: [Finding] = []
    for (index, observation) in observations.enumerated() {
      early += monitor.observe(observation)
      if index == 900 {
        #expect(early == changes(Array(observations.prefix(901))))
      }
    }
    #expect(early == changes(observations))
  }

  private func changes(_ observations: [Observation]) -> [Finding] {
    var monitor = HealthMonitor(context: RunContext(objective: .nonSaturating))
    return observations.flatMap { monitor.observe($0) }
  }

  @Test func stateDoesNotGrowWithTheRun() throws {
    func size(_ count: Int) throws -> Int {
      var monitor = HealthMonitor(context: RunContext(objective: .hinge))
      var noise = SeededNoise(seed: 9)
      for step in 0..<count {
        _ = monitor.observe(
          Observation(
            step: step,
            [.lossDiscriminator: 1 + 0.1 * noise.next(), .lossGenerator: 0.2 * noise.next()]
          )
        )
      }
      return try StateSize.of(monitor)
    }
    // Stretches of the history come and go between 64 and 128: the bound is twice, not a slope.
    #expect(try size(12_000) < 2 * size(3_000))
  }
}
