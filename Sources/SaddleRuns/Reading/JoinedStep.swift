// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What several sources say of one step: one observation of each game.
struct JoinedStep {
  private(set) var observations: [GameObservation] = []

  /// Adds what a source says; where two say the same signal, the later one counts.
  mutating func add(_ next: GameObservation) {
    guard let index = observations.firstIndex(where: { $0.game == next.game }) else {
      observations.append(next)
      return
    }
    for (signal, value) in next.observation.values {
      observations[index].observation[signal] = value
    }
    observations[index].observation.facts += next.observation.facts
    observations[index].session = max(observations[index].session, next.session)
  }
}
