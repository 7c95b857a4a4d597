// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension Trainer {
  /// One line on what is trained.
  public var summary: String {
    let parameters = setup.game.players.map { player in
      let count = (try? player.network.parameterCount()) ?? 0
      return "\(player.id.name) \(count)"
    }
    let parts =
      [
        setup.data.name, configuration.objective.rawValue,
        "parameters: " + parameters.joined(separator: ", "),
      ] + setup.task.summary + ["batch \(configuration.training.batchSize)"]
    return parts.joined(separator: ", ")
  }

  /// What can be said of the samples at the end, one sentence each.
  ///
  /// - Parameter stop: Asked now and then; nothing is said where it asks to stop.
  public func verdict(stop: StopRequest? = nil) throws -> [String] {
    do { return try setup.task.verdict { _ in try stop?.check() } } catch is CancellationError {
      return []
    }
  }
}
