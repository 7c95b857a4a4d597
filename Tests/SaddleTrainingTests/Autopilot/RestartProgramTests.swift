// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

/// One command that goes from a run that needs other networks to the one that has them.
@Suite struct RestartProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TinyRun.programFolder() }

  private func saddle(_ arguments: String) throws -> Outcome {
    try Programs.shell("\"$SADDLE\" \(arguments)", in: folder)
  }

  /// Trains a run whose one latent number takes other networks.
  private func narrow(_ more: String) throws -> Outcome {
    try saddle(
      "train tiny.yaml --autopilot restart --set generator.latentSize=1 "
        + "--set autopilot.window=10 \(more)"
    )
  }

  private func record(_ name: String) throws -> RunRecord {
    try RunRecord.read(folder.url.path + "/runs/\(name)/run.json")
  }

  /// Two settings that each take another run: a line of three.
  @Test func aLineOfRunsIsTrainedByOneCommand() throws {
    let trained = try narrow(
      "--set objective=saturating --set training.discriminatorSteps=5 "
        + "--set regularizers.r1.gamma=0"
    )
    #expect(trained.status == 0, "\(trained.errors)")
    let runs = try ["tiny", "tiny-2", "tiny-3"].map(record)
    #expect(runs.map(\.status) == [.stopped, .stopped, .finished])
    #expect(runs.map(\.parent) == [nil, "runs/tiny", "runs/tiny-2"])
    #expect(runs.map { $0.children?.first } == ["runs/tiny-2", "runs/tiny-3", nil])
    #expect(runs.map(\.step).reduce(0, +) == 60, "equal total steps")
    #expect(trained.errors.contains("runs/tiny-2 goes on for runs/tiny, with the "))
    #expect(trained.errors.contains("run:     runs/tiny-3"))

    let parent = try saddle("autopilot explain runs/tiny")
    #expect(parent.output.contains("goes on:  runs/tiny-2"), "\(parent.output)")
    let last = try saddle("autopilot explain runs/tiny-3")
    #expect(last.output.contains("1. in runs/tiny, at "), "\(last.output)")
    #expect(last.output.contains("2. in runs/tiny-2, at "))

    let resumed = try saddle("train --resume runs/tiny")
    #expect(resumed.status == 64)
    #expect(resumed.errors.contains("saddle train --resume runs/tiny-2`"), "\(resumed.errors)")
    let alone = try saddle("train --resume runs/tiny --autopilot guarded -q")
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(try record("tiny").step == 60)
    #expect(try record("tiny").children == ["runs/tiny-2"])
  }

  /// The folder of the other is named and nothing in it yet: as a kill leaves it.
  @Test func aRunThatWasNamedAndNotBegunIsBegunByResuming() throws {
    let first = try narrow("-q")
    #expect(first.status == 0, "\(first.errors)")
    let child = folder.url.path + "/runs/tiny-2"
    try FileManager.default.removeItem(atPath: child)
    let resumed = try saddle("train --resume runs/tiny -q")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try record("tiny-2").status == .finished)
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/runs/tiny-3"))
    #expect(try record("tiny").children == ["runs/tiny-2"])
  }
}
