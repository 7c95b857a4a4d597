// SPDX-License-Identifier: Apache-2.0

// A run that takes the place of one whose networks or objective are to change.
extension Autopilot {
  /// The change for which the run was ended and another is to go on.
  public var restart: Intervention? {
    interventions.last.flatMap { $0.verdict == .restarted && $0.run == nil ? $0 : nil }
  }

  /// Notes which run goes on in place of this one.
  ///
  /// - Returns: The intervention as it is then; nil where no other run was asked for.
  public mutating func continued(by child: String) -> Intervention? {
    guard var last = restart, let index = interventions.indices.last else { return nil }
    last.child = child
    last.because = "\(Self.reason); \(child) goes on"
    interventions[index] = last
    return last
  }

  /// What ended this run and its ancestors, for the autopilot of the run that goes on: none of it is
  /// done again in that line, and each counts as one of its changes.
  ///
  /// - Parameter run: What this run is called.
  public func inheritance(from run: String) -> [Intervention] {
    var known = interventions.filter { $0.verdict == .restarted }
    for index in known.indices {
      if known[index].run == nil {
        known[index].run = run
        known[index].because = "\(Self.reason); this run goes on"
      }
      known[index].number = index + 1
    }
    return known
  }

  private static let reason = "its networks or its objective are to change"

  mutating func askForAnother(_ plan: RemedyPlan, _ finding: Finding, step: Int) -> Order {
    var intervention = intervention(plan, finding, step: step)
    intervention.verdict = .restarted
    intervention.because = Self.reason
    interventions.append(intervention)
    return .restart(intervention)
  }

  /// Whether another run would get at least as many steps as this one has had: else it would come less
  /// far than what it replaces.
  func hasTimeForAnother(at step: Int) -> Bool {
    step >= 0 && step <= rules.steps && Steps.distance(step, rules.steps) >= UInt(step)
  }

  /// Whether a run of this line was begun with changes, or has what they would go back to.
  func hasRestarted(with changes: [ConfigurationChange]) -> Bool {
    interventions.contains { done in
      done.verdict == .restarted && done.changes.count == changes.count
        && zip(done.changes, changes).allSatisfy { old, new in
          old.key == new.key
            && (old.new == new.valueText || old.old.map { $0 == RemedyPlan.number(new) } ?? false)
        }
    }
  }
}
