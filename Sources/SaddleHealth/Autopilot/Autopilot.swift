// SPDX-License-Identifier: Apache-2.0

/// Notices, acts, checks, keeps or undoes: repairs a GAN while it trains.
///
/// A value like the monitor: copy it, store it in a checkpoint, go on where it was. It decides and
/// keeps account; whoever trains carries out its orders (`Trainer` does, a loop of one's own can):
///
///     findings, metrics ─> decide ─> begin(change) ─> [snapshot, ledger, change, read back]
///                             │           └─ trial ─> keep | undo ─> [ledger, restore]
///                             └─> goOn | advise | stop | restart
///
/// One change at a time, against the first cause that fires; kept or undone by its *outcome*: the
/// symptom and what measures samples, never a balance of losses. Nothing is done in a young run, around
/// a change of phase, during a cool-down, beyond the budget, or twice in an episode. A cause that stands
/// in the settings needs no steps to be seen: it is acted on at the first one, from the run's beginning
/// where there is a checkpoint of it.
///
/// ```swift
/// import SaddleHealth
///
/// var (pilot, monitor) = (Autopilot(AutopilotRules(.guarded, steps: 1000)), HealthMonitor())
/// let cockpit = Cockpit(
///   reach: { $0 == "optimizer.discriminator.learningRate" ? .guarded : nil },
///   value: { _ in 2e-4 }
/// )
/// let news = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1.4]))
/// if pilot.isDue(step: 1, hasNews: !news.isEmpty) {
///   let order = pilot.decide(step: 1, firing: news, cockpit: cockpit) { monitor.diagnosis() }
///   if case .begin(let change) = order { print(change.story) }
/// }
/// ```
public struct Autopilot: Codable, Sendable, Equatable {
  /// What whoever trains has to do.
  public enum Order: Sendable, Equatable {
    /// Nothing.
    case goOn
    /// Say what would help; do nothing.
    case advise(Intervention)
    /// Save the run as it is, write the ledger, then change and go on.
    case begin(Intervention)
    /// Write the verdict; the change stays.
    case keep(Intervention)
    /// Write the verdict; put the run back to its snapshot.
    case undo(Intervention)
    /// Write it, and end the run: the best checkpoint is what it has.
    case stop(Intervention)
    /// Write it, save the run and end it; another is to be begun with the changes.
    case restart(Intervention)
  }

  /// Its limits.
  public var rules: AutopilotRules
  /// Everything that was done or advised, with its verdict; first, what ended ancestors of the run.
  public internal(set) var interventions: [Intervention] = []
  /// Changes that were kept or are on trial, in the order in which they were made.
  public internal(set) var inForce: [ConfigurationChange] = []
  var trial: Trial?
  var history = OutcomeHistory()
  var measured = 0
  var restUntil = 0
  /// Interventions in the same ledger that aren't its own: a search's; nil for none.
  var others: Int?
  /// What was tried in vain in the present episode of a symptom.
  var tried: [Symptom: [Attempt]] = [:]
  /// The numbers that keys had before the first change of them.
  var base: [String: Double] = [:]

  struct Attempt: Codable, Sendable, Equatable {
    var measure: Measure
    var changes: [ConfigurationChange]
    /// The step at which it was decided on: the symptom was there then.
    var step: Int
  }

  /// Creates an autopilot that has seen nothing.
  ///
  /// - Parameters:
  ///   - rules: Its limits.
  ///   - ancestors: `inheritance` of the autopilot that ended another run for this one.
  public init(_ rules: AutopilotRules, ancestors: [Intervention] = []) {
    self.rules = rules
    interventions = ancestors
  }

  /// Whether a change is on trial.
  public var isTrying: Bool { trial != nil }

  /// The step at which the change on trial is judged.
  public var trialEnd: Int? { trial?.end }

  /// What was measured of samples last; nil before the first value.
  public var metric: String? { history.metric }

  /// How often samples were measured.
  public var measurements: Int { measured }

  /// Whether anything was ever changed: a checkpoint may be of a run that had other parts.
  public var hasActed: Bool {
    !inForce.isEmpty || interventions.contains { $0.verdict != .advised }
  }

  /// Whether there is nothing to remember.
  public var isFresh: Bool { self == Autopilot(rules) }

  /// Checkpoints that it may still go back to, or that undo what it did.
  public var pinned: Set<Int> {
    let standing = interventions.filter { [.trying, .kept, .keptUnjudged].contains($0.verdict) }
    return Set(standing.compactMap(\.snapshot)).union(trial?.held ?? [])
  }

