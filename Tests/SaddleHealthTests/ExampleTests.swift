// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Runs `Examples/watch-a-loop` and `steer-a-loop`, which are built with the tests.
@Suite struct ExampleTests {
  private func run(_ name: String = "watch-a-loop", _ arguments: [String] = []) throws -> String {
    let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let process = Process()
    process.executableURL = folder.appendingPathComponent(name)
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
    let plain = try run()
    #expect(plain.contains("firing warning oscillation"))
    #expect(plain.contains("regularizers.r1.gamma: 1\n"))
    let regularized = try run("watch-a-loop", ["--r1"])
    #expect(regularized.contains("Health: healthy"))
  }

  @Test func aLoopOfOnesOwnIsRepairedInUnderSixtyLines() throws {
    let lines = try run("steer-a-loop").split(separator: "\n")
    #expect(lines.first?.contains("optimizer.discriminator.learningRate from 0 to") == true)
    #expect(lines.contains { $0.contains(": kept, ") } && lines.last == "ends at the data")
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/steer-a-loop/main.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 61)
  }
}
