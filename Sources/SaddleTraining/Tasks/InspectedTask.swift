// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleSettings
import SaddleTorch

/// Networks of a task that nothing else uses, to be looked at and played with before training.
protocol InspectedTask {
  /// The networks, in the order of the players.
  var networks: [InspectedNetwork] { get }
  /// Shape of what the generator makes, and its classes.
  var sampleShape: SampleShape { get }
  /// Shape of one example of the data.
  var exampleShape: [Int] { get }
  /// Number of classes that the networks know; nil for others.
  var classCount: Int? { get }
  /// Whether samples are made of random numbers alone.
  var hasLatents: Bool { get }
  /// Whether examples lie with their channels last.
  var usesChannelsLast: Bool { get }

  /// Makes the game of a configuration with these networks, which it trains.
  func makeGame(_ configuration: Configuration, using random: Random) throws(TensorError)
    -> InspectedGame
}

/// A network with what it is fed.
struct InspectedNetwork {
  /// Whose it is.
  var player: PlayerID
  var network: Module
  /// Shape of one input.
  var input: [Int]
}

/// A game and how to make a step of it.
struct InspectedGame {
  var game: any AnyGame
  /// Makes a step on examples, `[count] + exampleShape`, of given classes.
  var play: (_ examples: Tensor, _ labels: Tensor?) throws -> Void
}

extension InspectedTask {
  /// The first network of a side.
  func network(_ side: Side) throws(TensorError) -> InspectedNetwork {
    for entry in networks where entry.player.side == side { return entry }
    throw TensorError(.invalidArgument, "inspection", cause: "there is no \(side.rawValue)")
  }
}
