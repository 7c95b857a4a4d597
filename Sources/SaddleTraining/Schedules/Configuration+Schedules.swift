// SPDX-License-Identifier: Apache-2.0

extension Configuration {
  /// Keys that take effect in a running game; all else decides how it is built.
  static let schedulable: [String] =
    ["generator", "discriminator"].flatMap {
      [
        "optimizer.\($0).learningRate", "optimizer.\($0).beta1", "optimizer.\($0).beta2",
        "optimizer.\($0).weightDecay", "optimizer.\($0).gradientClip.norm",
        "optimizer.\($0).gradientClip.value", "optimizer.\($0).gradientClip.adaptive",
      ]
    } + [
      "regularizers.r1.gamma", "regularizers.r2.gamma", "regularizers.gradientPenalty.weight",
      "regularizers.gradientPenalty.target", "regularizers.gradientPenalty.drift",
      "regularizers.dragan.weight", "regularizers.weightClipping.bound",
      "regularizers.labelSmoothing", "regularizers.orthogonal.discriminator",
      "regularizers.orthogonal.generator", "regularizers.instanceNoise.sigma",
      "regularizers.consistency.real", "regularizers.consistency.fake",
      "regularizers.latentConsistency.discriminator", "regularizers.latentConsistency.generator",
      "regularizers.leCam.weight", "regularizers.modeSeeking.weight",
      "regularizers.determinantalDiversity.weight", "regularizers.pathLength.weight",
      "regularizers.historicalAveraging.weight", "augmentation.probability", "training.topK",
      "training.consensus", "training.lookahead.alpha", "ema.decay",
      "ema.halfLifeImages", "ema.rampUp",
    ]

  /// Returns what is wrong with the schedules, or nil.
  func problemOfSchedules() -> String? {
    var taken: [String: String] = [:]
    for line in schedules {
      do throws(Schedule.Problem) {
        let schedule = try Schedule(line)
        let keys = Self.schedulable.filter(schedule.matches)
        guard !keys.isEmpty else { return Self.unschedulable(schedule.pattern) }
        for key in keys {
          if taken[key] != nil { return "\(key) has two schedules" }
          taken[key] = line
          if let problem = problem(of: schedule, key) { return problem }
        }
      } catch {
        return error.message
      }
    }
    return nil
  }

  private static func unschedulable(_ pattern: String) -> String {
    let shown = ConfigurationProblem.printable(pattern)
    let exists = schema.keys.contains { $0.path == pattern }
    let near = Spelling.question(Spelling.nearest(to: pattern, among: schedulable))
    return exists
      ? "\(shown) decides how the run is built and can't change in it; allowed: learning rates, "
        + "betas, weight decay, gradient clipping, weights of regularizers, noise, topK, ema"
      : "\(shown) is no key that can be scheduled; "
        + (near ?? "see `saddle config --explain schedules`")
  }

  private func problem(of schedule: Schedule, _ key: String) -> String? {
    guard let found = Self.schema.keys.first(where: { $0.path == key }),
      case .number(let bounds) = found.type
    else { return nil }
    guard case .number(let start) = found.read(self) else {
      return "\(key) is null; give it a number to begin with"
    }
    if !bounds.contains(schedule.end), schedule.kind != .constant, schedule.end != 0 {
      return "\(key): to \(schedule.end) is out of range; allowed: \(bounds.description)"
    }
    if schedule.kind == .exponential, schedule.end <= 0 || start <= 0 {
      return "\(key): an exponential goes between numbers above 0; give `to` such a value"
    }
    if schedule.kind == .plateau, evaluation.every == 0 {
      return "\(key): a plateau follows a metric: set evaluation.every and evaluation.metrics"
    }
    if start == 0, key.hasPrefix("regularizers."), key != "regularizers.labelSmoothing" {
      return "\(key) is off (0), so there is nothing to schedule: give it the value to begin with"
    }
    if schedule.from >= training.steps {
      return "\(key): from \(schedule.from) is beyond training.steps \(training.steps)"
    }
    return nil
  }

  /// Returns this configuration as it is at a step.
  ///
  /// - Parameters:
  ///   - step: The step that is going to be made.
  ///   - drops: How often plateaus have come to their end.
  func scheduled(at step: Int, drops: Int) -> Configuration {
    var live = self
    for line in schedules {
      guard let schedule = try? Schedule(line) else { continue }
      let all = Self.schema.keys.filter { Self.schedulable.contains($0.path) }
      for key in all where schedule.matches(key.path) {
        guard case .number(let start) = key.read(self) else { continue }
        var value = schedule.value(
          from: start,
          step: step,
          steps: training.steps,
          drops: drops
        )
        // A weight of 0 would drop the term and what it remembers.
        if key.path.hasPrefix("regularizers."), value == 0 { value = .leastNormalMagnitude }
        key.write(&live, .number(value))
      }
    }
    return live
  }
}
