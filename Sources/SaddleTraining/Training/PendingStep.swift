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

  private let step: Int
  private let values: [Entry]

  init(_ observation: Observation) {
    step = observation.step
    values = observation.values.map { Entry(signal: $0.signal, value: Number($0.value)) }
  }

  /// The observation as it was before the evaluation, its values in their order.
  var observation: Observation {
    var result = Observation(step: step)
    for entry in values { result[entry.signal] = entry.value.value }
    return result
  }
}
