// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTesting
import Testing

@Suite struct DivergenceTests {
  @Test func firesWithoutANaN() throws {
    let trace = Trace("loss/d: 1.3x100 72506 1758 441; loss/g: 0.7x100 21384 9908 85")
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.divergence))
    #expect(finding.firstStep == 101)
    #expect(finding.firedAtStep <= 102)
    #expect(finding.severity == .critical)
  }

  @Test func oneOddBatchIsNoDivergence() {
    // 1,400 times the ideal, once: a broken image, not a broken run.
    let trace = Trace("loss/d: 1.3x100 1950 1.3x100; loss/g: 0.7x201")
    #expect(!trace.diagnosis(.nonSaturating).alarms.contains(.divergence))
  }

  @Test func firesOnExponentialGrowthOfACritic() {
    var noise = SeededNoise(seed: 1)
    let observations = (1...2000).map { step in
      var value = 1.0
      for _ in 0..<(step / 20) { value *= 1.12 }
      return Observation(
        step: step,
        [.lossDiscriminator: -value * (1 + 0.2 * noise.next()), .lossGenerator: value]
      )
    }
    #expect(Trace(observations).diagnosis(.wasserstein).alarms.contains(.divergence))
  }

  @Test func linearGrowthOfACriticIsNone() {
    let observations = (1...2000).map { step in
      Observation(
        step: step,
        [.lossDiscriminator: -0.4 * Double(step), .lossGenerator: 4 * Double(step)]
      )
    }
    #expect(!Trace(observations).diagnosis(.wasserstein).alarms.contains(.divergence))
  }

  @Test func growthBeyondItsPastIsFoundWithinADecade() throws {
    var noise = SeededNoise(seed: 9)
    let losses = (0..<120).map { (row: Int) -> Double in
      let late = Double(max(0, row - 60))
      let calm = -3 + 0.3 * noise.next()
      return calm - 3 * late * late
    }
    let trace = Trace(
      losses.enumerated().map {
        Observation(step: $0, [.lossDiscriminator: $1, .lossGenerator: 2])
      }
    )
    let finding = try #require(trace.diagnosis(.wasserstein).finding(.divergence))
    #expect(finding.severity == .critical)
    #expect(finding.firedAtStep < 90)
  }

  @Test func aCriticThatFindsItsScaleIsNone() {
    let losses = (0..<200).map { (row: Int) -> Double in
      -0.1 - 180 * Double(row) / Double(row + 15)
    }
    let trace = Trace(
      losses.enumerated().map {
        Observation(step: $0, [.lossDiscriminator: $1, .lossGenerator: 2])
      }
    )
    #expect(trace.diagnosis(.wasserstein).finding(.divergence) == nil)
  }

  /// A run that is calm, then grows by a factor a step; both losses, with noise.
  private func explosion(_ rate: Double, calm: Int, noise width: Double, from level: Double = 1.4)
    -> [Observation]
  {
    var noise = SeededNoise(seed: 3)
    var growth = 1.0
    return (1...(calm + 400)).map { step in
      if step > calm { growth = min(growth * rate, 500) }
      return Observation(
        step: step,
        [
          .lossDiscriminator: level * growth * (1 + width * noise.next()),
          .lossGenerator: 0.7 * growth * (1 + width * noise.next()),
        ]
      )
    }
  }

  /// An exponential is critical before it has grown tenfold, whatever its rate.
  @Test(arguments: [1.01, 1.03, 1.08, 1.2], [nil, Objective.nonSaturating, .hinge, .wasserstein])
  func anExplosionIsFoundWithinADecade(_ rate: Double, _ objective: Objective?) throws {
    for (calm, noise) in [(300, 0.1), (1500, 0)] {
      let observations = explosion(rate, calm: calm, noise: noise, from: 2)
      let trace = Trace(observations).diagnosis(RunContext(objective: objective))
      let finding = try #require(trace.finding(.divergence))
      #expect(finding.severity == .critical && trace.health == .dead)
      let grown = observations[finding.firedAtStep - 1][.lossDiscriminator] ?? 0
      #expect(grown < 20, "\(grown / 2) times at \(rate) a step")
      #expect(finding.firstStep > calm - 20)
    }
  }

  /// Without a calm stretch before it, too: a discriminator that guesses loses no more than the ideal.
  @Test(arguments: [nil, Objective.nonSaturating])
  func anExplosionFromTheFirstStepIsFound(_ objective: Objective?) throws {
    let observations = explosion(1.08, calm: 0, noise: 0.05)
    let trace = Trace(observations).diagnosis(RunContext(objective: objective))
    let finding = try #require(trace.finding(.divergence))
    #expect((observations[finding.firedAtStep - 1][.lossDiscriminator] ?? 0) < 14)
  }

  /// Losses that were the same to the last digit and then grow 500-fold in 500 steps.
  @Test(arguments: [nil, Objective.hinge])
  func anExplosionAfterAStandstillIsFound(_ objective: Objective?) throws {
    let observations = (1...2000).map { step in
      let growth = pow(500, Double(max(0, step - 1500)) / 500)
      return Observation(
        step: step,
        [.lossDiscriminator: 2 * growth, .lossGenerator: 0.5 * growth]
      )
    }
    let trace = Trace(observations).diagnosis(RunContext(objective: objective))
    let finding = try #require(trace.finding(.divergence))
    #expect(finding.firedAtStep < 1690)
    #expect(trace.causes.contains { $0.symptom == .divergence })
  }

  /// What grows and is no explosion: a line, a rejected generator, a level that is found.
  @Test(arguments: [
    (Objective.wasserstein, 0), (.nonSaturating, 1), (.nonSaturating, 2),
  ])
  func whatSlowsDownIsNoExplosion(_ objective: Objective, _ course: Int) {
    var noise = SeededNoise(seed: 8)
    let observations = (1...1500).map { step in
      let late = Double(max(0, step - 500)) / 1000
      let losses =
        switch course {
        case 0: (-(3 + 40 * late), 3 + 40 * late)
        case 1: (1.3 - late, 0.7 + 6 * late)
        default: (1.3 + 2.5 * late / (late + 0.1), 0.8)
        }
      return Observation(
        step: step,
        [
          .lossDiscriminator: losses.0 * (1 + 0.02 * noise.next()),
          .lossGenerator: losses.1 * (1 + 0.02 * noise.next()),
        ]
      )
    }
    #expect(Trace(observations).diagnosis(objective).finding(.divergence) == nil)
  }

  /// The evidence is that of the rule which fired.
  @Test(arguments: [
    ("loss/d: 1.3x100 5000 5000; loss/g: 0.7x102", Objective.nonSaturating, 1000.0, "scale"),
    ("loss/d: -1x100 90000 90000; loss/g: 2x102", .wasserstein, 10_000, "largest"),
    ("loss/d: 2x100 3 4 6 8 12 16 24 32 48 64 96 130 190; loss/g: 1x113", .hinge, 5, "beginning"),
    ("loss/d: -1x160 -2000x20; loss/g: 2x180", .wasserstein, 10, "usual"),
  ])
  func evidenceIsThatOfTheRule(
    _ trace: String,
    _ objective: Objective,
    _ threshold: Double,
    _ unit: String
  ) throws {
    let finding = try #require(Trace(trace).diagnosis(objective).finding(.divergence))
    let evidence = try #require(finding.evidence.first)
    #expect(evidence.threshold?.value == threshold)
    #expect(evidence.unit.contains(unit))
    #expect(evidence.value.value > threshold)
  }

  /// A single leap at the observation at which a growth is complete does not hide it.
  @Test func aGrowthBesideAHitIsNotDropped() throws {
    var observations = explosion(1.08, calm: 200, noise: 0)
    let plain = try #require(Trace(observations).diagnosis(.nonSaturating).finding(.divergence))
    observations[plain.firedAtStep - 1][.lossGenerator] = 2000
    let both = try #require(Trace(observations).diagnosis(.nonSaturating).finding(.divergence))
    #expect(both.firedAtStep == plain.firedAtStep)
  }
}
