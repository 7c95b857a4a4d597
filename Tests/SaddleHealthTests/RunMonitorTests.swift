// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@Suite struct RunMonitorTests {
  private func item(_ game: String?, _ step: Int, _ loss: Double) -> GameObservation {
    GameObservation(game: game, observation: Observation(step: step, [.lossDiscriminator: loss]))
  }

  @Test func eachGameHasItsMonitorAndTheWorstSpeaks() throws {
    var monitor = RunMonitor(context: RunContext(objective: .leastSquares))
    for step in 1...50 {
      #expect(monitor.observe(item("A", step, 0.25)).isEmpty)
      let found = monitor.observe(item("B", step, step == 50 ? .nan : 0.25))
      #expect(found.map(\.game) == (step == 50 ? ["B"] : []))
    }
    #expect(monitor.games.map(\.name) == ["A", "B"])
    #expect(monitor.health == .dead)
    #expect(monitor.monitor(of: "A")?.findings.isEmpty == true)
    #expect(monitor.monitor(of: "C") == nil)
    #expect(RunMonitor().health == .unjudgeable)
  }

  @Test func goesOnFromACheckpoint() throws {
    var monitor = RunMonitor()
    for step in 1...100 { _ = monitor.observe(item(nil, step, Double(step % 7))) }
    let data = try JSONEncoder().encode(monitor)
    var restored = try JSONDecoder().decode(RunMonitor.self, from: data)
    for step in 101...300 {
      #expect(monitor.observe(item(nil, step, 1)) == restored.observe(item(nil, step, 1)))
    }
    #expect(
      monitor.monitor(of: nil)?.diagnosis() == restored.monitor(of: nil)?.diagnosis()
    )
  }
}
