// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@Suite struct ChangingFileTests {
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
