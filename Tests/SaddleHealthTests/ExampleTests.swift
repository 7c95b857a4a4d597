// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Runs `Examples/watch-a-loop`, which is built with the tests.
@Suite struct ExampleTests {
  private func run(_ arguments: [String]) throws -> String {
    let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let process = Process()
    process.executableURL = folder.appendingPathComponent("watch-a-loop")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  @Test func plainLoopIsSeenToOscillateAndRegularizedOneIsHealthy() throws {
    let plain = try run([])
    #expect(plain.contains("firing warning oscillation"))
    #expect(plain.contains("regularizers.r1.gamma: 1\n"))
    let regularized = try run(["--r1"])
    #expect(regularized.contains("Health: healthy"))
  }
}
