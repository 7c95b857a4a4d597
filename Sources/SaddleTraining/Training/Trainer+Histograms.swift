// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleRuns
import SaddleTorch

extension Trainer {
  /// Records how weights and their last gradients are spread, a histogram a tensor.
  func recordHistograms() throws {
    var values: [(tag: String, value: SummaryValue)] = []
    func add(_ kind: String, _ player: Player, _ name: String, _ tensor: Tensor?) throws {
      guard let tensor else { return }
      let numbers: [Float] = try tensor.detach().contiguous().array()
      guard let histogram = Histogram(numbers) else { return }
      values.append(("\(kind)/\(player.id.name)/\(name)", .histogram(histogram)))
    }
    for player in setup.game.players {
      for (name, parameter) in player.network.parameters() {
        try add("weights", player, name, parameter.tensor)
        try add("gradients", player, name, parameter.gradient)
      }
    }
    try journal.write(values, step: step)
  }
}
