// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@Suite struct LiveWordsTests {
  private let text =
    (0..<60).map { "step \($0): d_loss=1.2 g_loss=0.8\n" }.joined()
    + "Traceback (most recent call last):\n  File \"a.py\"\nValueError: bad batch\n"

  @Test func aPipeTellsWhatTheLogSays() throws {
    let pipe = LivePipe()
    var items: [GameObservation] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 100) {
      let piece = Array(bytes[start..<min(bytes.count, start + 100)])
      items += try piece.withUnsafeBytes { try pipe.push($0, now: 0) }.observations
    }
    items += pipe.finish().observations
    let facts = items.flatMap(\.observation.facts)
    #expect(facts.map(\.name) == ["ValueError"])
    #expect(facts.map(\.step) == [59])
  }

  @Test func aGrowingFileTellsWhatTheLogSays() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/log.txt"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let run = LiveRun(path)
      var items: [GameObservation] = []
      for now in 0..<6 { items += try run.poll(now: Double(now), rescan: true).observations }
      #expect(items.flatMap(\.observation.facts).map(\.name) == ["ValueError"])
    }
  }

  private let unread =
    (0..<9).map { "step \($0): d_loss=\($0 % 4 == 1 ? "43.71M" : "1.2"), g_loss=0.8\n" }.joined()
  private let sentence = "d_loss: 1 value not read, the first is '43.71M'"

  @Test func aPipeNamesWhatItCannotReadOnce() throws {
    let pipe = LivePipe()
    var notes: [String] = []
    for line in unread.split(separator: "\n") {
      notes += try Array("\(line)\n".utf8).withUnsafeBytes { try pipe.push($0, now: 0) }.notes
    }
    #expect(notes.count { $0.contains("not read") } == 1)
    #expect(notes.contains { $0.contains(sentence) }, "\(notes)")
  }

  @Test func aGrowingFileNamesWhatItCannotReadOnce() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/log.txt"
      try Data(unread.utf8).write(to: URL(fileURLWithPath: path))
      let run = LiveRun(path)
      var notes: [String] = []
      for now in 0..<6 { notes += try run.poll(now: Double(now), rescan: true).notes }
      #expect(notes.count { $0.contains("not read") } == 1)
      #expect(notes.contains { $0.contains("d_loss: 2 values not read") }, "\(notes)")
      #expect(run.recognition?.holdsWords == true)
    }
  }
}
