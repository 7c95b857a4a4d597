// SPDX-License-Identifier: Apache-2.0

// From what is wrong to an order.
extension Autopilot {
  mutating func act(step: Int, _ diagnosis: Diagnosis, _ cockpit: Cockpit) -> Order {
    let isRestless = diagnosis.events.contains {
      [.discriminator, .learningRate].contains($0.kind)
        && $0.step > 1 && Steps.distance($0.step, step) < UInt(rules.window)
    }
    for cause in diagnosis.causes {
      guard
        let finding = diagnosis.findings.first(where: {
          $0.symptom == cause.symptom && $0.state == .firing
        }), isRipe(finding, step: step)
      else { continue }
      let isCertain = SymptomGuides.builtIn[finding.symptom].causeClass < .dynamics
      if !isCertain, isRestless || step < rules.warmUp { continue }
      if let order = act(on: finding, isCertain: isCertain, step: step, cockpit) { return order }
    }
    return .goOn
  }

  mutating func act(
    on finding: Finding,
    isCertain: Bool,
    step: Int,
    _ cockpit: Cockpit
  ) -> Order? {
    let attempts = tried[finding.symptom] ?? []
    let plans = finding.remedies
      .filter { remedy in rules.measures.map { $0.contains(remedy.measure) } ?? true }
      .compactMap { RemedyPlan($0, isCertain: isCertain, cockpit, base: base) }
      .filter { plan in
        !attempts.contains { $0.measure == plan.remedy.measure && $0.changes == plan.changes }
      }
    let isSpent = attempts.count >= rules.triesPerEpisode || isBudgetSpent
    let reachable = plans.filter { $0.needs <= rules.mode && rules.mode > .advise }
    if !isSpent, let plan = reachable.first(where: { $0.remedy.measure != .stop && !$0.goesBack }) {
      let isBroken = finding.severity == .critical && rules.mode >= .guarded
      let back = isBroken ? cockpit.checkpoints.last { $0 < finding.firstStep } : nil
      return begin(plan, finding, step: step, back: back)
    }
    if let plan = reachable.first(where: { $0.remedy.measure == .stop }) {
      return end(plan, finding, step: step)
    }
    return advise(plans.first ?? nil, finding, step: step, isSpent: isSpent)
  }

  /// Whether the run has had its changes, or undone trials have cost their share of it.
  var isBudgetSpent: Bool {
    let done = interventions.filter { $0.verdict != .advised }
    let wasted = done.reduce(0) { $0 + $1.cost }
    return done.count >= rules.changesPerRun
      || Double(wasted) > rules.wastedShare * Double(rules.steps)
  }

  mutating func begin(
    _ plan: RemedyPlan,
    _ finding: Finding,
    step: Int,
    back: Int?
  ) -> Order {
    var intervention = intervention(plan, finding, step: step)
    if plan.needs == .restart {
      intervention.verdict = .restarted
      intervention.because = "its networks or its objective are to change"
      interventions.append(intervention)
      return .restart(intervention)
    }
    intervention.rollBackTo = back
    intervention.verdict = .trying
    let length = rules.trialSteps(against: finding.symptom)
    intervention.because = "judged \(length) steps later"
    for change in plan.changes where base[change.key] == nil { base[change.key] = change.current }
    let begin = back ?? step
    trial = Trial(
      intervention: intervention,
      begin: begin,
      end: Steps.sum(begin, length) ?? Steps.limit,
      band: history.band(atLeast: rules.judgedFrom),
      measuredBefore: measured,
      critical: finding.severity == .critical ? [finding.symptom] : []
    )
    interventions.append(intervention)
    inForce += plan.changes
    onTrial = plan.changes.count
    return .begin(intervention)
  }

  mutating func end(_ plan: RemedyPlan, _ finding: Finding, step: Int) -> Order {
    var intervention = intervention(plan, finding, step: step)
    intervention.verdict = .stopped
    intervention.because = plan.remedy.reason
    interventions.append(intervention)
    return .stop(intervention)
  }

  /// Says once for each symptom and remedy what would help.
  mutating func advise(
    _ plan: RemedyPlan?,
    _ finding: Finding,
    step: Int,
    isSpent: Bool
  ) -> Order? {
    guard let plan,
      !interventions.contains(where: {
        $0.symptom == finding.symptom && $0.measure == plan.remedy.measure
          && $0.verdict == .advised
      })
    else { return nil }
    var intervention = intervention(plan, finding, step: step)
    intervention.verdict = .advised
    intervention.because =
      isSpent && rules.mode > .advise
      ? "the budget of changes is spent"
      : "it needs --autopilot \(max(plan.needs, .safe).rawValue)"
    interventions.append(intervention)
    return .advise(intervention)
  }

  func intervention(
    _ plan: RemedyPlan,
    _ finding: Finding,
    step: Int
  ) -> Intervention {
    Intervention(
      number: interventions.count + 1,
      step: step,
      symptom: finding.symptom,
      finding: finding.summary,
      hypothesis: "\(plan.remedy.title). \(plan.remedy.reason)",
      measure: plan.remedy.measure,
      changes: plan.changes.map {
        Intervention.Change(key: $0.key, old: $0.current, new: $0.valueText)
      },
      expected: finding.clearedBy,
      verdict: .advised,
      because: ""
    )
  }
}
