// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleHealth
import SaddleTorch

extension Trainer {
  /// One line on what is trained.
  public var summary: String {
    let parameters = setup.game.players.map { player in
      let count = (try? player.network.parameterCount()) ?? 0
      return "\(player.id.name) \(count)"
    }
    let measures = setup.game.task.rules.regularizers.map { "\($0.id) \($0.weight)" }
    let parts =
      [
        setup.data.name, configuration.objective.rawValue,
        "parameters: " + parameters.joined(separator: ", "),
      ] + measures + ["batch \(configuration.training.batchSize)"]
    return parts.joined(separator: ", ")
  }

  /// What can be said of the samples at the end, one sentence each.
  public func verdict() throws -> [String] {
    guard let mixture = (setup.data as? MixtureSource)?.mixture, !mixture.means.isEmpty else {
      return []
    }
    let result = try setup.evaluate(mixture)
    let ideal = MixtureEvaluator.idealHighQualityShare
    return [
      "covers \(result.modesCaptured) of \(result.modeCount) modes, "
        + "\(percent(result.highQualityShare)) of \(result.count) samples within 3 sigma "
        + "(a perfect sampler: \(percent(ideal)))"
    ]
  }

  private func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }
}
