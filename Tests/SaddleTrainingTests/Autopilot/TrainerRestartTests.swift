// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleSettings
import SaddleTesting
import Testing

@testable import SaddleTraining

/// A run that is ended for another one, and that one.
@Suite struct TrainerRestartTests {
  /// One latent number for a ring in the plane: it takes other networks.
  static let narrow = [
    "generator.latentSize=1", "autopilot.mode=restart", "autopilot.window=10", "training.steps=60",
    "logging.samplesEvery=0",
  ]

  private static func ended() throws -> Trainer {
    let trainer = try TinyRun.trainer(narrow)
    guard case .stopped(let step, let reason) = try trainer.train() else {
      Issue.record("it went on")
      return trainer
    }
    #expect(step < 30 && reason.contains("generator.latentSize from 1 to 64"))
    return trainer
  }

  @Test func whatFollowsHasTheChangesAndTheStepsThatAreLeft() throws {
    let trainer = try Self.ended()
    let next = try #require(trainer.successor)
    var expected = trainer.configuration
    expected.generator.latentSize = 64
    expected.training.steps = 60 - trainer.step
    #expect(next.configuration == expected)
    #expect(next.budget == 60 && next.folder == nil)
  }

  @Test func eachNamesTheOtherAndTellsTheStory() throws {
    let parent = try Self.ended()
    let next = try #require(parent.successor)
    let folder = TinyRun.folder()
    try parent.handOver(to: folder)
    try parent.handOver(to: folder)
    #expect(try RunRecord.read(parent.run.record).children == [folder.path], "once")
    let ledger = try TrainerAutopilotTests.ledger(parent.run)
    #expect(ledger.map(\.child) == [nil, folder.path], "named before it is there")

    let child = try Trainer(configuration: next.configuration, run: folder, clock: { 1000 })
    #expect(child.firstOfLine == parent.run.path)
    _ = try child.train()
    #expect(try RunRecord.read(folder.record).parent == parent.run.path)
    let told = try TrainerAutopilotTests.ledger(folder)
    #expect(told.first?.run == parent.run.path && told.first?.verdict == .restarted)
    #expect(child.successor == nil)
    #expect(child.step == next.configuration.training.steps)
  }

  /// Whatever moment the process ended at, the parent asks for the same run.
  @Test func aProcessThatEndsBetweenBeginsNoSecondRun() throws {
    let parent = try Self.ended()
    let step = parent.step
    func reopened() throws -> Trainer {
      let copy = try TinyRun.copy(of: parent.run.path)
      return try TinyRun.trainer(Self.narrow, copy, from: step)
    }
    // Before the other is named: it is asked for again, without a step.
    let before = try reopened()
    #expect(
      try before.train()
        == .stopped(step: step, reason: Trainer.reason(#require(parent.successor).intervention))
    )
    #expect(before.successor?.folder == nil)
    #expect(try RunSuccessor.begun(from: step, in: before.store) == nil)
    // Named, and nothing there.
    let folder = TinyRun.folder()
    try parent.handOver(to: folder)
    let named = try reopened()
    #expect(named.successor?.folder == folder)
    #expect(try RunSuccessor.begun(from: step, in: named.store) == nil)
    // Begun.
    let next = try #require(parent.successor)
    _ = try Trainer(configuration: next.configuration, run: folder, clock: { 1000 })
    #expect(try RunSuccessor.begun(from: step, in: named.store) == folder)
    // One that had no checkpoint yet is begun again with what it took over.
    let again = try Trainer(configuration: next.configuration, run: folder, clock: { 1000 })
    #expect(again.firstOfLine == parent.run.path)
    #expect(try TrainerAutopilotTests.ledger(folder).count == 1)
    #expect(try RunRecord.read(folder.record).parent == parent.run.path)
  }

  @Test func withALowerModeTheRunGoesOn() throws {
    let parent = try Self.ended()
    let copy = try TinyRun.copy(of: parent.run.path)
    let other = try TinyRun.trainer(
      Self.narrow + ["autopilot.mode=guarded"],
      copy,
      from: parent.step
    )
    #expect(other.successor == nil)
    #expect(try other.train() == .finished)
  }
}
