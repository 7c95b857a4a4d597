// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTesting
import Testing

@testable import SaddleRuns

/// What a loop and its autopilot say to each other, line by line.
@Suite struct SteeringDeskTests {
  private static let rate = "optimizer.discriminator.learningRate"
  private static let declaration = """
    {"mode":"safe","steps":2000,"window":50,"context":{"objective":"nonSaturating"},\
    "settings":{"optimizer.generator.kind":"adam"},"keys":{"\(rate)":{"value":0},\
    "optimizer.generator.learningRate":{"value":0.001,"needs":"safe"}}}
    """

  private func said(_ desk: inout SteeringDesk, _ line: String) throws -> [String: Any] {
    let answer = desk.answer(Data(line.utf8))
    return try #require(try JSONSerialization.jsonObject(with: answer) as? [String: Any])
  }

  private func begin(_ folder: TemporaryFolder) throws -> SteeringDesk {
    var desk = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
    #expect(try said(&desk, Self.declaration)["order"] as? String == "ready")
    return desk
  }

  private func step(_ step: Int, rate: Double = 0) -> String {
    """
    {"step":\(step),"wall_time":1.5,"loss/d":1.39,"loss/g":0.7,"learning_rate/d":\(rate),"mine":"x"}
    """
  }

  /// Tells steps until something is ordered.
  private func order(_ desk: inout SteeringDesk, from first: Int, rate: Double = 0) throws
    -> (step: Int, answer: [String: Any])?
  {
    for step in first..<first + 300 {
      let answer = try said(&desk, self.step(step, rate: rate))
      if answer["order"] as? String != "go on" { return (step, answer) }
    }
    return nil
  }

