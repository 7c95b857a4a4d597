// SPDX-License-Identifier: Apache-2.0

/// Tells a table of experiments, a row for each run, from the log of a run.
///
/// In a run what was set before the first step stays. A table whose settings differ from row to row
/// and that has no step, or one that doesn't rise, compares runs.
enum ExperimentTable {
  /// Names that only such tables have.
  private static let labels: Set<String> = [
    "trial", "experiment", "exp", "run", "run_id", "config", "trial_id", "exp_id", "seed",
  ]
  /// Settings that must differ: one alone may be a schedule.
  private static let count = 2

  /// The settings that differ, or nil where it is no such table.
  static func settings(_ recognition: Recognition) -> [String]? {
    let isOrdered = recognition.stepUnit != .row && recognition.restarts * 4 < rows(recognition)
    guard !isOrdered else { return nil }
    let found = recognition.columns.filter { column in
      guard let range = column.range, range.lowerBound < range.upperBound, column.count >= 2 else {
        return false
      }
      let name = OptionName.folded(column.name)
      return labels.contains(name) || !OptionName.keys([name]).isEmpty
    }
    .map(\.name)
    let settings = found.filter { !labels.contains(OptionName.folded($0)) }
    return settings.count >= count ? found : nil
  }

  private static func rows(_ recognition: Recognition) -> Int {
    recognition.columns.map(\.count).max() ?? 0
  }
}
