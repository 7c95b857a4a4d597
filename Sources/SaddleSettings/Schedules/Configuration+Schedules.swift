// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleText

extension Configuration {
  /// Keys that take effect in a running game; all else decides how it is built.
  static var schedulable: [String] { schema.keys.filter(\.isSchedulable).map(\.path) }

  /// Returns what is wrong with the schedules, or nil.
  func problemOfSchedules() -> String? {
    if schedules.isEmpty { return nil }
    let schedulable = Self.schedulable
    var taken: [String: String] = [:]
    var patience: Int?
    for line in schedules {
      do throws(Schedule.Problem) {
        let schedule = try Schedule(line)
        if schedule.kind == .plateau {
          if let patience, patience != schedule.patience {
            return "plateaus fall together, so they need the same patience: \(patience) and "
              + "\(schedule.patience) were given"
          }
          patience = schedule.patience
        }
        let keys = schedulable.filter(schedule.matches)
        guard !keys.isEmpty else { return Self.unschedulable(schedule.pattern) }
        let idle = keys.map { ($0, idleness(of: $0)) }
        if let (key, found) = idle.first, let reason = found, idle.allSatisfy({ $0.1 != nil }) {
          return "\(key) has no effect, so there is nothing to schedule: \(reason)"
        }
        let isAbsent = keys.allSatisfy { absence(of: $0) != nil }
        for key in keys where isAbsent || absence(of: key) == nil {
          if taken[key] != nil { return "\(key) has two schedules" }
          taken[key] = line
          if let problem = problem(of: schedule, key) { return problem }
          if let absence = absence(of: key) { return "\(key) \(absence)" }
        }
      } catch {
        return error.message
      }
    }
    return nil
  }

  private static func unschedulable(_ pattern: String) -> String {
    let shown = ForeignText.quoted(pattern)
    let exists = schema.key(pattern) != nil
    let near = Spelling.question(Spelling.nearest(to: pattern, among: schedulable))
    return exists
      ? "\(shown) decides how the run is built and can't change in it; allowed: learning rates, "
        + "betas, weight decay, gradient clipping, weights of regularizers, noise, topK, ema"
      : "\(shown) is no key that can be scheduled; "
        + (near ?? "see `saddle config --explain schedules`")
  }

  private func problem(of schedule: Schedule, _ key: String) -> String? {
    guard let found = Self.schema.key(key), case .number(let bounds) = found.type else {
      return nil
    }
    guard case .number(let start) = found.read(self) else { return nil }
    if !bounds.contains(schedule.end), schedule.kind != .constant, schedule.end != 0 {
      return "\(key): to \(schedule.end) is out of range; allowed: \(bounds.description)"
    }
    if schedule.end == 0, schedule.kind == .linear || schedule.kind == .cosine,
      key.contains(".gradientClip.") || key == "regularizers.weightClipping.bound"
    {
      return "\(key): to 0 would hold everything at 0; give `to` a bound above 0"
    }
    if schedule.kind == .exponential, schedule.end <= 0 || start <= 0 {
      return "\(key): an exponential goes between numbers above 0; give `to` such a value"
    }
    if schedule.kind == .gap { return problemOfGap(key) }
    if schedule.kind == .plateau, evaluation.every == 0 {
      return "\(key): a plateau follows a metric: set evaluation.every and evaluation.metrics"
    }
    let from = schedule.from.step(of: training.steps)
    if case .step = schedule.from, from >= training.steps {
      return
        "\(key): from \(from) is beyond training.steps \(training.steps); `from 50%` goes with "
        + "the run's length"
    }
    return problemOfOrder(schedule, key)
  }

  private func problemOfGap(_ key: String) -> String? {
    let name = "optimizer.discriminator.learningRate"
    if key != name {
      return "\(key): gap follows the discriminator's loss; it is for \(name) alone"
    }
    guard objective.health.idealDiscriminatorLoss != nil else {
      return "\(key): gap follows the distance of the discriminator's loss from its ideal, and "
        + "objective \(objective.rawValue) has none: its loss has no scale"
    }
    return regularizers.labelSmoothing == 0
      ? nil
      : "\(key): regularizers.labelSmoothing moves the ideal that gap follows; set it to 0"
  }

  /// Says where a change would end before it begins: `Schedule` itself can't compare a step with a share.
  private func problemOfOrder(_ schedule: Schedule, _ key: String) -> String? {
    let steps = training.steps
    let from = schedule.from.step(of: steps)
    switch (schedule.from, schedule.until) {
    case (.share(1), nil): return "\(key): from 100% is the end of training: nothing would change"
    case (.step, .share?), (.share, .step?):
      let until = schedule.until?.step(of: steps) ?? steps
      guard until <= from else { return nil }
      return "\(key): until must come after from: of \(steps) steps they are \(until) and \(from)"
    default: return nil
    }
  }
}
