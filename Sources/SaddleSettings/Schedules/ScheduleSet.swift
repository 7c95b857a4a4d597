// SPDX-License-Identifier: Apache-2.0

/// The schedules of a configuration, read once: which keys change, and from which value.
package struct ScheduleSet: Sendable {
  private struct Entry: Sendable {
    var key: String
    var schedule: Schedule
    var start: Double
  }

  private var entries: [Entry] = []
  private let steps: Int
  /// Evaluations without improvement that a plateau waits for; nil where there is none.
  package private(set) var patience: Int?

  /// Reads the lines.
  ///
  /// - Throws: `Schedule.Problem` for a line that can't be read; a configuration that was read has
  ///   none.
  package init(_ configuration: Configuration) throws(Schedule.Problem) {
    steps = configuration.training.steps
    if configuration.schedules.isEmpty { return }
    let keys = Configuration.schema.keys.filter(\.isSchedulable)
    for line in configuration.schedules {
      let schedule = try Schedule(line)
      if schedule.kind == .plateau { patience = patience ?? schedule.patience }
      for key in keys where schedule.matches(key.path) {
        guard case .number(let start) = key.read(configuration) else { continue }
        entries.append(Entry(key: key.path, schedule: schedule, start: start))
      }
    }
  }

  /// Whether nothing changes.
  package var isEmpty: Bool { entries.isEmpty }

  /// The keys of each line.
  package var keys: [(line: String, keys: [String])] {
    Dictionary(grouping: entries, by: \.schedule.pattern)
      .map { ($0.key, $0.value.map(\.key)) }
      .sorted { $0.0 < $1.0 }
  }

  /// Returns the values for making a step, by key.
  ///
  /// - Parameters:
  ///   - step: The step that is going to be made, the first is 1.
  ///   - drops: How often plateaus have come to their end.
  package func values(step: Int, drops: Int) -> [(key: String, value: Double)] {
    entries.map {
      ($0.key, $0.schedule.value(from: $0.start, step: step, steps: steps, drops: drops))
    }
  }
}
