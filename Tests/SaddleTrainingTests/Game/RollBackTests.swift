// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Going back inside a process: `restore` of the game's state and the data's position.
@Suite struct RollBackTests {
  private func bytes(_ state: StateDictionary) throws -> Data { try SafeTensors.encode(state) }

  /// The steps after a roll-back are those that were made before it, bit for bit.
  @Test(arguments: [
    ["training.discriminatorSteps=2"],
    ["training.updates=optimistic", "training.lookahead.every=4"],
    ["training.updates=extrapolationFromPast", "regularizers.historicalAveraging.weight=0.1"],
    ["regularizers.leCam.weight=0.1", "regularizers.pathLength.weight=1"],
    ["discriminator.spectralNorm=true", "generator.normalization=batch"],
    ["optimizer.generator.kind=rmsprop", "optimizer.discriminator.kind=sgd"],
  ])
  func whatFollowsIsTheSame(_ set: [String]) throws {
    let setup = try TrainingSetup(TinyRun.configuration(set))
    func play(_ steps: Int) throws { for _ in 0..<steps { try setup.play() } }
    try play(7)
    let start = try setup.game.state().copied()
    let position = setup.data.position
    let there = try bytes(start)
    try play(5)
    let first = try bytes(setup.game.state())
    try setup.game.restore(start)
    setup.data.position = position
    #expect(try bytes(setup.game.state()) == there)
    #expect(setup.game.step == 7)
    try play(5)
    #expect(try bytes(setup.game.state()) == first)
    #expect(first != there)
  }

  @Test func aStateWithoutCountersIsRefused() throws {
    let setup = try TrainingSetup(TinyRun.configuration())
    #expect(throws: TensorError.self) { try setup.game.restore(StateDictionary()) }
  }
}
