// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@Suite struct EventFileWriterTests {
  @Test func sameValuesAndClockGiveTheSameBytes() throws {
    try withTemporaryFolder { folder in
      let one = try write(folder + "/one.tfevents", steps: 0..<50)
      let two = try write(folder + "/two.tfevents", steps: 0..<50)
      #expect(one == two)
      #expect(one.count > 1000)
    }
  }

  @Test func resumesBitExactFromAByteCount() throws {
    try withTemporaryFolder { folder in
      let whole = try write(folder + "/whole.tfevents", steps: 0..<50)
      let path = folder + "/resumed.tfevents"
      _ = try write(path, steps: 0..<20)
      let mark = try #require(FileManager.default.contents(atPath: path)).count
      let abandoned = try EventFileWriter(path: path, clock: { 5 })
      try abandoned.scalar("loss/g", 9, step: 20)
      try abandoned.synchronize()
      let resumed = try EventFileWriter(resuming: path, at: mark, clock: { 7 })
      #expect(resumed.byteCount == mark)
      try fill(resumed, 20..<50)
      try resumed.flush()
      #expect(try #require(FileManager.default.contents(atPath: path)) == whole)
    }
  }

  @Test func refusesToResumeAShorterFile() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/short.tfevents"
      let bytes = try write(path, steps: 0..<2)
      #expect(throws: FileError.self) {
        try EventFileWriter(resuming: path, at: bytes.count + 1, clock: { 7 })
      }
      #expect(FileManager.default.contents(atPath: path) == bytes)
    }
  }

  private func write(_ path: String, steps: Range<Int>) throws -> Data {
    let writer = try EventFileWriter(path: path, clock: { 7 })
    try fill(writer, steps)
    try writer.flush()
    return try #require(FileManager.default.contents(atPath: path))
  }

  private func fill(_ writer: EventFileWriter, _ steps: Range<Int>) throws {
    for step in steps {
      try writer.append(
        Observation(step: step, [.lossGenerator: Double(step), .lossDiscriminator: .nan])
      )
    }
  }
}

/// Runs `body` with a new folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = TemporaryFolder.root.path + "/saddle-runs-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
