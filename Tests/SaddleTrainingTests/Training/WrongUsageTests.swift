// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// What a user gets wrong with `saddle train`: status 64, and the cause in the user's words.
@Suite struct WrongUsageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(TinyRun.yaml, to: "tiny.yaml")
  }

  private func train(_ arguments: String) throws -> Outcome {
    try Programs.shell("\"$SADDLE\" train \(arguments) -q", in: folder, program: "saddle-engine")
  }

  @Test func aFolderIsNoConfiguration() throws {
    try folder.write("", to: "a run/x")
    let found = try train("'a run'")
    #expect(found.status == 64 && found.errors.contains("it is a folder"), "\(found.errors)")
    #expect(found.errors.contains("--resume 'a run'"), "\(found.errors)")
  }

  @Test(arguments: ["", "\n\n", "# nothing\n---\n  # more\n"])
  func anEmptyFileTrainsNothing(text: String) throws {
    try folder.write(text, to: "empty.yaml")
    let found = try train("empty.yaml")
    #expect(found.status == 64 && found.errors.contains("says nothing"), "\(found.errors)")
  }

  @Test func fewerStepsThanAreDoneAreRefusedAndNothingIsWritten() throws {
    try #require(try train("tiny.yaml").status == 0)
    let path = folder.url.appendingPathComponent("runs/tiny/config.yaml")
    let before = try Data(contentsOf: path)
    let found = try train("--resume runs/tiny --steps 30")
    #expect(found.status == 64 && found.errors.contains("at step 60 already"), "\(found.errors)")
    #expect(try Data(contentsOf: path) == before)
  }

  @Test func dataThatIsNotThereIsTheConfigurationsMistake() throws {
    let found = try train("tiny.yaml --set data.source=folder --set data.path=nowhere")
    #expect(found.status == 64, "\(found.status): \(found.errors)")
    #expect(found.errors.contains("nowhere"), "\(found.errors)")
  }
}
