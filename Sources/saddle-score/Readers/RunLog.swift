// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns

/// Reads any log as `saddle diagnose` does: format, sessions and options beside it are recognised.
enum RunLog {
  /// Returns what is known of a run, and the observations of its first game.
  static func read(_ path: String) throws -> (RunContext, [Observation]) {
    let reader = try RunReader(path)
    var games: [(name: String?, observations: [Observation])] = []
    try reader.read { entry in
      if let index = games.firstIndex(where: { $0.name == entry.game }) {
        games[index].observations.append(entry.observation)
      } else {
        games.append((entry.game, [entry.observation]))
      }
    }
    return (Surroundings(path, reader.recognition).context, games.first?.observations ?? [])
  }
}
