// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleRuns

/// Event files of ours with several games.
@Suite struct GameTagTests {
  @Test(arguments: Signal.allCases)
  func everySignalIsReadBackOfItsGame(_ signal: Signal) {
    let tag = GameTag.tag(signal, game: "day.night")
    let match = NameMatcher(dialect: .common).match(tag)
    if GameTag.isOfRun(signal) {
      #expect(tag == signal.rawValue)
    } else {
      #expect(match.game == "day.night" && match.meaning == .signal(signal))
    }
    #expect(GameTag.tag(signal, game: nil) == signal.rawValue)
    #expect(GameTag.read(signal.rawValue) == nil)
  }

  @Test func namesOfOthersAreNone() {
    for name in ["loss.d", "loss/d.", "Loss/discriminator.A", "metrics/fid.A", ".A"] {
      #expect(GameTag.read(name) == nil, "\(name)")
    }
  }

  /// Games of any name, values of the run once, each game's given back as they were.
  @Test func aFileGivesBackItsGames() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/events.out.tfevents.1"
      let file = try EventFileWriter(path: path, clock: { 5 })
      func games(_ step: Int) -> [GameObservation] {
        ["left", "right"].map { game in
          GameObservation(
            game: game,
            observation: Observation(
              step: step,
              [
                .lossDiscriminator: game == "left" ? 1 : 2, .lossGenerator: Double(step),
                .imagesSeen: Double(step * 4), .metricFID: 7,
              ]
            )
          )
        }
      }
      for step in 1...20 { try file.append(games(step)) }
      try file.synchronize()
      var read: [GameObservation] = []
      try RunReader(path).read { item in
        var item = item
        item.observation.wallTime = nil
        read.append(item)
      }
      #expect(read == (1...20).flatMap(games))
    }
  }
}