  /// Whether a step is worth a look: ten times a window, and wherever the monitor has news.
  public func isDue(step: Int, hasNews: Bool) -> Bool {
    hasNews || step % max(1, rules.window / 10) == 0
  }

  /// Takes in what was measured of samples.
  ///
  /// - Parameters:
  ///   - value: The value of the metric.
  ///   - name: Its name; the same one throughout the run.
  ///   - largerIsBetter: Which way is up.
  public mutating func measured(_ value: Double, of name: String, largerIsBetter: Bool) {
    history.take(value, of: name, largerIsBetter: largerIsBetter)
    measured = Steps.sum(measured, 1) ?? measured
  }

  /// Decides after a step.
  ///
  /// - Parameters:
  ///   - step: The step that was made.
  ///   - diagnosis: The monitor's, as of that step; asked for only where it is needed.
  ///   - firing: What is firing.
  ///   - cockpit: What the run offers.
  /// - Complexity: O(findings).
  public mutating func decide(
    step: Int,
    firing: [Finding],
    cockpit: Cockpit,
    diagnosis: () -> Diagnosis
  ) -> Order {
    guard rules.mode != .off else { return .goOn }
    if let trial { return judge(trial, step: step, firing) }
    forget(except: firing, step: step)
    guard isOpen(step: step, firing) else { return .goOn }
    return act(step: step, diagnosis(), cockpit)
  }

  /// Notes where the snapshot of a beginning change is.
  ///
  /// - Parameters:
  ///   - snapshot: The step of its checkpoint.
  ///   - undo: The command that begins a run without the change.
  ///   - best: The step of the best checkpoint as of then, which a failed trial must not lose.
  public mutating func saved(snapshot: Int, undo: String? = nil, best: Int? = nil) {
    guard let last = interventions.indices.last, trial != nil else { return }
    interventions[last].snapshot = snapshot
    interventions[last].undo = undo
    trial?.intervention = interventions[last]
    trial?.held = Set([best].compactMap { $0 })
  }

  /// How many measurements of the snapshot, on other latents each, the trial still needs to be judged.
  ///
  /// They know how much a measurement differs from the next, and not what the run does by itself.
  public var baselineCount: Int {
    guard let trial, trial.band == nil else { return 0 }
    return max(0, 2 * rules.judgedFrom - history.count)
  }

  /// Takes in the measurements that `baselineCount` asks for.
  public mutating func baseline(_ values: [Double], of name: String, largerIsBetter: Bool) {
    for value in values { measured(value, of: name, largerIsBetter: largerIsBetter) }
    trial?.band = history.band(atLeast: rules.judgedFrom)
    trial?.measuredBefore = measured
  }

  /// The run was put back to a checkpoint: what was measured after it no longer counts.
  ///
  /// - Parameter earlier: The autopilot as the checkpoint has it.
  public mutating func wentBack(to earlier: Autopilot?) {
    history = earlier?.history ?? OutcomeHistory()
    measured = earlier?.measured ?? 0
    trial?.measuredBefore = measured
    trial?.band = history.band(atLeast: rules.judgedFrom)
  }

  // MARK: - The gate

  /// Whether anything may be done now.
  func isOpen(step: Int, _ firing: [Finding]) -> Bool {
    guard step >= restUntil else { return false }
    return firing.contains { isRipe($0, step: step) && isTimely($0.symptom, step: step) }
  }

  /// Whether a finding has stood long enough: a critical one at once, a warning for a window, and one
  /// that is read in the settings without waiting.
  func isRipe(_ finding: Finding, step: Int) -> Bool {
    switch finding.severity {
    case .notice: false
    case .warning:
      finding.symptom.isOfTheSettings
        || finding.firedAtStep <= step
          && Steps.distance(finding.firedAtStep, step) >= UInt(rules.window)
    case .critical: true
    }
  }

  /// Whether a run is old enough to be judged by a symptom: what stands in the settings can be from the
  /// first step on, what is seen in data and losses after a window, a game after its warm-up.
  func isTimely(_ symptom: Symptom, step: Int) -> Bool {
    if symptom.isOfTheSettings { return true }
    return step >= (symptom.isOfTheGame ? rules.warmUp : min(rules.window, rules.warmUp))
  }

  /// A symptom that no longer fires has ended its episode, a window after the step at which it was
  /// last acted on: behind a return to an earlier checkpoint it is yet to come.
  mutating func forget(except firing: [Finding], step: Int) {
    if tried.isEmpty { return }
    let names = Set(firing.map(\.symptom))
    tried = tried.filter { symptom, attempts in
      let last = attempts.map(\.step).max() ?? 0
      return names.contains(symptom) || step <= Steps.sum(last, rules.window) ?? Steps.limit
    }
  }
}
