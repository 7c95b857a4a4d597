// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// Runs `Examples/own-gan`, which is built with the tests.
@Suite struct OwnGANTests {
  @Test func aGANOfOnesOwnTrainsHealthilyInUnderFortyLines() throws {
    let run = try Programs.run(Programs.folder.appendingPathComponent("own-gan"), [])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").last?.contains("failing") == false)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/own-gan/main.swift")
    let lines = try String(contentsOf: source, encoding: .utf8).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(lines.count < 40)
  }
}
