// SPDX-License-Identifier: Apache-2.0

// From a number that isn't finite back to where the run was whole.
extension Autopilot {
  /// Decides what can be done about a number that isn't finite: only going back with a change mends it.
  ///
  /// No gate and no rest holds it: the run is at its end otherwise. First what causes it is tried, then
  /// what helps against such numbers in general; it goes back to before whatever went out of hand first.
  ///
  /// - Returns: `begin` with a step to go back to; `undo`; `stop` where changes were tried in vain; or
  ///   `goOn` where there is no way, and nothing was then decided.
  public mutating func rescue(
    step: Int,
    cockpit: Cockpit,
    diagnosis: Diagnosis,
    because: String
  ) -> Order {
    if trial != nil { return broke(step: step, because) }
    guard rules.mode >= .guarded else { return .goOn }
    let critical = diagnosis.findings.filter { $0.state == .firing && $0.severity == .critical }
    let onset = critical.filter(\.symptom.isOfTheGame).map(\.firstStep).min() ?? step
    let known = cockpit.checkpoints()
    guard let since = [onset, step].first(where: { end in known.contains { $0 < end } }) else {
      return .goOn
    }
    let findings = whatToMend(diagnosis, step: step, cockpit)
    for finding in findings {
      var next = self
      let order = next.act(
        on: finding,
        step: step,
        critical: Set(critical.map(\.symptom)),
        cockpit,
        brokenSince: since
      )
      guard case .begin = order, let order else { continue }
      self = next
      return order
    }
    return giveUp(findings, step: step, because)
  }

  /// The causes of the break, and the break itself with what helps against it.
  private func whatToMend(_ diagnosis: Diagnosis, step: Int, _ cockpit: Cockpit) -> [Finding] {
    let firing = diagnosis.findings.filter { $0.state == .firing }
    var found = diagnosis.causes.compactMap { cause in
      firing.first { $0.symptom == cause.symptom && isRipe($0, step: step) }
    }
    if var broken = firing.first(where: { $0.symptom == .nonFinite }),
      !found.contains(where: { $0.symptom == .nonFinite })
    {
      // What follows from something else has no remedies of its own.
      broken.remedies = SymptomGuides.builtIn[.nonFinite].remedies(in: cockpit.context())
      found.append(broken)
    }
    return found
  }

  /// Ends a run that was gone back with in vain; where nothing was tried, there is nothing to say.
  private mutating func giveUp(_ findings: [Finding], step: Int, _ because: String) -> Order {
    let tries = findings.reduce(0) { $0 + (tried[$1.symptom]?.count ?? 0) }
    guard tries > 0 else { return .goOn }
    let changes = tries == 1 ? "one change was" : "\(tries) changes were"
    let intervention = Intervention(
      number: ledgerCount + 1,
      step: step,
      symptom: .nonFinite,
      finding: because,
      hypothesis: "Nothing that may be changed here keeps the numbers finite",
      measure: .stop,
      changes: [],
      expected: "",
      verdict: .stopped,
      because: "going back and \(changes) tried in vain"
    )
    interventions.append(intervention)
    return .stop(intervention)
  }
}

extension Symptom {
  /// Whether it comes and goes with the game, and stands in no setting.
  var isOfTheGame: Bool { SymptomGuides.builtIn[self].causeClass == .dynamics }

  /// Whether it is read in the settings, without a step.
  var isOfTheSettings: Bool { SymptomGuides.builtIn[self].causeClass == .configuration }
}
