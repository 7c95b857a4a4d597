// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleSettings

/// When a run ends because nothing gets better: `evaluation.patience`.
///
/// Looked at before a step, and a function of what a checkpoint holds: a run that is resumed beyond its
/// patience ends at once, as it would have without the interruption.
extension Trainer {
  /// The step of the best evaluation so far; nil before the first one.
  public var bestStep: Int? { best?.step }

  /// Why the run ends before its next step; nil while there is hope.
  ///
  /// A change on trial is judged first.
  var standstill: String? {
    let settings = configuration.evaluation
    guard settings.every > 0, settings.patience > 0, schedules.unimproved >= settings.patience,
      pending == nil, pilot?.isTrying != true, !isSearching
    else { return nil }
    let count = schedules.unimproved == 1 ? "1 evaluation" : "\(schedules.unimproved) evaluations"
    guard let best else { return "no number was measured in \(count) (evaluation.patience)" }
    let value = Number(best.value).text
    return "\(best.signal.rawValue) hasn't improved in \(count) (evaluation.patience); the best, "
      + "\(value), is of step \(best.step)"
  }
}
