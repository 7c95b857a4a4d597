// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@Suite struct RunReaderTests {
  /// From a log to a verdict, as a program of one's own gets there.
  @Test func runReaderByExample() throws {
    let folder = try TemporaryFolder()
    let lines = (1...200).map { #"{"step": \#($0), "loss_d": 1.386, "loss_g": 0.693}"# }
    try folder.write(lines.joined(separator: "\n"), to: "log.jsonl")

    let path = folder.url.appendingPathComponent("log.jsonl").path
    let reader = try RunReader(path)
    let around = Surroundings(path, reader.recognition)
    var monitor = RunMonitor(context: around.context)
    try reader.read { _ = monitor.observe($0) }
    monitor.note(around.facts)
    let diagnosis = try #require(monitor.monitor(of: nil)?.diagnosis())

    #expect(reader.recognition.mapping["loss_g"] != nil)
    #expect(monitor.lastStep == 200 && diagnosis.health == monitor.health)
    #expect(!diagnosis.story.isEmpty)
  }

  @Test func readsJSONLinesWithPythonsNaN() throws {
    let log = try readLog(
      """
      {"step": 1, "loss_d": 1.3, "loss_g": 0.7}
      {"step": 2, "loss_d": NaN, "loss_g": Infinity}
      {"step": 3, "loss_d": "nan", "loss_g": -1e400}
      """
    )
    #expect(log.recognition.format == "json")
    #expect(log.items.steps == [1, 2, 3])
    #expect(log.items[1].observation[.lossDiscriminator]?.isNaN == true)
    #expect(log.items.values(.lossGenerator) == [0.7, .infinity, -.infinity])
  }

  @Test func damagedLinesCostThemselvesOnly() throws {
    let log = try readLog(
      """
      {"step": 1, "loss_d": 1, "loss_g": 1}
      {"step": 2, "loss_d": 2, "los
      {"step": 3, "loss_d": 3, "loss_g": 3}
      garbage } here {
      {"step": 4, "loss_d": 4, "loss_g": 4}
      """
    )
    #expect(log.items.steps == [1, 3, 4])
    #expect(log.recognition.recordsSkipped == 2)
    #expect(log.recognition.files[0].damage.list[0].offset == 38)
  }

  @Test func readsOneListOfObjects() throws {
    let log = try readLog(
      """
      [
          {
              "epoch": 0, "elapsed_time": 29.1, "iteration": 100,
              "gen/loss": 1.45, "dis/loss": 1.68
          },
          {
              "epoch": 0, "elapsed_time": 57.8, "iteration": 200,
              "gen/loss": 1.01, "dis/loss": 1.37
          }
      ]
      """,
      name: "log"
    )
    #expect(log.items.steps == [100, 200])
    #expect(log.recognition.unknownColumns.isEmpty)
  }

  @Test func readsStyleGANStatistics() throws {
    // training_stats.py repeats the last report where there is none, and counts thousands.
    let log = try readLog(
      """
      {"Loss/scores/fake": {"num": 64, "mean": -0.5, "std": 0.2}, "Loss/r1_penalty": {"num": 64, "mean": 0.1, "std": 0.01}, "Progress/kimg": {"num": 1, "mean": 4.0, "std": 0.0}, "timestamp": 1700000000.5}
      {"Loss/scores/fake": {"num": 64, "mean": -0.7, "std": 0.2}, "Loss/r1_penalty": {"num": 64, "mean": 0.1, "std": 0.01}, "Progress/kimg": {"num": 1, "mean": 8.0, "std": 0.0}, "timestamp": 1700000050.5}
      """,
      name: "stats.jsonl"
    )
    #expect(log.items.steps == [4, 8])
    #expect(log.recognition.stepUnit == .kimg)
    #expect(log.items.values(.scoresFake) == [-0.5, -0.7])
    #expect(log.items.values(.penaltyR1) == [0.1])
    #expect(log.items.values(.imagesSeen) == [4000, 8000])
    #expect(log.items[0].observation.wallTime == 1_700_000_000.5)
  }

  @Test func readsCSVOfLightning() throws {
    let log = try readLog(
      "d_loss,epoch,g_loss,step\n0.6,0,,49\n,0,1.2,49\n0.5,0,1.3,99\n",
      name: "metrics.csv"
    )
    #expect(log.items.steps == [49, 99])
    #expect(log.items[0].observation[.lossGenerator] == 1.2)
    #expect(log.items[0].observation[.lossDiscriminator] == 0.6)
  }

  @Test func aRestartSupersedesWhatWasWrittenAtLaterSteps() throws {
    let text = (Array(1...10) + Array(6...12))
      .enumerated().map { "{\"step\": \($1), \"loss_g\": \($0), \"loss_d\": 1}" }
      .joined(separator: "\n")
    let log = try readLog(text)
    #expect(log.items.steps == Array(1...12))
    #expect(log.items.values(.lossGenerator) == [0, 1, 2, 3, 4] + (10...16).map(Double.init))
    #expect(log.recognition.restarts == 1)
    var options = ReadOptions()
    options.sessions = .all
    let all = try readLog(text, options: options)
    #expect(all.items.count == 17)
    #expect(all.items.last?.session == 1)
  }

  @Test func valuesTellProbabilitiesFromScores() throws {
    func log(_ output: (Int) -> Double, _ loss: (Double) -> Double) throws -> [String: String] {
      let lines = (1...50).map { step in
        let fake = output(step)
        return "{\"step\": \(step), \"loss_d\": 1, \"loss_g\": \(loss(fake)), "
          + "\"d_fake\": \(fake), \"d_real\": 0.6}"
      }
      return try readLog(lines.joined(separator: "\n")).recognition.mapping
    }
    let output = { (step: Int) in 0.1 + 0.01 * Double(step) }
    // Both stay within 0...1: only the generator's loss tells them apart.
    #expect(try log(output) { -Foundation.log($0) }["d_fake"] == "probability/fake")
    #expect(try log(output) { Foundation.log(1 + exp(-$0)) }["d_fake"] == "scores/fake")
    #expect(try log({ Double($0) - 25 }, { -$0 })["d_real"] == "scores/real")
  }

  @Test func theUserSettlesUnknownColumns() throws {
    let text = "{\"n\": 5, \"MyDLoss\": 0.25, \"foo\": 1, \"loss_g\": 2}"
    let plain = try readLog(text)
    #expect(plain.recognition.unknownColumns.map(\.name) == ["n", "MyDLoss", "foo"])
    var options = ReadOptions()
    options.mapping = try SignalMapping(["loss_discriminator=MyDLoss", "step=n", "ignore=foo"])
    let told = try readLog(text, options: options)
    #expect(told.recognition.unknownColumns.isEmpty)
    #expect(told.items.steps == [5])
    #expect(told.items.values(.lossDiscriminator) == [0.25])
    options.mapping = try SignalMapping(["loss/d=Missing"])
    #expect(throws: LogError.self) { try readLog(text, options: options) }
    #expect(throws: LogError.self) { try SignalMapping(["loss/q=x"]) }
  }

  @Test func readsWhatItsOwnWriterWrote() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/events.out.tfevents.0.saddle"
      let writer = try EventFileWriter(path: path, clock: { 1_700_000_000 })
      for step in 1...100 {
        try writer.append(
          Observation(step: step, [.lossGenerator: Double(step) / 4, .scoresFake: -.infinity])
        )
      }
      try writer.text("note", "hello", step: 3)
      try writer.image("samples", png: [1, 2, 3], width: 2, height: 2, step: 4)
      try writer.flush()
      let log = try readLog(at: folder)
      #expect(log.items.steps == Array(1...100))
      #expect(log.items.values(.lossGenerator) == (1...100).map { Double($0) / 4 })
      #expect(log.recognition.otherValues.map(\.tag) == ["note", "samples"])
      #expect(log.recognition.otherValues.map(\.kind) == [.text, .image])
      #expect(log.items[0].observation.wallTime == 1_700_000_000)
    }
  }

  @Test func saysWhyAFileIsNotRead() throws {
    for (content, word) in [("", "empty"), ("PK\u{3}\u{4}xxxx", "zip"), ("hello\n", "no known")] {
      do {
        _ = try readLog(content)
        Issue.record("\(content) was read")
      } catch let error as LogError {
        #expect(error.message.contains(word))
      }
    }
    #expect(throws: FileError.self) { try RunReader("/nowhere/at/all") }
  }
}
