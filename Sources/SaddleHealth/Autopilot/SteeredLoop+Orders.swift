// SPDX-License-Identifier: Apache-2.0

// What an order means for what is known of the loop.
extension SteeredLoop {
  /// What the loop offers.
  var cockpit: Cockpit {
    let (controls, steps) = (controls, kept.filter(\.isRegular).map(\.step))
    let context = monitor.context
    return Cockpit(
      checkpoints: { steps },
      context: { context },
      reach: { key in
        if let control = controls[key] {
          // What is off is switched on.
          let isOff = key.hasPrefix("regularizers.") && control.value == 0
          return isOff ? max(control.needs, .guarded) : control.needs
        }
        let others = ["generator.", "discriminator.", "objective"]
        return others.contains(where: key.hasPrefix) ? .restart : nil
      },
      value: { controls[$0]?.value },
      refusal: { changes in
        let wordy = changes.first {
          controls[$0.key] != nil && RemedyPlan.number($0)?.isFinite != true
        }
        return wordy.map { "\($0.key) takes a number, not \($0.valueText)" }
      }
    )
  }

  mutating func answer(to order: Autopilot.Order, at step: Int) -> Answer {
    var answer = Answer(order: order)
    switch order {
    case .begin(let intervention):
      answer.order = .begin(begin(intervention, at: step))
      answer.measurements = measuresOnRequest ? pilot.baselineCount : 0
      awaitsBaseline = answer.measurements > 0
    case .undo(let intervention):
      goBack(to: intervention.snapshot ?? step)
      prune()
    default:
      prune()
      answer.keeps = keepIfDue(step)
      answer.measurements = wantedMeasurements(after: step)
    }
    return answer
  }

  private mutating func begin(_ given: Intervention, at step: Int) -> Intervention {
    if let earlier = given.rollBackTo {
      goBack(to: earlier)
    } else if !held.contains(step) {
      keep(step, isRegular: false)
    }
    pilot.saved(snapshot: given.rollBackTo ?? step)
    for change in given.changes {
      if let number = Double(change.new) { set(change.key, number) }
    }
    return pilot.interventions.last ?? given
  }

  private mutating func goBack(to step: Int) {
    guard let earlier = kept.last(where: { $0.step == step }) else { return }
    monitor = earlier.monitor
    controls = earlier.controls
    pilot.wentBack(to: earlier.pilot)
    kept.removeAll { $0.step > step }
  }

  private mutating func keep(_ step: Int, isRegular: Bool) {
    kept.append(
      Kept(step: step, monitor: monitor, pilot: pilot, controls: controls, isRegular: isRegular)
    )
  }

  /// Keeps a step where nothing is wrong, once a window, for those who may go back.
  private mutating func keepIfDue(_ step: Int) -> Bool {
    guard pilot.rules.mode >= .guarded, !pilot.isTrying, !isWorried, !held.contains(step),
      Steps.distance(kept.last { $0.isRegular }?.step ?? 0, step) >= UInt(pilot.rules.window)
    else { return false }
    keep(step, isRegular: true)
    prune()
    return true
  }

  /// Lets go of what nothing goes back to any more.
  private mutating func prune() {
    let regular = Set(kept.filter(\.isRegular).map(\.step).suffix(Self.keptSteps))
    let onTrial = pilot.isTrying ? pilot.interventions.last?.snapshot : nil
    kept.removeAll { !($0.isRegular && regular.contains($0.step)) && $0.step != onTrial }
  }

  /// Whether anything fires that an autopilot might act on.
  private var isWorried: Bool {
    monitor.findings.contains { $0.state == .firing && $0.severity > .notice }
  }

  mutating func set(_ key: String, _ value: Double) {
    controls[key]?.value = value
    var context = monitor.context
    context.set(SettingKey(rawValue: key), value)
    monitor.context = context
  }

  // MARK: - Measures of samples

  /// Takes the metric that the loop logs by itself: the declared one, else the most trusted.
  mutating func takeMetric(of observation: Observation) {
    guard observation.values.contains(where: { MetricBook.signals.contains($0.signal) }) else {
      return
    }
    let known = pilot.metric.flatMap(Signal.init(rawValue:)) ?? monitor.context.decidingMetric
    let first = MetricBook.ranking.first { observation[$0] != nil }
    guard let signal = known ?? first, let value = observation[signal] else { return }
    measured([value], of: signal.rawValue, largerIsBetter: !signal.lowerIsBetter)
  }

  /// Whether the loop is to be asked for measures: it logs no metric by itself.
  private var measuresOnRequest: Bool { pilot.metric == nil || pilot.metric == Self.metric }

  /// How often to measure after a step: twice a window while something is wrong or on trial, and well
  /// at the trial's end.
  func wantedMeasurements(after step: Int) -> Int {
    let rules = pilot.rules
    guard rules.mode > .advise, measuresOnRequest, let next = Steps.sum(step, 1) else { return 0 }
    if next == pilot.trialEnd { return rules.judgedFrom }
    guard next % max(1, rules.window / 2) == 0 else { return 0 }
    return pilot.isTrying || isWorried ? 1 : 0
  }
}

extension RunContext {
  /// Takes in a number that was set, as if it had been declared.
  mutating func set(_ key: SettingKey, _ value: Double) {
    guard value.isFinite else { return }
    // A bound of 0 is none.
    if Self.weights[key] != .gradientClipping || value > 0 {
      var known = settings ?? RunSettings(source: "the loop")
      known.set(key, value, named: known.name(of: key))
      settings = known
    }
    switch key {
    case .generatorRate: generatorLearningRate = value
    case .discriminatorRate: discriminatorLearningRate = value
    case .batchSize: batchSize = Steps.whole(value)
    case .discriminatorSteps: discriminatorSteps = Steps.whole(value)
    default: break
    }
    guard let measure = Self.weights[key] else { return }
    if value > 0 {
      measures[measure] = .some(value)
    } else {
      measures.removeValue(forKey: measure)
    }
  }

  private static let weights: [SettingKey: Measure] = [
    .r1: .r1, .r2: .r2, .gradientPenalty: .gradientPenalty, .weightClipping: .weightClipping,
    .labelSmoothing: .labelSmoothing, .instanceNoise: .instanceNoise, .leCam: .lecam,
    .generatorClipNorm: .gradientClipping, .discriminatorClipNorm: .gradientClipping,
  ]
}

extension Observation {
  /// The first number that isn't finite and ends a training, in words.
  var brokenNumber: String? {
    for (signal, value) in values {
      switch signal {
      case .lossGenerator, .lossDiscriminator, .gradientNormGenerator, .gradientNormDiscriminator:
        if !value.isFinite { return "\(signal.rawValue) is \(value.text) at step \(step)" }
      case .nonFiniteGenerator, .nonFiniteDiscriminator:
        if !(value <= 0) { return "\(signal.rawValue) is \(value.text) at step \(step)" }
      default: break
      }
    }
    return nil
  }
}
