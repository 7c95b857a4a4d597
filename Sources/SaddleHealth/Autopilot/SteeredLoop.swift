// SPDX-License-Identifier: Apache-2.0

/// A training loop of one's own under an autopilot: what watches it, what decides, and the numbers that
/// may change.
///
/// A value that decides and keeps account; the loop carries out its orders, before its next step:
///
///     begin: keep the run as it is (or put it back to `rollBackTo`), set the numbers, read them back
///     undo:  put the run back to `snapshot`, numbers as they were
///     keep, advise: nothing;  stop, restart: end
///
/// The count of steps goes on where the run is put back. Memory is bounded: the monitor of the snapshot
/// on trial, and of the last three steps that may be gone back to.
///
/// ```swift
/// import SaddleHealth
///
/// var rate = 0.0
/// var loop = SteeredLoop(
///   AutopilotRules(.safe, steps: 1000),
///   context: RunContext(objective: .nonSaturating),
///   controls: ["optimizer.discriminator.learningRate": SteeredLoop.Control(rate)]
/// )
/// for step in 1...1000 {
///   // ... train with `rate` ...
///   let seen = Observation(step: step, [.lossDiscriminator: 1.386, .lossGenerator: 0.693])
///   switch loop.observe(seen).order {
///   case .begin(let change): rate = loop.value("optimizer.discriminator.learningRate") ?? rate
///     print(change.story)
///   case .undo: rate = loop.value("optimizer.discriminator.learningRate") ?? rate
///   default: break
///   }
/// }
/// ```
public struct SteeredLoop: Codable, Sendable {
  /// A number that the loop can change while it runs.
  public struct Control: Codable, Sendable, Equatable {
    /// The number now.
    public var value: Double
    /// The mode that a change of it needs.
    public var needs: AutopilotMode

    /// Creates a control.
    public init(_ value: Double, needs: AutopilotMode = .safe) {
      self.value = value
      self.needs = needs
    }
  }

  /// What the loop has to do before its next step.
  public struct Answer: Sendable, Equatable {
    /// What the autopilot orders.
    public var order: Autopilot.Order
    /// How often samples are to be measured, each time on other latents, where the loop can; for
    /// `begin` before the numbers are set.
    public var measurements = 0
    /// Whether the run is to be kept as it is, for a return to this step.
    public var keeps = false
  }

  /// What is known of a step that may be gone back to.
  struct Kept: Codable, Sendable {
    var step: Int
    var monitor: HealthMonitor
    var pilot: Autopilot
    var controls: [String: Control]
    /// Whether it is kept for returns, and not as the snapshot of a trial alone.
    var isRegular: Bool
  }

  /// What `measured` values are called where the loop measures on request: the share of real samples
  /// that have a fake one among their nearest.
  public static let metric = "coverage"
  /// Beyond what any metric is, and its square is still a number.
  static let largest = 1e100
  /// Steps that may be gone back to, beside the snapshot on trial.
  static let keptSteps = 3

  /// What watches the loop.
  public internal(set) var monitor: HealthMonitor
  /// What decides.
  public internal(set) var pilot: Autopilot
  /// The numbers that may change, by the configuration's keys.
  public internal(set) var controls: [String: Control]
  var kept: [Kept] = []
  /// Whether what is measured next is the baseline of a beginning trial.
  var awaitsBaseline = false

  /// Creates the value of a loop that begins.
  ///
  /// - Parameters:
  ///   - rules: The limits; the count of steps goes on in any case.
  ///   - context: What is known of the run beside its numbers.
  ///   - controls: What the loop can change, by key.
  public init(_ rules: AutopilotRules, context: RunContext, controls: [String: Control]) {
    var rules = rules
    rules.countsOn = true
    var context = context
    for (key, control) in controls.sorted(by: { $0.key < $1.key }) {
      context.set(SettingKey(rawValue: key), control.value)
    }
    monitor = HealthMonitor(context: context)
    pilot = Autopilot(rules)
    self.controls = controls
  }

  /// The number of a key now.
  public func value(_ key: String) -> Double? { controls[key]?.value }

  /// Steps whose state the loop has to hold.
  public var held: [Int] { kept.map(\.step) }

  /// Takes in numbers that the loop's own schedules set.
  public mutating func note(_ value: Double, of key: String) {
    guard controls[key] != nil, value.isFinite else { return }
    set(key, value)
  }

  /// Takes in what was measured of samples: several values are those of one moment.
  ///
  /// - Parameters:
  ///   - values: The values; what isn't finite counts as worse than all that is.
  ///   - name: The metric's name; the same one throughout the run.
  ///   - largerIsBetter: Which way is up.
  public mutating func measured(_ values: [Double], of name: String, largerIsBetter: Bool) {
    let worst = largerIsBetter ? -Self.largest : Self.largest
    let values = values.map { $0.isFinite ? min(max($0, -Self.largest), Self.largest) : worst }
    guard !values.isEmpty else { return }
    if awaitsBaseline, name == Self.metric {
      pilot.baseline(values, of: name, largerIsBetter: largerIsBetter)
    } else {
      let middle = values.sorted()[values.count / 2]
      pilot.measured(middle, of: name, largerIsBetter: largerIsBetter)
    }
    awaitsBaseline = false
  }

  /// Takes in a step that was made, and decides.
  ///
  /// - Returns: What to do before the next one.
  public mutating func observe(_ observation: Observation) -> Answer {
    awaitsBaseline = false
    takeMetric(of: observation)
    let news = monitor.observe(observation)
    let (step, monitor) = (observation.step, monitor)
    if let because = observation.brokenNumber {
      let order = pilot.rescue(
        step: step,
        cockpit: cockpit,
        diagnosis: monitor.diagnosis(),
        because: because
      )
      if order != .goOn { return answer(to: order, at: step) }
    }
    guard pilot.isDue(step: step, hasNews: !news.isEmpty) else {
      return Answer(order: .goOn, measurements: wantedMeasurements(after: step))
    }
    let firing = monitor.findings.filter { $0.state == .firing }
    let order = pilot.decide(step: step, firing: firing, cockpit: cockpit) { monitor.diagnosis() }
    return answer(to: order, at: step)
  }

  /// Takes back what the loop could not do, such as a number that reads otherwise after it was set.
  public mutating func failed(_ because: String) -> Answer {
    answer(to: pilot.broke(step: monitor.step, because), at: monitor.step)
  }
}
