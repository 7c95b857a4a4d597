// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@Suite struct ObservationTests {
  @Test func keepsOneValuePerSignal() {
    var observation = Observation(step: 3, [.lossGenerator: 0.7, .lossDiscriminator: 1.4])
    observation[.lossGenerator] = 0.8
    #expect(observation[.lossGenerator] == 0.8)
    #expect(observation.values.count == 2)
    observation[.lossGenerator] = nil
    #expect(observation[.lossGenerator] == nil)
    #expect(observation.values.count == 1)
  }

  @Test func comparesNotANumberByItsBits() {
    let one = Observation(step: 1, [.lossGenerator: .nan, .lossDiscriminator: 1])
    let two = Observation(step: 1, [.lossDiscriminator: 1, .lossGenerator: .nan])
    #expect(one == two)
    #expect(one != Observation(step: 1, [.lossGenerator: 0, .lossDiscriminator: 1]))
  }
}
