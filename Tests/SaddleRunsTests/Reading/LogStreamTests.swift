// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import Testing

@Suite struct LogStreamTests {
  private func stream(
    _ bytes: [UInt8],
    piece: (inout SeededGenerator) -> Int = { _ in 50 },
    path: String = "standard input"
  ) throws -> (items: [GameObservation], stream: LogStream) {
    var random = SeededGenerator(seed: 1)
    var stream = LogStream(path: path)
    var items: [GameObservation] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + piece(&random))
      items += try stream.consume(bytes[start..<end])
      start = end
    }
    items += try stream.finish()
    return (items, stream)
  }

  @Test func givesTheSameAsTheFileHoweverItIsCut() throws {
    let text = (1...500).map {
      "iter \($0) loss_d: \(Double($0) / 500) loss_g: 1.5 d_real: \($0 % 3)\n"
    }
    .joined()
    let file = try readLog(text)
    for limit in [7, 100, 5000] {
      let live = try stream(Array(text.utf8)) { Int.random(in: 1...limit, using: &$0) }
      #expect(live.items == file.items)
      #expect(live.stream.revision == 0)
      #expect(live.stream.recognition?.mapping == file.recognition.mapping)
    }
  }

  @Test func followsAnEventFile() throws {
    let file = BinarySamples.eventFile(records: 1000)
    let live = try stream(file.bytes, path: "events.out.tfevents.1")
    #expect(live.items.steps == Array(0..<500))
    #expect(live.stream.format == "tensorboard")
  }

  @Test func aContradictionIsARevision() throws {
    // All outputs are within 0...1 at first: a probability, until a 3 comes.
    let text = (1...300).map { step in
      "{\"step\": \(step), \"loss_d\": 1, \"loss_g\": 9, \"d_real\": \(step < 200 ? 0.5 : 3), "
        + "\"d_fake\": 0.5}\n"
    }
    .joined()
    let live = try stream(Array(text.utf8))
    #expect(live.stream.revision == 1)
    #expect(live.items.values(.probabilityReal).count >= 190)
    #expect(live.items.values(.scoresReal).last == 3)
    #expect(try readLog(text).items.values(.probabilityReal).isEmpty)
  }

  @Test func aRestartIsASession() throws {
    let text = (Array(1...100) + Array(50...100)).map { "step \($0) loss_d: 1 loss_g: 2\n" }
    let live = try stream(Array(text.joined().utf8))
    #expect(live.items.count == 151)
    #expect(live.items.first?.session == 0)
    #expect(live.items.last?.session == 1)
  }

  @Test func aLateColumnIsTakenIn() throws {
    var text = (1...200).map { "{\"step\": \($0), \"loss_d\": 1, \"loss_g\": 2}\n" }.joined()
    text += "{\"step\": 201, \"loss_d\": 1, \"loss_g\": 2, \"fid\": 12.5}\n"
    let live = try stream(Array(text.utf8))
    #expect(live.items.values(.metricFID) == [12.5])
    #expect(live.items.count == 201)
  }

  @Test func flushHandsOutWhatIsHeldBack() throws {
    var stream = LogStream()
    let early = try stream.consume(
      Array("step 1 loss_d: 1 loss_g: 2\nstep 2 loss_d: 1 loss_g: 2\n".utf8)
    )
    #expect(early.isEmpty)
    #expect(stream.flush().count == 2)
    #expect(stream.recognition?.format == "keyvalue")
  }

  @Test func proseEndsInAnError() throws {
    var stream = LogStream()
    #expect(try stream.consume(Array("hello\n".utf8)).isEmpty)
    #expect(throws: LogError.self) { try stream.finish() }
  }

  @Test func aFileThatChangesWhileItIsReadIsNoTrouble() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/log.jsonl"
      let line = { (step: Int, more: String) in
        "{\"step\": \(step), \"loss_d\": 1, \"loss_g\": 2\(more)}\n"
      }
      try Data((1...50).map { line($0, "") }.joined().utf8).write(to: URL(fileURLWithPath: path))
      let grown = try RunReader(path)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      handle.seekToEndOfFile()
      handle.write(Data(line(51, ", \"fid\": 3").utf8))
      var steps: [Int] = []
      try grown.read { steps.append($0.observation.step) }
      #expect(steps == Array(1...51))
      // Cut within the third line after it was surveyed: what is left is read.
      handle.truncateFile(atOffset: 80)
      steps = []
      try grown.read { steps.append($0.observation.step) }
      #expect(steps == [1, 2])
      try FileManager.default.removeItem(atPath: path)
      #expect(throws: FileError.self) { try grown.read { _ in } }
    }
  }
}
