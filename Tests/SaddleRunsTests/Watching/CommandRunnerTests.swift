// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleRuns

@Suite struct CommandRunnerTests {
  @Test func givesTheInputToTheCommandAndBuriesIt() throws {
    try withFolder { folder in
      let runner = CommandRunner()
      // More than a pipe holds.
      let text = String(repeating: "a line of some length\n", count: 20_000)
      runner.add("copy", ["/bin/sh", "-c", "cat > '\(folder)/copy'"], input: text)
      #expect(drive(runner).isEmpty)
      let copy = try String(contentsOfFile: folder + "/copy", encoding: .utf8)
      #expect(copy == text)
      #expect(runner.isIdle)
    }
  }

  @Test func tellsOfACommandThatFailsOrIsNotThere() {
    let runner = CommandRunner()
    runner.add("bad", ["/bin/sh", "-c", "exit 3"], input: "")
    runner.add(
      "deaf",
      ["/bin/sh", "-c", "exec <&-; exit 0"],
      input: String(repeating: "x", count: 1 << 20)
    )
    runner.add("none", ["/nowhere/program"], input: "x")
    let messages = drive(runner).sorted()
    #expect(messages.count == 2)
    #expect(messages.first == "bad: ended with status 3")
    #expect(messages.last?.hasPrefix("none: ") == true)
  }

  @Test func neverRunsMoreThanTheLimitAtOnceAndCountsWhatItDrops() throws {
    try withFolder { folder in
      let runner = CommandRunner()
      // Each makes a file, waits for a sign, and removes the file.
      let script = "touch '\(folder)'/run.$$; while [ ! -e '\(folder)/go' ]; do sleep 0.02; done"
      let count = CommandRunner.queueLimit + 5
      for _ in 0..<count { runner.add("one", ["/bin/sh", "-c", script], input: "") }
      #expect(runner.dropped == 5)
      var seen = 0
      while seen < CommandRunner.parallelLimit {
        _ = runner.poll(now: 0)
        seen = try files(folder)
      }
      for _ in 0..<10 { _ = runner.poll(now: 0) }
      let running = try files(folder)
      #expect(running == CommandRunner.parallelLimit)
      try Data().write(to: URL(fileURLWithPath: folder + "/go"))
      #expect(drive(runner).isEmpty)
      let all = try files(folder)
      #expect(all == CommandRunner.queueLimit)
    }
  }

  @Test func endsACommandThatTakesTooLong() {
    let runner = CommandRunner()
    runner.add("long", ["/bin/sh", "-c", "sleep 600 & sleep 600"], input: "")
    _ = runner.poll(now: 0)
    _ = runner.poll(now: CommandRunner.seconds + 1)
    var messages: [String] = []
    while messages.isEmpty { messages = runner.poll(now: CommandRunner.seconds + 2) }
    #expect(messages == ["long: ended after 60 s"])
  }

  private func files(_ folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasPrefix("run.") }
  }

  private func drive(_ runner: CommandRunner) -> [String] {
    var messages: [String] = []
    while !runner.isIdle {
      messages += runner.poll(now: 0)
      usleep(1000)
    }
    return messages
  }
}
