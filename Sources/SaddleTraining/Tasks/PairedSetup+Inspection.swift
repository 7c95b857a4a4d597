// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleSettings
import SaddleTorch

extension PairedSetup {
  static func inspected(
    _ configuration: Configuration,
    examples: SampleShape
  ) throws(TensorError) -> any InspectedTask {
    try PairedInspection(configuration, examples: examples)
  }
}

/// Both networks of task paired, for an inspection.
private struct PairedInspection: InspectedTask {
  let networks: [InspectedNetwork]
  let sampleShape: SampleShape
  let exampleShape: [Int]
  let hasLatents = false
  let usesChannelsLast = true
  let classCount: Int? = nil
  private let both: PairedNetworks

  init(_ configuration: Configuration, examples: SampleShape) throws(TensorError) {
    let noise = try Random(seed: SeedStream.inspection.seed(UInt64(configuration.seed)))
    both = try PairedNetworks(configuration, pair: examples, noise: noise)
    sampleShape = both.picture
    exampleShape = examples.dimensions
    networks = [
      InspectedNetwork(
        player: .generator,
        network: both.generator,
        input: both.picture.dimensions
      ),
      InspectedNetwork(
        player: .discriminator,
        network: both.discriminator,
        input: both.picture.packed(2).dimensions
      ),
    ]
  }

  func makeGame(
    _ configuration: Configuration,
    using random: Random
  ) throws(TensorError) -> InspectedGame {
    let game = try Game(
      configuration.makePairedTask(),
      players: configuration.makePlayers(both.generator, both.discriminator),
      updates: configuration.makeUpdates(),
      random: random
    )
    return InspectedGame(game: game) { examples, _ in
      let pairs = try PairedBatch(stacked: examples)
      _ = try game.play { pairs }
    }
  }
}
