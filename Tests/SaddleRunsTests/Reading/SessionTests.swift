// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import SaddleTesting
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

  @Test func whatTheFirstRowOfASessionMeasuresIsThatSessions() throws {
    let former =
      "{\"step\": 0, \"loss_d\": 1.2, \"loss_g\": 0.8}\n"
      + rows([1]) { _ in 56 } + "Resuming from \"last.pkl\"\n"
    let text = former + rows(0..<100) { $0 == 0 ? 30 : 190 }
    let ended = try #require(session(readLog(text, name: "log.jsonl").items))
    #expect(ended.last?.value == 56)
    #expect(ended.best?.value == 56)
    #expect(ended.bestStep == 1)
  }

  @Test(arguments: ["csv", "jsonl"])
  func aSessionBegunAnewIsComparedOnceItWentAsFar(_ kind: String) throws {
    func session(_ count: Int, fid: (Int) -> Double) -> String {
      if kind == "jsonl" { return rows(0..<count, fid: fid) }
      return "step,loss_d,loss_g,fid\n"
        + (0..<count).map { "\($0),1.2,0.8,\(fid($0))\n" }.joined()
    }
    func finding(_ count: Int) throws -> Finding? {
      let text = session(100) { 100 - Double($0) / 2 } + session(count) { _ in 190 }
      var monitor = RunMonitor(context: RunContext())
      for item in try readLog(text, name: "log.\(kind)").items { _ = monitor.observe(item) }
      return monitor.games.first?.monitor.diagnosis().finding(.sessionChanged)
    }
    let long = try finding(150)
    let found = try #require(long)
    #expect(found.summary.contains("begins anew and at the same step stands at FID 190"))
    #expect(try finding(90) == nil)
  }

  @Test func twoAbortedRowsAreNotTheRun() throws {
    let text = rows(0..<100) { _ in 50 } + rows(0..<2) { _ in 300 }
    let log = try readLog(text, name: "log.jsonl")
    #expect(log.items.steps == Array(0..<100))
    #expect(log.recognition.notes.contains { $0.contains("2 rows") })
  }

  @Test func anAbortedSessionTakesNoOtherRestartAway() throws {
    let text =
      rows(0..<100) { _ in 50 } + rows(50..<200) { _ in 40 } + rows(0..<2) { _ in 300 }
    let log = try readLog(text, name: "log.jsonl")
    #expect(log.items.steps == Array(0..<200))
    #expect(log.items.values(.metricFID).last == 40)
    #expect(log.items.values(.metricFID)[60] == 40)
  }

  @Test func whereAllSessionsAreReadNoneIsCalledLeftOut() throws {
    var options = ReadOptions()
    options.sessions = .all
    let text = rows(0..<100) { _ in 50 } + rows(0..<2) { _ in 300 }
    let log = try readLog(text, name: "log.jsonl", options: options)
    #expect(log.items.count == 102)
    #expect(!log.recognition.remarks.contains { $0.contains("--sessions all") })
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