  @Test func anOrderIsInTheLedgerBeforeItIsGiven() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let begun = try #require(try order(&desk, from: 1))
    #expect(begun.answer["order"] as? String == "begin" && begun.answer["number"] as? Int == 1)
    let changes = try #require(begun.answer["changes"] as? [[String: Any]])
    #expect(changes.count == 1 && changes[0]["key"] as? String == Self.rate)
    #expect(changes[0]["from"] as? Double == 0 && changes[0]["to"] as? Double == 0.001)
    #expect(begun.answer["held"] as? [Int] == [begun.step])
    let path = RunDirectory(folder.url.path).interventions
    #expect(try InterventionHistory(path).interventions.map(\.verdict) == [.trying])
    let kept = try #require(try order(&desk, from: begun.step + 1, rate: 0.001))
    #expect(kept.answer["order"] as? String == "keep")
    #expect(try InterventionHistory(path).interventions.map(\.verdict) == [.keptUnjudged])
  }

  @Test func whatCannotBeWrittenDownIsNotDone() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let path = RunDirectory(folder.url.path).interventions
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let refused = try #require(try order(&desk, from: 1))
    #expect((refused.answer["error"] as? String)?.contains("interventions.jsonl") == true)
    try FileManager.default.removeItem(atPath: path)
    let begun = try #require(try order(&desk, from: refused.step + 1))
    #expect(begun.answer["order"] as? String == "begin" && begun.answer["number"] as? Int == 1)
  }

  @Test func aLoopThatCannotDoItTakesItBack() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let begun = try #require(try order(&desk, from: 1))
    let undone = try said(&desk, #"{"failed":"it is 0 after it was set to 0.001"}"#)
    #expect(undone["order"] as? String == "undo" && undone["backTo"] as? Int == begun.step)
    #expect((undone["because"] as? String)?.contains("it is 0 after") == true)
    #expect(try said(&desk, #"{"failed":"again"}"#)["order"] as? String == "go on")
  }

  @Test func aSavedLoopGoesOnAndTheLedgerIsCutToIt() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let saved = try said(&desk, #"{"save":true}"#)
    let begun = try #require(try order(&desk, from: 1))
    let trying = try said(&desk, #"{"save":true}"#)
    let path = RunDirectory(folder.url.path).interventions
    func resumed(_ answer: [String: Any], in desk: inout SteeringDesk) throws -> [String: Any] {
      let state = try JSONSerialization.data(withJSONObject: try #require(answer["state"]))
      let text = Self.declaration.dropLast() + ",\"state\":"
      return try said(&desk, text + String(decoding: state, as: UTF8.self) + "}")
    }
    var other = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
    let ready = try resumed(trying, in: &other)
    #expect(ready["held"] as? [Int] == [begun.step])
    let changes = try #require(ready["changes"] as? [[String: Any]])
    #expect(changes.count == 1 && changes[0]["to"] as? Double == 0.001)
    let kept = try #require(try order(&other, from: begun.step + 1, rate: 0.001))
    #expect(kept.answer["order"] as? String == "keep")
    #expect(try resumed(saved, in: &other)["order"] as? String == "ready")
    #expect(try InterventionHistory(path).interventions.isEmpty)
    _ = try resumed(trying, in: &other)
    let written = try InterventionHistory(path).interventions
    #expect(written.map(\.verdict) == [.trying], "as in another folder")
  }

  @Test func aLedgerAloneSaysWhatIsInForce() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let begun = try #require(try order(&desk, from: 1))
    _ = try #require(try order(&desk, from: begun.step + 1, rate: 0.001))
    var other = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
    let ready = try said(&other, Self.declaration.dropLast() + ",\"resume\":true}")
    let changes = try #require(ready["changes"] as? [[String: Any]])
    #expect(changes.map { $0["key"] as? String } == [Self.rate])
    #expect(changes.map { $0["to"] as? Double } == [0.001])
  }

  /// A process that was killed while it wrote leaves a line without an end.
  @Test func behindALineThatWasCutTheLedgerGoesOn() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    _ = try #require(try order(&desk, from: 1))
    let path = RunDirectory(folder.url.path).interventions
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try (whole + Data(#"{"number":2,"st"#.utf8)).write(to: URL(fileURLWithPath: path))
    var other = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
    _ = try said(&other, Self.declaration.dropLast() + ",\"resume\":true}")
    let ledger = try InterventionHistory(path)
    #expect(ledger.interventions.map(\.verdict) == [.undone] && ledger.unread == 1)
  }

  @Test(arguments: [
    ("", "no JSON"), ("{", "no JSON"), ("[1]", "no JSON"), ("{}", "needs one of"),
    ("null", "no JSON"), (#"{"step":1.5}"#, "no step"), (#"{"step":1e300}"#, "no step"),
    (#"{"step":"1"}"#, "step"), (#"{"step":1,"loss/d":[1]}"#, "loss/d"),
    (#"{"step":1,"loss/d":"much"}"#, "loss/d"), (#"{"metric":"coverage"}"#, "0 values"),
    (#"{"metric":"other","value":1}"#, "largerIsBetter"), (#"{"now":3}"#, "now"),
    (#"{"mode":"bold","steps":3}"#, "mode"), (#"{"mode":"safe"}"#, "steps"),
    (#"{"mode":"safe","steps":0}"#, "no length"), (#"{"mode":"safe","steps":1e19}"#, "steps"),
    (#"{"mode":"safe","steps":9,"window":-1}"#, "no count"),
    (#"{"mode":"safe","steps":9,"keys":{"a":{"value":"x"}}}"#, "keys.a.value"),
    (#"{"mode":"safe","steps":9,"state":{}}"#, "loop is missing"),
  ])
  func aBrokenLineIsAnErrorAndChangesNothing(_ line: String, _ words: String) throws {
    let folders = try (TemporaryFolder(), TemporaryFolder())
    var (desk, untroubled) = try (begin(folders.0), begin(folders.1))
    let answer = try said(&desk, line)
    #expect((answer["error"] as? String)?.contains(words) == true, "\(line): \(answer)")
    let next = Data(step(1).utf8)
    #expect(desk.answer(next) == untroubled.answer(next))
  }

  @Test func numbersOfAnySizeAreTaken() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    let lines = [
      #"{"step":9007199254740992,"loss/d":1e308,"loss/g":"Infinity"}"#,
      #"{"step":-9007199254740992}"#,
      #"{"step":3,"loss/d":5e-324,"unknown/key":{"a":[1]}}"#, #"{"metric":"fid","value":"NaN"}"#,
      #"{"now":{"\#(Self.rate)":1e308,"no.such.key":4}}"#,
    ]
    for line in lines { #expect(try said(&desk, line)["order"] != nil, "\(line)") }
    #expect(try said(&desk, #"{"save":true}"#)["state"] != nil, "what was taken can be saved")
  }

  @Test func nothingIsToldBeforeTheLoopIsDeclared() throws {
    let folder = try TemporaryFolder()
    var desk = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
    let answer = try said(&desk, step(1))
    #expect((answer["error"] as? String)?.hasPrefix("declare the loop first") == true)
  }

  @Test func aStateStaysSmallHoweverLongTheRun() throws {
    let folder = try TemporaryFolder()
    var desk = try begin(folder)
    var sizes: [Int] = []
    for step in 1...6000 {
      _ = try said(&desk, self.step(step, rate: 0.001))
      if step == 2000 || step == 6000 {
        sizes.append(desk.answer(Data(#"{"save":true}"#.utf8)).count)
      }
    }
    #expect(sizes[1] < sizes[0] * 5 / 4 && sizes[1] < 1 << 20, "\(sizes) bytes")
  }
}
