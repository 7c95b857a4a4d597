// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What was observed of a step whose evaluation was broken off: whoever goes on measures it first.
///
/// An evaluation takes minutes, and asking a run to stop must not wait for it. The step itself is
/// made; what follows from the evaluation (the best step, records, the monitor) is not.
struct PendingStep: Codable, Equatable {
  private struct Entry: Codable, Equatable {
    var signal: Signal
    var value: Number
  }

  private struct Game: Codable, Equatable {
    var name: String
    var values: [Entry]
  }

  private let step: Int
  /// Values of a run of one game, as they stood here before there were several.
  private let values: [Entry]
  private let games: [Game]?

  init(_ observations: [GameObservation]) {
    func entries(_ item: GameObservation) -> [Entry] {
      item.observation.values.map { Entry(signal: $0.signal, value: Number($0.value)) }
    }
    step = observations.first?.observation.step ?? 0
    values = observations.first { $0.game == nil }.map(entries) ?? []
    let named = observations.compactMap { item in
      item.game.map { Game(name: $0, values: entries(item)) }
    }
    games = named.isEmpty ? nil : named
  }

  /// The observations as they were before the evaluation, their values in their order.
  var observations: [GameObservation] {
    func observation(_ entries: [Entry]) -> Observation {
      var result = Observation(step: step)
      for entry in entries { result[entry.signal] = entry.value.value }
      return result
    }
    guard let games else { return [GameObservation(observation: observation(values))] }
    return games.map { GameObservation(game: $0.name, observation: observation($0.values)) }
  }
}
