// SPDX-License-Identifier: Apache-2.0

// From what is wrong to an order.
extension Autopilot {
  mutating func act(step: Int, _ diagnosis: Diagnosis, _ cockpit: Cockpit) -> Order {
    let critical = Set(
      diagnosis.findings.filter { $0.state == .firing && $0.severity == .critical }.map(\.symptom)
    )
    let isRestless = diagnosis.events.contains {
      [.discriminator, .learningRate].contains($0.kind)
        && $0.step > 1 && Steps.distance($0.step, step) < UInt(rules.window)
    }
    for cause in diagnosis.causes {
      guard let finding = finding(behind: cause, diagnosis, step: step),
        isTimely(finding.symptom, step: step)
      else { continue }
      if finding.symptom.isOfTheGame, isRestless { continue }
      if let order = act(on: finding, step: step, critical: critical, cockpit) { return order }
    }
    return .goOn
  }

  /// What a cause is acted on for: itself, where it is ripe, or what follows from it.
  ///
  /// A setting that is merely unusual is nothing by itself. Where something ripe follows from it, it is
  /// that severe, and since then.
  private func finding(
    behind cause: Diagnosis.Cause,
    _ diagnosis: Diagnosis,
    step: Int
  ) -> Finding? {
    let firing = diagnosis.findings.filter { $0.state == .firing }
    guard var finding = firing.first(where: { $0.symptom == cause.symptom }) else { return nil }
    if isRipe(finding, step: step) { return finding }
    let follows = firing.filter {
      cause.explains.contains($0.symptom) && isRipe($0, step: step)
        && isTimely($0.symptom, step: step)
    }
    guard finding.severity == .notice, let worst = follows.max(by: { $0.severity < $1.severity })
    else { return nil }
    (finding.severity, finding.firstStep) = (worst.severity, worst.firstStep)
    return finding
  }

  /// - Parameter broken: Where the run can't go on, the step from which on it is of no use.
  mutating func act(
    on finding: Finding,
    step: Int,
    critical: Set<Symptom>,
    _ cockpit: Cockpit,
    brokenSince broken: Int? = nil
  ) -> Order? {
    let attempts = tried[finding.symptom] ?? []
    let isCertain = !finding.symptom.isOfTheGame
    let plans = plans(finding.remedies, isCertain: isCertain, cockpit, but: attempts)
    // What is broken can't be saved, and another run not begun from it.
    let reachable = plans.filter {
      isInReach($0, at: step) && (broken == nil || $0.needs < .restart)
    }
    let isSpent = attempts.count >= rules.triesPerEpisode
    var limit = "the budget of changes is spent"
    if !isSpent, !isBudgetSpent {
      limit = "going back alone repeats what happened"
      let choice = chosen(
        among: reachable,
        against: finding,
        at: step,
        cockpit,
        but: attempts
      )
      if let plan = choice {
        if plan.needs == .restart { return askForAnother(plan, finding, step: step) }
        let back = returnPoint(of: finding, cockpit, brokenSince: broken)
        let end = trialEnd(from: back ?? step, decidedAt: step, against: finding.symptom)
        if end <= rules.steps {
          return begin(plan, finding, step: step, back: back, end: end, critical: critical)
        }
        limit = "too few steps are left to try it"
      }
    }
    let isGrave = isSpent || finding.severity == .critical
    let end = reachable.first { $0.remedy.measure == .stop }
    if isGrave, rules.mayStop(at: step), let plan = end {
      return self.end(plan, finding, step: step)
    }
    return advise(plans.first, finding, step: step, limit: limit)
  }

  /// The checkpoint from before a finding; nil where the run goes on from where it is.
  private func returnPoint(
    of finding: Finding,
    _ cockpit: Cockpit,
    brokenSince broken: Int?
  ) -> Int? {
    // What is in the settings from the first step on has spoiled every step since.
    let isOld = finding.symptom.isOfTheSettings && finding.firstStep <= 1
    guard rules.mode >= .guarded, broken != nil || finding.severity == .critical || isOld else {
      return nil
    }
    let onset = broken ?? finding.firstStep
    return cockpit.checkpoints().last { $0 < onset }
  }

  /// The change to try: the first of what helps against the finding, or one by chance.
  ///
  /// Another run costs all steps so far, a trial in this one its own. Where the cause is a setting the
  /// first remedy takes it away and is the surer one, so their order holds. Where it is probable, each is a
  /// guess and none surer than the next: what this run can be given goes first, as long as a try and the
  /// time are left for another run behind it.
  private func chosen(
    among reachable: [RemedyPlan],
    against finding: Finding,
    at step: Int,
    _ cockpit: Cockpit,
    but attempts: [Attempt]
  ) -> RemedyPlan? {
    guard rules.choice == .advised else { return drawn(at: step, cockpit, but: attempts) }
    let first = reachable.first(where: \.isTriable)
    let end = trialEnd(from: step, decidedAt: step, against: finding.symptom)
    guard first?.needs == .restart, finding.symptom.isOfTheGame,
      attempts.count + 1 < rules.triesPerEpisode, hasTimeForAnother(at: end)
    else { return first }
    return reachable.first { $0.isTriable && $0.needs < .restart } ?? first
  }

