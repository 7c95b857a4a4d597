// SPDX-License-Identifier: Apache-2.0

/// An observation of one of a run's games.
public struct GameObservation: Sendable, Equatable {
  /// The game's name; nil where the run has one.
  public var game: String?
  /// What was observed.
  public var observation: Observation
  /// Which stretch of training it belongs to: counts up at each restart.
  public var session: Int

  /// Creates an observation of a game.
  public init(game: String? = nil, observation: Observation, session: Int = 0) {
    self.game = game
    self.observation = observation
    self.session = session
  }
}
