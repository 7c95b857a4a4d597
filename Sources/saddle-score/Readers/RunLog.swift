// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns

/// Reads any log as `saddle diagnose` does: format, sessions and options beside it are recognized.
enum RunLog {
  /// A game of a run: what one monitor watches.
  struct Game {
    var name: String?
    var context: RunContext
    var observations: [Observation] = []
  }

  /// Returns the games of a run, each with what is known of it.
  static func read(_ path: String) throws -> [Game] {
    let reader = try RunReader(path)
    let context = Surroundings(path, reader.recognition).context
    var games: [Game] = []
    try reader.read { entry in
      if let index = games.firstIndex(where: { $0.name == entry.game }) {
        games[index].observations.append(entry.observation)
      } else {
        var game = Game(name: entry.game, context: context, observations: [entry.observation])
        game.context.game = entry.game ?? context.game
        games.append(game)
      }
    }
    return games
  }
}
