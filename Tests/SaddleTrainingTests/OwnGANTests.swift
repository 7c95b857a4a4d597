// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleSettings
import SaddleTesting
import SaddleTraining
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

  /// A run by Saddle's own trainer: trained, and opened again where it ended.
  @Test func trainerByExample() throws {
    let folder = try TemporaryFolder()
    let run = RunDirectory(folder.url.appendingPathComponent("mine").path)
    let yaml = "training: {steps: 20}"
    let configuration = try Configuration.read(yaml: yaml, file: "mine.yaml").configuration
    var events = 0
    let trainer = try Trainer(configuration: configuration, run: run)
    _ = try trainer.train { _ in events += 1 }
    #expect(trainer.step == 20 && events > 0)
    #expect(try RunReader(run.path).recognition.columns.isEmpty == false)
  }
}
