// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

@Suite struct SessionTests {
  private func rows(_ steps: some Sequence<Int>, fid: (Int) -> Double) -> String {
    steps.map {
      "{\"step\": \($0), \"loss_d\": 1.2, \"loss_g\": 0.8, \"fid\": \(fid($0))}\n"
    }
    .joined()
  }

  private func session(_ items: [GameObservation]) -> RunSession? {
    items.flatMap(\.observation.facts).last { $0.kind == .session }?.session
  }

  @Test func theFormerSessionIsRememberedThoughSuperseded() throws {
    let text =
      rows(0..<100) { 100 - Double($0) / 2 } + "Resuming from \"last.pkl\"\n"
      + rows(0..<100) { _ in 190 }
    let log = try readLog(text, name: "log.jsonl")
    #expect(log.items.steps == Array(0..<100))
    let former = try #require(session(log.items))
    #expect(former.count == 100)
    #expect(former.last?.value == 51)
    #expect(former.bestStep == 99)
    #expect(former.isContinued)
  }

  @Test func aCounterThatGoesBackALittleGoesOn() throws {
    let text = rows(0..<100) { _ in 50 } + rows(90..<200) { _ in 50 }
    #expect(try #require(session(readLog(text, name: "log.jsonl").items)).isContinued)
    let anew = rows(0..<100) { _ in 50 } + rows(0..<200) { _ in 50 }
    #expect(try #require(session(readLog(anew, name: "log.jsonl").items)).isContinued == false)
  }

  @Test func twoAbortedRowsAreNotTheRun() throws {
    let text = rows(0..<100) { _ in 50 } + rows(0..<2) { _ in 300 }
    let log = try readLog(text, name: "log.jsonl")
    #expect(log.items.steps == Array(0..<100))
    #expect(log.recognition.notes.contains { $0.contains("2 rows") })
  }

  @Test func factsStandWhereTheLogHasThem() throws {
    let text = (0..<50).map { "step \($0): d_loss=1.2 g_loss=0.8\n" }
    let log = try readLog(
      text[..<20].joined()
        + "Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 8.0\n"
        + text[20...].joined() + "Killed\n"
    )
    let facts = log.items.flatMap(\.observation.facts)
    #expect(facts.map(\.kind) == [.skippedStep, .killed])
    #expect(facts.map(\.step) == [19, 49])
    #expect(facts.map(\.line) == [21, 52])
  }
}
