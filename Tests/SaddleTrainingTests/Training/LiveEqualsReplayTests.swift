// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// The monitor of a running game sees what its event file holds: logged at each step, a diagnosis of
/// the file afterwards is the live one, finding for finding.
@Suite struct LiveEqualsReplayTests {
  private static let sick: [[String]] = [
    // A discriminator that learns a hundred times as fast.
    [
      "optimizer.discriminator.learningRate=0.05", "optimizer.generator.learningRate=0.0001",
      "regularizers.r1.gamma=0",
    ],
    // A generator that runs away, with penalties on both sides.
    [
      "optimizer.generator.learningRate=0.5", "regularizers.leCam.weight=0.1",
      "regularizers.pathLength.weight=2", "regularizers.r1.gamma=100",
    ],
    // Rates that fall: an event of the schedule.
    ["schedules=[optimizer.*.learningRate linear to 0 from 200 until 210]"],
  ]

  @Test(arguments: sick)
  func everyFindingIsTheSame(_ set: [String]) throws {
    let run = TinyRun.folder()
    let configuration = try TinyRun.configuration(
      set + ["training.steps=600", "logging.samplesEvery=0", "checkpoints.every=0"]
    )
    let trainer = try Trainer(configuration: configuration, run: run)
    var told: [Finding] = trainer.architecture?.findings ?? []
    _ = try? trainer.train { if case .finding(let finding) = $0 { told.append(finding) } }
    let live = try #require(trainer.monitor?.monitor(of: nil))

    let context = try #require(DeclaredContext.read(run.path))
    #expect(context == live.context)
    var replay = HealthMonitor(context: context)
    var again: [Finding] = trainer.architecture?.findings ?? []
    var count = 0
    try RunReader(run.path).read { entry in
      count += 1
      again += replay.observe(entry.observation)
    }
    #expect(count >= trainer.step)
    #expect(again == told)
    #expect(replay.findings == live.findings)
    #expect(replay.diagnosis().health == live.diagnosis().health)
  }

  /// Place by place: what `play` gives is what the file gives back.
  @Test func theFileHoldsWhatPlayGives() throws {
    let set = [
      "training.steps=40", "regularizers.leCam.weight=0.1", "regularizers.pathLength.weight=2",
      "regularizers.pathLength.interval=3", "evaluation.every=0", "logging.samplesEvery=0",
    ]
    let configuration = try TinyRun.configuration(set)
    let run = TinyRun.folder()
    var seen: [Observation] = []
    let trainer = try Trainer(configuration: configuration, run: run)
    _ = try trainer.train { if case .step(let progress) = $0 { seen.append(progress.observation) } }
    var read: [Observation] = []
    try RunReader(run.path).read { read.append($0.observation) }
    try #require(read.count == seen.count)
    for (file, live) in zip(read, seen) {
      for (signal, value) in live.values { #expect(file[signal] == value, "\(signal)") }
      let further = file.values.map(\.signal).filter { live[$0] == nil }
      #expect(further == [.stepSeconds])
    }
  }

  /// Both penalties of D are in the sum, and G's is not.
  @Test func theTotalIsTheSumOfTheDiscriminatorsPenalties() throws {
    let setup = try TrainingSetup(
      TinyRun.configuration([
        "regularizers.r1.gamma=1", "regularizers.r1.interval=1", "regularizers.leCam.weight=0.1",
        "regularizers.pathLength.weight=2", "regularizers.pathLength.interval=1",
      ])
    )
    var observation = Observation(step: 0)
    for _ in 0..<3 { observation = try setup.play()[0].observation }
    func value(_ signal: Signal) throws -> Double { try #require(observation[signal]) }
    let terms = setup.game.records.flatMap(\.values)
    let d = terms.filter { ["r1", "leCam"].contains($0.name) }.reduce(0) { $0 + $1.value }
    let g = try #require(terms.first { $0.name == "pathLength" }).value
    #expect(abs(try value(.penalty) - d) < 1e-6)
    #expect(try value(.penalty) > value(.penaltyR1))
    let loss = try value(.lossDiscriminator) - value(.lossDiscriminatorAdversarial)
    #expect(abs(loss - d) < 1e-5)
    #expect(abs(try value(.lossGenerator) - value(.lossGeneratorAdversarial) - g) < 1e-5)
    #expect(abs(try value(.penaltyPathLength) - g) < 1e-6)
  }

  /// A lazy penalty of either player is recorded although its steps never meet those of the record.
  @Test(arguments: [
    ("regularizers.r1.interval=4", Signal.penaltyR1),
    ("regularizers.r2={gamma: 1, interval: 4}", .penaltyR2),
    ("regularizers.pathLength={weight: 2, interval: 4}", .penaltyPathLength),
  ])
  func aLazyPenaltyIsRecorded(set: String, signal: Signal) throws {
    let run = TinyRun.folder()
    // Applied at steps 1, 5, 9, ...; recorded at 10, 20, 30, ...
    let configuration = try TinyRun.configuration([set, "logging.every=10", "evaluation.every=0"])
    _ = try Trainer(configuration: configuration, run: run).train()
    var steps: [Int] = []
    try RunReader(run.path).read { entry in
      if entry.observation[signal] != nil { steps.append(entry.observation.step) }
    }
    #expect(steps == [1, 10, 20, 30, 40, 50, 60])
  }

  /// What isn't computed at each step has a name of its own in the log.
  @Test func everyLazyRegularizerHasASignal() throws {
    let keys = Configuration.schema.keys.map(\.path)
      .filter { $0.hasPrefix("regularizers.") && $0.hasSuffix(".interval") }
    try #require(keys.count >= 3)
    for key in keys {
      let section = key.dropLast(".interval".count)
      let weight = Configuration.schema.key("\(section).gamma") == nil ? "weight" : "gamma"
      let set = ["\(key)=4", "\(section).\(weight)=1"]
      let lazy = try TinyRun.configuration(set).makeRegularizers().filter { $0.interval == 4 }
      #expect(!lazy.isEmpty && lazy.allSatisfy { $0.signal != nil }, "\(key)")
    }
  }
}