  /// The step at which a change is judged: behind a return not before the failure had come again.
  private func trialEnd(from begin: Int, decidedAt step: Int, against symptom: Symptom) -> Int {
    let begin = standing(at: begin, after: step)
    let end = Steps.sum(begin, rules.trialSteps(against: symptom)) ?? Steps.limit
    return begin < step ? max(end, Steps.sum(step, rules.window) ?? Steps.limit) : end
  }

  /// Where the count of steps is behind a return to `checkpoint` at `step`.
  func standing(at checkpoint: Int, after step: Int) -> Int {
    rules.countsOn ? step : checkpoint
  }

  /// Whether the run has had its changes, or undone trials have cost their share of it.
  var isBudgetSpent: Bool {
    let done = interventions.filter { $0.verdict != .advised }
    let wasted = done.reduce(0.0) { $0 + Double($1.cost) }
    return done.count >= rules.changesPerRun
      || wasted > rules.wastedShare * Double(rules.steps)
  }

  mutating func begin(
    _ plan: RemedyPlan,
    _ finding: Finding,
    step: Int,
    back: Int?,
    end: Int,
    critical: Set<Symptom>
  ) -> Order {
    var intervention = intervention(plan, finding, step: step)
    intervention.rollBackTo = back
    intervention.verdict = .trying
    let begin = back ?? step
    let now = standing(at: begin, after: step)
    intervention.because = "judged \(Steps.distance(now, end)) steps later"
    for change in plan.changes where base[change.key] == nil { base[change.key] = change.current }
    trial = Trial(
      intervention: intervention,
      begin: begin,
      end: end,
      band: history.band(atLeast: rules.judgedFrom),
      measuredBefore: measured,
      critical: critical
    )
    interventions.append(intervention)
    inForce += plan.changes
    return .begin(intervention)
  }

  mutating func end(_ plan: RemedyPlan, _ finding: Finding, step: Int) -> Order {
    var intervention = intervention(plan, finding, step: step)
    intervention.verdict = .stopped
    intervention.because = plan.remedy.reason
    interventions.append(intervention)
    return .stop(intervention)
  }

  /// What of remedies can be done to this run and wasn't tried in vain.
  func plans(
    _ remedies: [Remedy],
    isCertain: Bool,
    _ cockpit: Cockpit,
    but attempts: [Attempt]
  ) -> [RemedyPlan] {
    remedies
      .filter { remedy in rules.measures.map { $0.contains(remedy.measure) } ?? true }
      .compactMap { RemedyPlan($0, isCertain: isCertain, cockpit, base: base) }
      .filter { plan in
        !attempts.contains { $0.measure == plan.remedy.measure && $0.changes == plan.changes }
          && !(plan.needs == .restart && hasRestarted(with: plan.changes))
      }
  }

  /// Whether a plan can be carried out now: the mode allows it, and another run would get at least as
  /// many steps as this one has had.
  func isInReach(_ plan: RemedyPlan, at step: Int) -> Bool {
    isAllowed(plan) && (plan.needs < .restart || hasTimeForAnother(at: step))
  }

  private func isAllowed(_ plan: RemedyPlan) -> Bool {
    plan.needs <= rules.mode && rules.mode > .advise
  }

  /// Says once for each symptom and remedy what would help.
  mutating func advise(
    _ plan: RemedyPlan?,
    _ finding: Finding,
    step: Int,
    limit: String
  ) -> Order? {
    guard let plan,
      !interventions.contains(where: {
        $0.symptom == finding.symptom && $0.measure == plan.remedy.measure
          && $0.verdict == .advised
      })
    else { return nil }
    var intervention = intervention(plan, finding, step: step)
    intervention.verdict = .advised
    intervention.because = obstacle(to: plan, at: step) ?? limit
    interventions.append(intervention)
    return .advise(intervention)
  }

  /// Why a plan can't be carried out now, whatever was tried before; nil where it could.
  private func obstacle(to plan: RemedyPlan, at step: Int) -> String? {
    if !isAllowed(plan) { return "it needs --autopilot \(plan.needs.rawValue)" }
    if !isInReach(plan, at: step) {
      return "it takes another run, and fewer steps are left than were made"
    }
    guard plan.remedy.measure == .stop else { return nil }
    return rules.mayStop(at: step)
      ? "a warning alone ends no run" : "in its first half no run is ended"
  }

  func intervention(
    _ plan: RemedyPlan,
    _ finding: Finding,
    step: Int
  ) -> Intervention {
    Intervention(
      number: ledgerCount + 1,
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
