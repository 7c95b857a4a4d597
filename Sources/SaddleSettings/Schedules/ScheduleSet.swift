// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth

/// The schedules of a configuration, read once: which keys change, and from which value.
package struct ScheduleSet: Sendable {
  private struct Entry: Sendable {
    var key: String
    var schedule: Schedule
    var start: Double
  }

  private var entries: [Entry] = []
  private let steps: Int
  /// The rule that follows the discriminator's loss, with the ideal one; nil where none does.
  private var gap: (rule: GapRule, ideal: Double)?
  /// Evaluations without improvement that a plateau waits for; nil where there is none.
  package private(set) var patience: Int?

  /// Reads the lines.
  ///
  /// - Throws: `Schedule.Problem` for a line that can't be read; a configuration that was read has
  ///   none.
  package init(_ configuration: Configuration) throws(Schedule.Problem) {
    steps = configuration.training.steps
    if configuration.schedules.isEmpty { return }
    let ideal = configuration.objective.health.idealDiscriminatorLoss
    let keys = Configuration.schema.keys.filter(\.isSchedulable)
    for line in configuration.schedules {
      let schedule = try Schedule(line)
      if schedule.kind == .plateau { patience = patience ?? schedule.patience }
      if schedule.kind == .gap { gap = ideal.map { (schedule.gap, $0) } }
      for key in keys where schedule.matches(key.path) {
        guard case .number(let start) = key.read(configuration),
          configuration.absence(of: key.path) == nil
        else { continue }
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
  ///   - state: What was found before it.
  package func values(step: Int, _ state: ScheduleState) -> [(key: String, value: Double)] {
    let factor = gap.map { rule, ideal in
      rule.factor(of: state.discriminatorLoss ?? ideal, ideal: ideal)
    }
    return entries.map {
      let value = $0.schedule.value(
        from: $0.start,
        step: step,
        steps: steps,
        drops: state.drops,
        gap: factor ?? 1
      )
      return ($0.key, value)
    }
  }

  /// The value of a key at a step that nothing was found before; nil where it doesn't change.
  func value(of key: String, step: Int) -> Double? {
    values(step: step, ScheduleState()).first { $0.key == key }?.value
  }

  /// The largest value of a key in the run, seen at a hundred steps; nil where it doesn't change.
  func peak(of key: String) -> Double? {
    (0...100).compactMap { value(of: key, step: max(1, steps / 100 * $0 + steps % 100 * $0 / 100)) }
      .max()
  }

  /// Takes in the losses of a step, where a schedule follows them.
  ///
  /// - Parameters:
  ///   - losses: The discriminator's adversarial loss of each game; their mean counts.
  ///   - state: What is remembered.
  package func follow(_ losses: [Double], _ state: inout ScheduleState) {
    guard let (rule, ideal) = gap, !losses.isEmpty else { return }
    let mean = losses.reduce(0, +) / Double(losses.count)
    guard mean.isFinite else { return }
    state.discriminatorLoss = rule.smoothed(mean, after: state.discriminatorLoss ?? ideal)
  }
}
