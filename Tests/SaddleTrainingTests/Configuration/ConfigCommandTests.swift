// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// `saddle config` and `saddle doctor` through both programs, as a user calls them.
@Suite struct ConfigCommandTests {
  @Test func saddleShowsEveryCommandOfTheEngine() throws {
    let help = try Programs.saddle("--help").output
    let engine = try Programs.run(
      Programs.folder.appendingPathComponent("saddle-engine"),
      ["--help"]
    ).output
    for name in ["train", "sample", "config"] { #expect(engine.contains("\n  \(name) ")) }
    let list = engine.split(separator: "SUBCOMMANDS:").last ?? ""
    for line in list.split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") {
      let name = line.split(separator: " ").first ?? ""
      if name == "See" { continue }
      #expect(help.contains("\n  \(name) "), "\(name)")
    }
  }

  @Test func printsAResolvedConfigurationThatItAccepts() throws {
    let folder = try TemporaryFolder()
    let first = try Programs.saddle("config", "ring", "--set", "training.steps=5", in: folder.url)
    #expect(first.status == 0)
    #expect(first.errors == "")
    #expect(first.output.contains("  steps: 5\n"))
    try folder.write(first.output, to: "resolved.yaml")
    let again = try Programs.saddle("config", "resolved.yaml", in: folder.url)
    #expect(again.output == first.output)
    let compared = try Programs.saddle(
      "config",
      "resolved.yaml",
      "--compare",
      "ring",
      in: folder.url
    )
    #expect(compared.output == "training.steps: 4000 -> 5\n")
  }

  @Test func reportsEveryMistakeAtOnceWithStatus64() throws {
    let folder = try TemporaryFolder()
    try folder.write("seeds: 1\ntraining:\n  steps: many\n", to: "bad.yaml")
    let check = try Programs.saddle(
      "config",
      "bad.yaml",
      "--check",
      "--set",
      "lr=1",
      in: folder.url
    )
    #expect(check.status == 64)
    #expect(check.output == "")
    #expect(
      check.errors == """
        bad.yaml:1: seeds: unknown key; did you mean seed?
        bad.yaml:3: training.steps: expected a whole number, found `many`
        --set lr=1: lr: unknown key; did you mean optimizer.generator.learningRate or \
        optimizer.discriminator.learningRate?

        """
    )
    #expect(try Programs.saddle("config", "bad.yaml", "--explain", in: folder.url).status == 64)
    #expect(try Programs.saddle("config", in: folder.url).status == 64)
    #expect(try Programs.saddle("train", "bad.yaml", in: folder.url).status == 64)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["bad.yaml"])
  }

  @Test func theDoctorFindsTheEngine() throws {
    let folder = try TemporaryFolder()
    let outcome = try Programs.saddle("doctor", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.output)")
    for word in [
      "saddle ", "engine ", "library ", "threads ", "arithmetic ", "images ", "data sets ", "disk ",
    ] {
      #expect(outcome.output.contains(word))
    }
    #expect(!outcome.output.contains("failure"))
    #expect(outcome.output.contains("/torch/lib/libtorch_cpu.so"))
  }
}
