// SPDX-License-Identifier: Apache-2.0

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
}
