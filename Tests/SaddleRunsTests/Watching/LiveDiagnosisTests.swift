// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleRuns

@Suite struct LiveDiagnosisTests {
  @Test func tellsAFindingOnceAndAgainOnlyWhenItChanges() {
    var state = LiveDiagnosis(context: RunContext(objective: .nonSaturating))
    var news: [LiveDiagnosis.News] = []
    for step in 1...50 {
      news += state.take(batch([healthy(step)]), now: Double(step), isHistory: false)
    }
    #expect(news.isEmpty && state.firing.isEmpty)
    for step in 51...60 {
      let broken = Observation(step: step, [.lossGenerator: .nan, .lossDiscriminator: 1.3])
      news += state.take(batch([broken]), now: Double(step), isHistory: false)
    }
    #expect(news.count { $0.finding.symptom == .nonFinite } == 1)
    #expect(news.first?.finding.severity == .critical)
    #expect(state.health == .dead || state.health == .sick)
  }

  @Test func readingAgainTellsNothingTwice() {
    var state = LiveDiagnosis()
    let broken = Observation(step: 4, [.lossGenerator: .nan, .lossDiscriminator: 1.3])
    let first = batch((1...3).map(healthy) + [broken])
    #expect(!state.take(first, now: 0, isHistory: false).isEmpty)
    var again = first
    again.isRebuilt = true
    #expect(state.take(again, now: 1, isHistory: false).isEmpty)
    #expect(state.observationCount == 4)
  }

  @Test func countsRestartsAndKeepsTheLastValues() {
    var state = LiveDiagnosis()
    _ = state.take(
      batch([healthy(1), healthy(2), healthy(3), healthy(2)]),
      now: 7,
      isHistory: true
    )
    #expect(state.restarts == 1 && state.step == 2 && state.lastTime == 7)
    #expect(state.games[""]?.latest.map(\.signal) == [.lossGenerator, .lossDiscriminator])
  }

  @Test func judgesGamesOneByOne() {
    var state = LiveDiagnosis()
    var items: [GameObservation] = []
    for step in 1...20 {
      for game in ["A", "B"] {
        var observation = healthy(step)
        if game == "B", step > 10 { observation[.lossGenerator] = .nan }
        items.append(GameObservation(game: game, observation: observation, session: 0))
      }
    }
    var batch = LiveRun.Batch()
    batch.observations = items
    let news = state.take(batch, now: 0, isHistory: false)
    #expect(Set(news.map(\.finding.game)) == ["B"])
    #expect(state.restarts == 0)
  }

  @Test func prometheusTextNamesHealthFindingsAndSignals() {
    var state = LiveDiagnosis()
    let broken = Observation(step: 4, [.lossGenerator: .infinity, .lossDiscriminator: 1.5])
    _ = state.take(batch((1...3).map(healthy) + [broken]), now: 10, isHistory: false)
    let text = PrometheusText.make(state, run: "runs/\"x\"\\\n", now: 12.5)
    let run = "run=\"runs/\\\"x\\\"\\\\\\n\""
    #expect(text.contains("saddle_step{\(run)} 4\n"))
    #expect(text.contains("saddle_last_observation_age_seconds{\(run)} 2.5\n"))
    #expect(text.contains("saddle_signal{\(run),signal=\"loss/g\"} +Inf\n"))
    #expect(text.contains("saddle_signal{\(run),signal=\"loss/d\"} 1.5\n"))
    #expect(text.contains("saddle_finding{\(run),symptom=\"nonFinite\",severity=\"critical\""))
    #expect(text.contains("saddle_findings{\(run),severity=\"critical\"} 1\n"))
    // Each metric is declared once, before its samples, and no line is anything else.
    for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
      let name = line.prefix { $0 != "{" }
      #expect(text.contains("# TYPE \(name) "), "\(line)")
      #expect(line.wholeMatch(of: /[a-z_]+\{[^{}]*\} (NaN|[+-]?Inf|[-+0-9.e]+)/) != nil, "\(line)")
    }
  }

  @Test func theHooksDeclarationsAreRead() throws {
    try withFolder { folder in
      let text = """
        {"objective": "wasserstein", "expectedSteps": 1000, "discriminatorSteps": 5, "other": [1],
         "discriminatorLossIncludesPenalty": true, "measures": {"gradientPenalty": 10, "odd": 1}}
        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/monitor.json"))
      let context = try #require(DeclaredContext.read(folder))
      #expect(context.objective == .wasserstein && context.expectedSteps == 1000)
      #expect(context.discriminatorSteps == 5 && context.has(.gradientPenalty))
      #expect(DeclaredContext.read(folder + "/observations.jsonl") == nil)
      try Data("[".utf8).write(to: URL(fileURLWithPath: folder + "/monitor.json"))
      #expect(DeclaredContext.read(folder) == nil)
    }
  }

  private func healthy(_ step: Int) -> Observation {
    Observation(step: step, [.lossGenerator: 0.7, .lossDiscriminator: 1.38])
  }

  private func batch(_ observations: [Observation]) -> LiveRun.Batch {
    var batch = LiveRun.Batch()
    batch.observations = observations.map { GameObservation(observation: $0, session: 0) }
    return batch
  }
}
