// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

@Suite struct AtomicFileTests {
  private let folder = TemporaryFolder.root
    .appendingPathComponent("saddle-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func replacesTheOldContentAndLeavesNothingBeside() throws {
    let path = folder + "/file"
    try AtomicFile.write(Data("old".utf8), to: path)
    try AtomicFile.write(Data("new".utf8), to: path)
    #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
  }

  @Test func namesThePathAndTheCauseOfAFailure() throws {
    let path = folder + "/absent/file"
    let error = #expect(throws: FileError.self) { try AtomicFile.write(Data(), to: path) }
    #expect(error?.operation == "open")
    #expect(error?.code == ENOENT)
    #expect(error?.path.hasPrefix(path) == true)
  }

  @Test func lockIsHeldByOneAtATime() throws {
    let run = RunDirectory(folder)
    let lock = try RunLock(run)
    let error = #expect(throws: FileError.self) { _ = try RunLock(run) }
    #expect(error?.description.contains("another process trains this run") == true)
    withExtendedLifetime(lock) {}
  }
}
