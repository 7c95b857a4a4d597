// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The evaluation that counts as a run's best so far.
struct BestEvaluation: Codable, Equatable {
  /// After which step.
  var step: Int
  /// The metric that decides.
  var signal: Signal
  var value: Double
  /// The next metric's value, which decides between equals.
  var tie: Double?
  /// How the value was found: another way begins a new contest.
  var fingerprint: String?

  /// Takes the values of a step; nil where the first is not a number.
  init?(_ values: [MeasuredValue], step: Int) {
    guard let first = values.first, first.value.isFinite else { return nil }
    self.step = step
    signal = first.signal
    value = first.value
    fingerprint = first.fingerprint
    if values.count > 1, values[1].value.isFinite { tie = values[1].value }
  }

  /// Whether values are better than these.
  func isBeaten(by values: [MeasuredValue]) -> Bool {
    guard let first = values.first, first.value.isFinite else { return false }
    if first.signal != signal || first.fingerprint != fingerprint { return true }
    if first.value != value { return first.isBetter(than: value) }
    guard let tie, values.count > 1 else { return false }
    return values[1].isBetter(than: tie)
  }
}
