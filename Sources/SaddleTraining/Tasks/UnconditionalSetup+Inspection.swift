// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleSettings
import SaddleTorch

extension UnconditionalSetup {
  static func inspected(
    _ configuration: Configuration,
    examples: SampleShape
  ) throws(TensorError) -> any InspectedTask {
    try UnconditionalInspection(
      Networks(configuration, shape: examples),
      configuration,
      shape: examples
    )
  }
}

/// Both networks of the unconditional game, for an inspection.
struct UnconditionalInspection: InspectedTask {
  let networks: [InspectedNetwork]
  let sampleShape: SampleShape
  let hasLatents = true
  private let both: Networks

  /// Takes networks that nothing else uses.
  init(_ networks: Networks, _ configuration: Configuration, shape: SampleShape) {
    both = networks
    sampleShape = shape
    let judged = shape.packed(configuration.discriminator.packing).dimensions
    self.networks = [
      InspectedNetwork(
        player: .generator,
        network: networks.generator,
        input: networks.latentShape
      ),
      InspectedNetwork(
        player: .discriminator,
        network: networks.discriminator,
        input: judged
      ),
    ]
  }

  var exampleShape: [Int] { sampleShape.dimensions }
  var classCount: Int? { both.classCount }
  var usesChannelsLast: Bool { both.usesChannelsLast }

  func makeGame(
    _ configuration: Configuration,
    using random: Random
  ) throws(TensorError) -> InspectedGame {
    let game = try Game(
      configuration.makeTask(both),
      players: configuration.makePlayers(both.generator, both.discriminator),
      updates: configuration.makeUpdates(),
      random: random
    )
    let knowsClasses = classCount != nil
    return InspectedGame(game: game) { samples, labels in
      let real = RealBatch(samples, labels: knowsClasses ? labels : nil)
      _ = try game.play { real }
    }
  }
}
