// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The last value of every signal since scalars were last recorded, game by game.
///
/// What isn't computed at each step, such as a lazy penalty, would otherwise be recorded only where
/// its steps and those of the record happen to meet.
struct UnloggedValues: Codable, Equatable {
  /// Values of a run of one game.
  private var values: [Signal: Double] = [:]
  /// Values of each of several; nil where there is one.
  private var games: [String: [Signal: Double]]?

  /// Whether nothing was seen.
  var isEmpty: Bool { values.isEmpty && games == nil }

  /// Takes in a step.
  mutating func take(_ observations: [GameObservation]) {
    for item in observations {
      for (signal, value) in item.observation.values where value.isFinite {
        if let game = item.game {
          games = games ?? [:]
          games?[game, default: [:]][signal] = value
        } else {
          values[signal] = value
        }
      }
    }
  }

  /// The observations with the last values of what they lack themselves.
  func completing(_ observations: [GameObservation]) -> [GameObservation] {
    observations.map { item in
      let seen = item.game.map { games?[$0] ?? [:] } ?? values
      var result = item
      for signal in Signal.allCases where result.observation[signal] == nil {
        if let value = seen[signal] { result.observation[signal] = value }
      }
      return result
    }
  }
}
