// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import Testing

@Suite struct RunRecordTests {
  private func record(of process: Int32) -> RunRecord {
    RunRecord(
      name: "x",
      status: .running,
      step: 1,
      steps: 2,
      started: 0,
      updated: 0,
      engineVersion: "",
      programVersion: "",
      seed: 0,
      machine: "",
      pid: process
    )
  }

  @Test func aLivingProcessIsThisOneOnlyWithItsStart() throws {
    var record = record(of: getpid())
    #expect(record.isAlive)
    #if os(Linux)
      #expect(record.processStart != nil)
    #endif
    // The number was given to another process since, or the machine started anew.
    record.processStart = "00000000-0000-0000-0000-000000000000 1"
    #expect(!record.isAlive)
    // Records of earlier versions know no start.
    record.processStart = nil
    #expect(record.isAlive)
    let copy = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(record))
    #expect(copy == record)
  }

  #if os(Linux)
    /// Whoever started it hasn't asked yet how it ended.
    @Test func aProcessThatEndedIsNotAlive() throws {
      var process: pid_t = 0
      var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
      defer { arguments.forEach { free($0) } }
      try #require(posix_spawn(&process, "/bin/true", nil, nil, &arguments, nil) == 0)
      defer { waitpid(process, nil, 0) }
      var record = record(of: process)
      record.processStart = nil
      let end = Date(timeIntervalSinceNow: 20)
      while record.isAlive, Date() < end { usleep(1000) }
      #expect(kill(process, 0) == 0, "its entry is there still")
      #expect(!record.isAlive)
    }
  #endif

  @Test func thereIsNoProcessOfAnImpossibleNumber() {
    for process: Int32 in [0, -1, .max] { #expect(!record(of: process).isAlive) }
    #expect(ProcessStart.of(.max) == nil)
  }
}

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("runs/ring-2", "runs/ring-2"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"),
    ("$(rm x)", "'$(rm x)'"), ("-x", "./-x"), ("é", "'é'"), ("a;b", "'a;b'"),
  ])
  func isOneWordOfAShell(text: String, word: String) {
    #expect(ShellWord.quoted(text) == word)
  }
}
