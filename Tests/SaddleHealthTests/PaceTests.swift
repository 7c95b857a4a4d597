// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct PaceTests {
  private func pace(_ pauses: [Double]) -> (pace: Pace, end: Double) {
    var pace = Pace()
    var time = 1_700_000_000.0
    pace.take(time)
    for pause in pauses {
      time += pause
      pace.take(time)
    }
    return (pace, time)
  }

  @Test func farLongerThanEverIsSilence() throws {
    let (pace, end) = pace(Array(repeating: 30, count: 20) + [200])
    let ending = try #require(pace.silence(now: end + 7300, step: 900))
    #expect(ending.way == .silent && ending.step == 900)
    #expect(ending.words.contains("2.0 hours") || ending.words.contains("2 hours"))
  }

  /// Ten times its longest pause, ten minutes, few pauses, a clock that goes back.
  @Test(arguments: [(100.0, 20, 900.0), (1, 20, 500), (10, 2, 90_000), (1, 20, -90_000)])
  func whatMayYetComeIsNone(_ pause: Double, _ count: Int, _ quiet: Double) {
    let (pace, end) = pace(Array(repeating: pause, count: count))
    #expect(pace.silence(now: end + quiet, step: 1) == nil)
  }

  @Test func aSilentRunIsOverUntilItGrowsAgain() {
    var monitor = RunMonitor(context: RunContext(objective: .nonSaturating))
    for observation in Trace("loss/d: 1.3x400 ~0.05; loss/g: 0.7x400 ~0.05").observations {
      _ = monitor.observe(GameObservation(game: nil, observation: observation))
    }
    monitor.end(
      RunEnding(.silent, "Nothing was written for 3 days", source: "the times of the log")
    )
    let silent = monitor.games[0].monitor.diagnosis()
    #expect(silent.ended?.way == .silent)
    #expect(silent.outlook.course == .over && silent.health == .healthy)
    monitor.end(nil)
    #expect(monitor.games[0].monitor.diagnosis().ended == nil)
  }
}
