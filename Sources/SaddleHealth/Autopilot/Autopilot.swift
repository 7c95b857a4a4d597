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
/// a change of phase, during a cool-down, beyond the budget, or twice in an episode.
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
    /// Write it, end the run and begin another with the changes.
    case restart(Intervention)
  }

  /// Its limits.
  public var rules: AutopilotRules
  /// Everything that was done or advised, with its verdict.
  public internal(set) var interventions: [Intervention] = []
  /// Changes that were kept or are on trial, in the order in which they were made.
  public internal(set) var inForce: [ConfigurationChange] = []
  /// The changes on trial are the last so many.
  var onTrial = 0
  var trial: Trial?
  var history = OutcomeHistory()
  var measured = 0
  var restUntil = 0
  /// What was tried in vain in the present episode of a symptom.
  var tried: [Symptom: [Attempt]] = [:]
  /// The numbers that keys had before the first change of them.
  var base: [String: Double] = [:]

  struct Attempt: Codable, Sendable, Equatable {
    var measure: Measure
    var changes: [ConfigurationChange]
  }

  /// Creates an autopilot that has seen nothing.
  public init(_ rules: AutopilotRules) { self.rules = rules }

  /// Whether a change is on trial.
  public var isTrying: Bool { trial != nil }

  /// Checkpoints that it may still go back to, or that undo what it did.
  public var pinned: Set<Int> { Set(interventions.compactMap(\.snapshot)) }

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
    measured += 1
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
    forget(except: firing)
    guard isOpen(step: step, firing) else { return .goOn }
    return act(step: step, diagnosis(), cockpit)
  }

  /// Notes where the snapshot of a beginning change is.
  public mutating func saved(snapshot: Int) {
    guard let last = interventions.indices.last else { return }
    interventions[last].snapshot = snapshot
    trial?.intervention.snapshot = snapshot
  }

  // MARK: - The gate

  /// Whether anything may be done now.
  func isOpen(step: Int, _ firing: [Finding]) -> Bool {
    guard step >= restUntil, step >= min(rules.window, rules.warmUp) else { return false }
    return firing.contains { isRipe($0, step: step) }
  }

  /// Whether a finding has stood long enough: a critical one at once, a warning for a window.
  func isRipe(_ finding: Finding, step: Int) -> Bool {
    switch finding.severity {
    case .notice: false
    case .warning:
      finding.firedAtStep <= step
        && Steps.distance(finding.firedAtStep, step) >= UInt(rules.window)
    case .critical: true
    }
  }

  /// A symptom that no longer fires has ended its episode.
  mutating func forget(except firing: [Finding]) {
    if tried.isEmpty { return }
    let names = Set(firing.map(\.symptom))
    tried = tried.filter { names.contains($0.key) }
  }
}
