// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Going back inside a process: `restore` of the game's state and the data's position, and the monitor,
/// a value, as it was.
@Suite struct RollBackTests {
  private func bytes(_ state: StateDictionary) throws -> Data { try SafeTensors.encode(state) }

  /// A run without its files.
  private final class Played {
    let setup: TrainingSetup
    var monitor: RunMonitor

    init(_ configuration: Configuration) throws {
      setup = try TrainingSetup(configuration)
      monitor = RunMonitor(
        context: RunContext(configuration, setup: setup),
        games: setup.game.games
      )
    }

    /// Plays as a trainer does; returns all that was seen and said.
    @discardableResult
    func play(_ steps: Int) throws -> [String] {
      try (0..<steps).map { _ in
        setup.applySchedules(step: setup.game.step + 1, ScheduleState())
        let seen = try setup.play()
        let found = seen.flatMap { monitor.observe($0) }
        let values = seen.flatMap(\.observation.values).map { "\($0.signal) \($0.value)" }
        return values.joined(separator: " ") + " \(found)"
      }
    }
  }

  /// The steps after a roll-back are those that were made before it, bit for bit: weights, what is
  /// observed, what the monitor says.
  private func check(_ configuration: Configuration, sourceLocation: SourceLocation) throws {
    let run = try Played(configuration)
    try run.play(7)
    let start = try run.setup.game.state().copied()
    let (position, monitor) = (run.setup.data.position, run.monitor)
    let there = try bytes(start)
    let seen = try run.play(5)
    let first = try bytes(run.setup.game.state())
    let judged = try JSONEncoder.sorted.encode(run.monitor)
    try run.setup.game.restore(start)
    run.setup.data.position = position
    run.monitor = monitor
    #expect(try bytes(run.setup.game.state()) == there, sourceLocation: sourceLocation)
    #expect(run.setup.game.step == 7, sourceLocation: sourceLocation)
    #expect(try run.play(5) == seen, sourceLocation: sourceLocation)
    #expect(try bytes(run.setup.game.state()) == first, sourceLocation: sourceLocation)
    #expect(try JSONEncoder.sorted.encode(run.monitor) == judged, sourceLocation: sourceLocation)
    #expect(first != there, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ["training.discriminatorSteps=2"],
    ["training.updates=optimistic", "training.lookahead.every=4"],
    ["training.updates=extrapolationFromPast", "regularizers.historicalAveraging.weight=0.1"],
    ["regularizers.leCam.weight=0.1", "regularizers.pathLength.weight=1"],
    ["discriminator.spectralNorm=true", "generator.normalization=batch"],
    ["optimizer.generator.kind=rmsprop", "optimizer.discriminator.kind=sgd"],
    // Lazy penalties that are due neither at the step of the return nor at the same one.
    [
      "regularizers.r1.interval=3", "regularizers.pathLength.weight=1",
      "regularizers.pathLength.interval=4", "training.accumulate=2",
    ],
    // An average that is still ramping up, and schedules that end after the return.
    [
      "ema.decay=null", "ema.halfLifeImages=500", "ema.rampUp=0.5",
      "regularizers.instanceNoise.sigma=0.5", "regularizers.instanceNoise.until=10",
      "schedules=[optimizer.*.learningRate linear to 0 until 10, ema.halfLifeImages linear to 100 until 9]",
    ],
  ])
  func whatFollowsIsTheSame(_ set: [String]) throws {
    try check(TinyRun.configuration(set), sourceLocation: #_sourceLocation)
  }

  @Test(arguments: [
    [
      "augmentation.transforms=[color, translation]", "augmentation.adaptive=true",
      "augmentation.interval=2", "augmentation.speed=0.1", "augmentation.probability=0.3",
    ],
    [
      "generator.architecture=pggan", "discriminator.architecture=pggan",
      "training.growth.fadeImages=20",
    ],
  ])
  func itIsTheSameWithImages(_ set: [String]) throws {
    try check(
      TinyImages.configuration(TinyImages.data(), ["data.mirror=true"] + set),
      sourceLocation: #_sourceLocation
    )
  }

  @Test func itIsTheSameWithPairs() throws {
    try check(TinyPairs.configuration(TinyPairs.folder()), sourceLocation: #_sourceLocation)
  }

  /// Whatever is switched on: another game of the same configuration goes on from the state, so that
  /// nothing that the next step depends on is outside of it.
  @Test(arguments: TechniqueCombinationTests.techniques)
  func nothingIsForgotten(_ set: [String]) throws {
    let configuration = try TinyRun.configuration(["regularizers.r1.gamma=0"] + set)
    let (first, second) = (try Played(configuration), try Played(configuration))
    try first.play(7)
    try second.setup.game.restore(first.setup.game.state().copied())
    second.setup.data.position = first.setup.data.position
    second.monitor = first.monitor
    #expect(try first.play(5) == second.play(5))
    let states = try [first, second].map { try bytes($0.setup.game.state()) }
    #expect(states[0] == states[1])
  }

  @Test func aStateWithoutCountersIsRefused() throws {
    let setup = try TrainingSetup(TinyRun.configuration())
    #expect(throws: TensorError.self) { try setup.game.restore(StateDictionary()) }
  }

  /// The half-life counts the images that a step consumed, however many batches that were.
  @Test(arguments: [1, 4]) func theHalfLifeCountsImages(_ batches: Int) throws {
    let set = [
      "ema.decay=null", "ema.halfLifeImages=64", "training.accumulate=\(batches)",
      "training.batchSize=16",
    ]
    let setup = try TrainingSetup(TinyRun.configuration(set))
    let player = try setup.generator
    let average = try #require(player.average)
    let before = try average.network.parameters()[0].parameter.tensor.detach().clone()
    _ = try setup.play()
    let made = try player.network.parameters()[0].parameter.tensor.detach()
    let kept = pow(0.5, Double(16 * batches) / 64)
    let wanted = try before * kept + made * (1 - kept)
    let found = try average.network.parameters()[0].parameter.tensor.detach()
    let distance: Double = try (found - wanted).abs().max().item()
    #expect(distance < 1e-6)
    #expect(setup.game.imagesSeen == 16 * batches)
  }
}

extension JSONEncoder {
  fileprivate static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}
