// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct ModeHoppingTests {
  private func trace(_ diversity: Double) -> Trace {
    var noise = SeededNoise(seed: 3)
    let observations = (1...2400).map { step in
      let isUp = (step / 100) % 2 == 0
      return Observation(
        step: step,
        [
          .lossGenerator: (isUp ? 0.9 : 0.5) + 0.02 * noise.next(), .lossDiscriminator: 1.3,
          .diversityReal: 2.5, .diversityFake: diversity,
        ]
      )
    }
    return Trace(observations)
  }

  @Test func alikeSamplesWithARestlessLossAreAWarning() {
    #expect(trace(0.9).diagnosis(.nonSaturating).alarms.contains(.modeHopping))
  }

  @Test func diverseSamplesAreNot() {
    #expect(!trace(2.4).diagnosis(.nonSaturating).alarms.contains(.modeHopping))
  }
}
