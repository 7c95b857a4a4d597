// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleTraining

/// What a user gets wrong with `saddle train`: status 64, and the cause in the user's words.
@Suite struct WrongUsageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TinyRun.programFolder() }

  private func train(_ arguments: String) throws -> Outcome {
    try Programs.shell("\"$SADDLE\" train \(arguments) -q", in: folder, program: "saddle-engine")
  }

  @Test func aFolderIsNoConfiguration() throws {
    try folder.write("", to: "a run/x")
    let found = try train("'a run'")
    #expect(found.status == 64 && found.errors.contains("it is a folder"), "\(found.errors)")
    #expect(found.errors.contains("--resume 'a run'"), "\(found.errors)")
  }

  @Test(arguments: [
    "", "\n\n", "# nothing\n---\n  # more\n", "{}\n", "null", "--- ~ # nothing\n...\n",
  ])
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

  @Test func aBatchThatCannotFitStartsNothing() throws {
    // 65,536 numbers of each of a million samples: hundreds of gigabytes.
    let found = try train("tiny.yaml --set training.batchSize=1000000 --set generator.width=65536")
    #expect(found.status == 64, "\(found.errors)")
    #expect(found.errors.contains("training.batchSize"), "\(found.errors)")
    #expect(found.errors.contains("would fit"), "\(found.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/runs/tiny"))
  }

  @Test func memoryThatIsNotThereIsAnErrorAndNotTheEnd() throws {
    let found = try train(
      "tiny.yaml --set training.batchSize=1000000 --set generator.width=65536 "
        + "--set monitor.enabled=false"
    )
    #expect(found.status == 1, "\(found.status): \(found.errors)")
    #expect(found.errors.contains("memory"), "\(found.errors)")
    MemoryLimit.set()
    let text = try String(contentsOfFile: "/proc/self/limits", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Max data size") })
    let limit = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    #expect(limit <= Machine.memoryBytes)
    // What others hold is not there: the kernel would kill whoever uses it.
    let taken = try #require(PeakMemory.privateWritable)
    #expect(limit <= taken + Machine.availableBytes + 1 << 30, "\(limit), \(taken) taken")
  }

  @Test func changedNetworksAreNamedByTheirKey() throws {
    try #require(try train("tiny.yaml").status == 0)
    let resume = "--resume runs/tiny --steps 70 --allow-changes --set "
    for (set, named) in [
      ("generator.width=32", "generator.width 32 (it has 16)"),
      ("optimizer.generator.kind=sgd", "optimizer.generator.kind sgd (it has adam)"),
    ] {
      let found = try train(resume + set)
      #expect(found.status == 64 && found.errors.contains(named), "\(found.errors)")
      #expect(!found.errors.contains("weight"), "\(found.errors)")
    }
  }

  @Test func aStarMeansBothNetworks() throws {
    let found = try train("tiny.yaml --set 'optimizer.*.learningRate=0.003'")
    #expect(found.status == 0, "\(found.errors)")
    let path = folder.url.appendingPathComponent("runs/tiny/config.yaml")
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.ranges(of: "learningRate: 0.003").count == 2)
  }

  @Test func dataThatIsNotThereIsTheConfigurationsMistake() throws {
    let found = try train("tiny.yaml --set data.source=folder --set data.path=nowhere")
    #expect(found.status == 64, "\(found.status): \(found.errors)")
    #expect(found.errors.contains("nowhere"), "\(found.errors)")
  }
}
