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

  /// What a checkpoint held before a run could have several games.
  @Test func goesOnFromTheStateOfOneMonitor() throws {
    var single = HealthMonitor(context: RunContext(objective: .hinge))
    for step in 1...100 { _ = single.observe(item(nil, step, Double(step % 7)).observation) }
    var restored = try JSONDecoder().decode(RunMonitor.self, from: JSONEncoder().encode(single))
    #expect(restored.context == single.context)
    for step in 101...300 {
      let next = item(nil, step, 1)
      #expect(single.observe(next.observation) == restored.observe(next))
    }
    #expect(restored.games.count == 1)
    #expect(restored.monitor(of: nil)?.diagnosis() == single.diagnosis())
  }

  @Test func whatIsKnownIsReplacedForEachGame() {
    var monitor = RunMonitor(games: ["A", "B"])
    #expect(monitor.games.map(\.monitor.context.game) == ["A", "B"])
    monitor.adopt(RunContext(objective: .hinge))
    #expect(monitor.games.map(\.monitor.context.game) == ["A", "B"])
    #expect(monitor.games.allSatisfy { $0.monitor.context.objective == .hinge })
    #expect(monitor.context.objective == .hinge)
  }
}
