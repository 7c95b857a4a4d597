// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleTesting
import Testing

@testable import SaddleCLI

/// Exit statuses of all commands: 64 where a name isn't there, 1 where what is there fails.
@Suite struct ExitStatusTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("{\"step\":1,\"loss/d\":1.3,\"loss/g\":0.7}\n", to: "log.jsonl")
    try folder.write("", to: "empty.jsonl")
    try folder.write("", to: "bare/readme")
    let yaml = "data: {source: ring}\ntraining: {steps: 2}\n"
    for path in ["tiny.yaml", "run/config.yaml"] { try folder.write(yaml, to: path) }
    try folder.write("", to: "run/checkpoints/readme")
  }

  private static let misnamed = [
    "nowhere", "diagnose nowhere", "diagnose log.jsonl nowhere",
    "diagnose log.jsonl/nowhere", "diagnose log.jsonl empty.jsonl nowhere",
    "diagnose log.jsonl --map-file nowhere", "diagnose log.jsonl --map loss/d=nowhere",
    "diagnose log.jsonl --map nowhere=loss/d", "diagnose log.jsonl --format nowhere",
    "diagnose log.jsonl --objective nowhere", "advise nowhere", "explain nowhere",
    "watch log.jsonl --map-file nowhere", "watch log.jsonl --map nowhere=loss/d",
    "watch log.jsonl --format nowhere", "watch log.jsonl --webhook @nowhere",
    "watch - --format nowhere < log.jsonl", "autopilot nowhere", "autopilot explain nowhere",
    "autopilot explain bare", "autopilot steer nowhere", "import nowhere",
    "import log.jsonl --map-file nowhere", "import log.jsonl --map nowhere=loss/d",
    "import log.jsonl --map loss/d=nowhere", "import log.jsonl --format nowhere",
    "export nowhere", "export log.jsonl --map-file nowhere",
    "export log.jsonl --map nowhere=loss/d", "export log.jsonl --map loss/d=nowhere",
    "export log.jsonl --format nowhere", "runs nowhere", "runs log.jsonl/nowhere", "doctor nowhere",
  ]

  private static let misnamedOfTheEngine = [
    "train nowhere", "train tiny.yaml --set nowhere=1", "train tiny.yaml --set objective=nowhere",
    "train tiny.yaml --device nowhere", "train tiny.yaml --autopilot nowhere",
    "train tiny.yaml --set data.source=folder --set data.path=nowhere",
    "train --resume nowhere", "train --resume bare", "train --resume run --checkpoint 7",
    "train --resume run --checkpoint best", "train --from-advice nowhere",
    "train --from-advice bare", "sample nowhere", "sample bare", "sample run",
    "sample run --checkpoint 7", "sample run --checkpoint nowhere", "model nowhere",
    "model tiny.yaml --set nowhere=1", "model run --set objective=nowhere",
    "config nowhere", "config tiny.yaml --set nowhere=1", "config --explain nowhere",
    "config tiny.yaml --compare nowhere", "data nowhere", "data show nowhere",
    "data show bare/nowhere", "data prepare nowhere", "data prepare emoji --from nowhere --to made",
    "evaluate --real nowhere --fake bare", "evaluate --real bare --fake nowhere",
    "evaluate --real bare --fake nowhere.npz", "evaluate --real bare --fake bare --metrics nowhere",
    "evaluate --real bare --fake bare --compare nowhere", "evaluate --features nowhere",
    "evaluate --real bare --fake bare --script nowhere --extractor script",
    "evaluate --real data:bare --fake bare", "evaluate --real fashion-mnist:nowhere --fake bare",
    "evaluate --fake run --checkpoint 7 --metrics modes", "evaluate --real tiny.yaml --fake bare",
    "autopilot undo nowhere 1", "autopilot undo bare 1",
  ]

  private static let failing = [
    "diagnose empty.jsonl", "diagnose empty.jsonl log.jsonl", "diagnose bare",
    "diagnose log.jsonl --html log.jsonl", "diagnose log.jsonl --html bare/nowhere/page.html",
    "advise empty.jsonl", "import empty.jsonl", "export empty.jsonl", "export log.jsonl -o bare",
    "watch - < empty.jsonl",
  ]

  private static let failingOfTheEngine = [
    "train tiny.yaml --set data.source=folder --set data.path=bare", "data show bare",
    "data show empty.jsonl", "evaluate --real bare --fake bare",
    "evaluate --features empty.jsonl",
  ]

  private func check(_ command: String, endsWith status: Int32) throws {
    let outcome = try Programs.shell("\"$SADDLE\" \(command)", in: folder)
    #expect(!outcome.errors.isEmpty, "\(command): \(outcome.output)")
    #expect(!outcome.errors.contains("Fatal error"), "\(command): \(outcome.errors)")
    #expect(outcome.status == status, "\(command): \(outcome.errors)")
  }

  @Test(arguments: misnamed)
  func aNameThatIsNotThereIsWrongUsage(command: String) throws {
    try check(command, endsWith: 64)
  }

  @Test(.enabled(if: hasEngine), arguments: misnamedOfTheEngine)
  func aNameThatIsNotThereIsWrongUsageOfTheEngine(command: String) throws {
    try check(command, endsWith: 64)
  }

  @Test(arguments: failing)
  func whatIsThereAndFailsIsAFailure(command: String) throws {
    try check(command, endsWith: 1)
  }

  @Test(.enabled(if: hasEngine), arguments: failingOfTheEngine)
  func whatIsThereAndFailsIsAFailureOfTheEngine(command: String) throws {
    try check(command, endsWith: 1)
  }

  /// So that a new command has no rule of its own: none takes any word.
  @Test func noCommandTakesAnyWord() throws {
    for command in Saddle.configuration.subcommands {
      let name = command._commandName
      // It waits for a run that isn't there yet.
      guard Self.hasEngine || !EngineCommands.names.contains(name), name != "watch" else {
        continue
      }
      try check("\(name) nowhere", endsWith: 64)
    }
  }

  private static let hasEngine = FileManager.default.isExecutableFile(
    atPath: Programs.folder.appendingPathComponent("saddle-engine").path
  )
}
