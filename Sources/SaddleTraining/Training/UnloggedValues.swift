// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The last value of every signal since scalars were last recorded.
///
/// What isn't computed at each step, such as a lazy penalty, would otherwise be recorded only where
/// its steps and those of the record happen to meet.
struct UnloggedValues: Codable, Equatable {
  private var values: [Signal: Double] = [:]

  /// Whether nothing was seen.
  var isEmpty: Bool { values.isEmpty }

  /// Takes in a step.
  mutating func take(_ observation: Observation) {
    for (signal, value) in observation.values where value.isFinite { values[signal] = value }
  }

  /// The observation with the last values of what it lacks itself.
  func completing(_ observation: Observation) -> Observation {
    var result = observation
    for signal in Signal.allCases where result[signal] == nil {
      if let value = values[signal] { result[signal] = value }
    }
    return result
  }
}
