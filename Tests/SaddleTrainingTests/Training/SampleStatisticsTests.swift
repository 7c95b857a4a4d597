// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@testable import SaddleSettings
@testable import SaddleTraining

/// What is measured of samples depends on no matter of looks and ends no run.
@Suite struct SampleStatisticsTests {
  private func observe(_ set: [String]) throws -> Observation {
    let setup = try TrainingSetup(TinyImages.configuration(TinyImages.data(), set))
    var games = [GameObservation(observation: Observation(step: 1))]
    try setup.task.observeSamples(&games)
    return games[0].observation
  }

  @Test func diversityIsMeasuredWhateverTheGridShows() throws {
    for side in [1, 2, 8] {
      let found = try observe(["logging.gridSize=\(side)"])
      #expect(found[.diversityFake] != nil, "a grid of \(side)")
      #expect(found[.sampleMinimum] != nil, "a grid of \(side)")
    }
  }

  @Test(arguments: ["0.05", "0.01"])
  func aHeldOutPartThatFillsNoPackEndsNothing(_ share: String) throws {
    // 200 pictures: 10 make two packs of four, 2 make none.
    let found = try observe([
      "data.heldOut=\(share)", "discriminator.packing=4", "training.batchSize=16",
    ])
    #expect((found[.scoresHeldOut] != nil) == (share == "0.05"))
  }
}
