// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings
import Testing

@testable import SaddleTraining

/// Numbers that cease to be finite in a run that may go back: mended, or given up with the reason.
@Suite struct TrainerRescueTests {
  private static let piloted = [
    "autopilot.mode=guarded", "autopilot.window=10", "training.steps=60",
  ]
  /// Without what would mend the settings at the first step: the run has to break.
  private static let guarded =
    piloted + ["autopilot.measures=[lowerLearningRates, gradientClipping, lowerMomentum]"]

  /// Plain gradient steps that grow to 50 times what carries: they break half-way.
  @Test func aRateThatBreaksTheRunIsLoweredAndTheRunFinishes() throws {
    let rates = ["generator", "discriminator"].flatMap {
      ["optimizer.\($0).kind=sgd", "optimizer.\($0).learningRate=10"]
    }
    let warmUp = ["schedules=[optimizer.*.learningRate constant warmUp 60]"]
    let untouched = try TinyRun.trainer(rates + warmUp + ["autopilot.mode=off"])
    #expect(throws: NonFinite.self, "the recipe no longer breaks") { _ = try untouched.train() }

    let trainer = try TinyRun.trainer(Self.guarded + rates + warmUp)
    #expect(try trainer.train() == .finished)
    #expect(trainer.step == 60)
    #expect(try trainer.setup.game.firstNonFinite() == nil)
    let ledger = try TrainerAutopilotTests.ledger(trainer.run)
    let begun = try #require(ledger.first { $0.verdict == .trying }, "nothing was tried")
    let back = try #require(begun.rollBackTo, "it was not gone back")
    #expect(back < begun.step && begun.snapshot == back)
    #expect(begun.changes.allSatisfy { $0.key.hasSuffix(".learningRate") && $0.old == 10 })
    #expect(ledger.last { $0.number == begun.number }?.verdict == .kept)
    #expect(try RunRecord.read(trainer.run.record).status == .finished)
  }

  /// A schedule that no change of a rate's beginning can mend.
  private static let hopeless = [
    "schedules=[optimizer.generator.learningRate exponential to 1e30 from 20 until 40]"
  ]

  /// Whatever was tried, measured and taken back between: the best is that of a run left alone.
  @Test func triesInVainLeaveTheBestOfARunThatWasLeftAlone() throws {
    let measured = ["evaluation.every=5", "evaluation.metrics=[modes]"] + Self.hopeless
    let alone = try TinyRun.trainer(measured + ["autopilot.mode=off"])
    let tried = try TinyRun.trainer(measured + Self.guarded)
    for trainer in [alone, tried] {
      #expect(throws: NonFinite.self) { _ = try trainer.train() }
    }
    #expect(try TrainerAutopilotTests.ledger(tried.run).contains { $0.verdict == .undone })
    let best = try #require(alone.best)
    #expect(tried.best == best)
    #expect(try tried.store.step(of: .best) == best.step)
    #expect(
      try TinyRun.tensors(of: tried.run, step: best.step)
        == TinyRun.tensors(of: alone.run, step: best.step)
    )
  }

  /// The same runs with every remedy: what breaks them is seen before it does.
  @Test func whatWouldBreakItIsMendedAtTheFirstStep() throws {
    let trainer = try TinyRun.trainer(Self.piloted + Self.hopeless)
    #expect(try trainer.train() == .finished)
    let first = try #require(try TrainerAutopilotTests.ledger(trainer.run).first)
    #expect(first.step == 1 && first.rollBackTo == 0)
    #expect(first.changes.map(\.key) == ["schedules"])
  }

  /// A run that breaks before its first checkpoint has the one of its beginning.
  @Test func aRunThatBreaksAtItsFirstStepsGoesBackToItsBeginning() throws {
    let rates = [
      "optimizer.discriminator.kind=sgd", "optimizer.discriminator.learningRate=100",
    ]
    let trainer = try TinyRun.trainer(Self.guarded + rates + ["checkpoints.every=0"])
    #expect(try trainer.train() == .finished)
    let first = try #require(
      try TrainerAutopilotTests.ledger(trainer.run).first,
      "nothing was tried"
    )
    #expect(first.rollBackTo == 0)
  }

  @Test func aRunThatBreaksWhateverIsChangedIsGivenUpInWords() throws {
    let trainer = try TinyRun.trainer(Self.guarded + Self.hopeless)
    var told: [Intervention] = []
    #expect(throws: NonFinite.self) {
      _ = try trainer.train { if case .intervention(let one) = $0 { told.append(one) } }
    }
    let ledger = try TrainerAutopilotTests.ledger(trainer.run)
    #expect(ledger == told)
    let tries = ledger.filter { $0.verdict == .trying }
    let undone = ledger.filter { $0.verdict == .undone }
    #expect(tries.count >= 2 && tries.count <= 3)
    #expect(Set(tries.map(\.changes.description)).count == tries.count, "one was tried twice")
    #expect(undone.count == tries.count)
    let last = try #require(ledger.last)
    #expect(last.verdict == .stopped)
    #expect(last.because == "going back and \(tries.count) changes were tried in vain")
    #expect(try RunRecord.read(trainer.run.record).status == .failed)
    // What is left is whole, and everything that was tried is out of it.
    let step = try #require(trainer.store.steps().last)
    try trainer.store.verify(step: step)
    let pilot = try TrainingSetup.state(in: trainer.store, step: step).pilot
    #expect(pilot?.inForce.isEmpty == true)
  }
}
