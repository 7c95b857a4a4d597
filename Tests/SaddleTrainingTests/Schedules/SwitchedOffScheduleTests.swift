// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTesting
import SaddleText
import Testing

@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// What is switched off is no longer scheduled, whoever switches it off.
@Suite struct SwitchedOffScheduleTests {
  private static let clip = "optimizer.discriminator.gradientClip"

  @Test(arguments: [
    ("\(clip).norm", "2", "null"), ("\(clip).value", "2", "null"),
    ("\(clip).adaptive", "2", "null"),
    ("regularizers.weightClipping.bound", "1", "0"), ("regularizers.r1.gamma", "1", "0"),
  ])
  func anOverrideTakesTheScheduleWithIt(key: String, on: String, off: String) throws {
    let line = "\(key) linear to 0.5 until 20"
    let yaml = try TinyRun.configuration(["\(key)=\(on)", "schedules=[\(line)]"]).yaml()
    let loaded = try Configuration.read(yaml: yaml, file: "x.yaml", overrides: ["\(key)=\(off)"])
    #expect(loaded.configuration.schedules.isEmpty)
    #expect(
      loaded.warnings.map(\.description)
        == [
          "--set \(key)=\(off): warning: schedules: `\(ForeignText.quoted(line))` is left out: "
            + "its number is switched off"
        ]
    )
    // Who writes both means both.
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.read(
        yaml: yaml,
        file: "x.yaml",
        overrides: ["\(key)=\(off)", "schedules=[\(line)]"]
      )
    }
    #expect("\(try #require(error))".contains(off == "null" ? "is null" : "is off (0)"))
  }

  @Test func whatOneOfBothHasStaysScheduled() throws {
    let line = "optimizer.*.gradientClip.norm linear to 0.5 until 4"
    let configuration = try TinyRun.configuration([
      "\(Self.clip).norm=2", "optimizer.generator.gradientClip.norm=null", "training.steps=6",
      "schedules=[\(line)]",
    ])
    #expect(configuration.schedules == [line])
    let trainer = try Trainer(configuration: configuration, run: TinyRun.folder())
    _ = try trainer.train()
    #expect(try trainer.setup.discriminator.clipping == .norm(0.5))
    #expect(try trainer.setup.generator.clipping == .none)
  }

  /// The autopilot takes clipping of weights away where it puts a gradient penalty in its place.
  @Test func aChangeTakesTheScheduleWithIt() throws {
    let key = "regularizers.weightClipping.bound"
    let base = try TinyRun.configuration([
      "\(key)=0.1", "regularizers.r1.gamma=0", "schedules=[\(key) linear to 0.05]",
    ])
    let changes = [
      ConfigurationChange(key: key, value: .number(0)),
      ConfigurationChange(key: "regularizers.gradientPenalty.weight", value: .number(10)),
    ]
    #expect(base.refusal(of: changes) == nil)
    let setup = try TrainingSetup(base).changed(by: changes)
    #expect(setup.configuration.schedules.isEmpty && base.schedules.count == 1)
    try setup.checkSchedules()
  }

  @Test func aRunGoesOnWithoutItsScheduledClipping() throws {
    let folder = try TinyRun.programFolder()
    func train(_ arguments: String) throws -> Outcome {
      try Programs.shell("\"$SADDLE\" train \(arguments) -q", in: folder, program: "saddle-engine")
    }
    let line = "\(Self.clip).norm linear to 0.5 until 20"
    let begun = try train("tiny.yaml --set \(Self.clip).norm=2 --set 'schedules=[\(line)]'")
    try #require(begun.status == 0, "\(begun.errors)")
    let found = try train(
      "--resume runs/tiny --steps 70 --allow-changes --set \(Self.clip).norm=null"
    )
    #expect(found.status == 0 && found.errors.contains("is left out"), "\(found.errors)")
    // Without a word from then on.
    let again = try train("--resume runs/tiny --steps 80")
    #expect(again.status == 0 && !again.errors.contains("left out"), "\(again.errors)")
  }
}
