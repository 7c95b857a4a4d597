// SPDX-License-Identifier: Apache-2.0

extension HealthMonitor {
  /// The health in one word: that of `diagnosis`, without the rest of it.
  public var health: Health { Verdicts.judge(run, findings, guides).health }

  /// The diagnosis as of the last observation.
  ///
  /// - Complexity: O(detectors); it does not change the monitor.
  public func diagnosis() -> Diagnosis {
    var result = Diagnosis(objective: run.objective)
    let found = findings
    result.findings = withRemedies(found, among: found)
    let verdict = Verdicts.judge(run, found, guides)
    (result.health, result.healthReasons) = (verdict.health, verdict.reasons)
    (result.grounds, result.confidence) = (verdict.grounds, verdict.confidence)
    // What is well needs no cure.
    if result.health == .healthy {
      for index in result.findings.indices { result.findings[index].remedies = [] }
    }
    let causes = CausalGraph.causes(found, guides: guides, tolerance: tolerance)
    result.causes = causes.map { Story.cause($0.0, explains: $0.1, guides) }
    (result.ruledOut, result.notJudged) = unseen(Set(found.map(\.symptom)))
    if let metric = run.metrics.primary {
      result.best = Diagnosis.Best(
        step: bestStep(of: metric),
        metric: metric.signal,
        value: metric.best
      )
    }
    result.stopAdvisedAt = stopAdvisedAt
    result.ended = ended
    result.outlook = Verdicts.outlook(
      reasonToStop: Verdicts.reasonToStop(run, found, guides) ?? reasonToRest(found),
      result.health,
      ended: result.ended
    )
    result.task = run.context.task
    result.events = run.timeline.events + wordEvents
    result.notes = notes
    result.observationCount = run.count
    if run.count > 0 {
      result.firstStep = run.firstStep
      result.lastStep = run.step
    }
    result.story = Story.tell(result)
    return result
  }

  /// Steps by which a cause may be recognized later than its effect: a tenth of the run, or a
  /// window where that is more.
  private var tolerance: Int {
    guard run.count > 1 else { return 0 }
    let steps = max(run.length / 10, Double(run.window) * run.length / Double(run.count))
    return Int(exactly: min(steps, 1e15).rounded()) ?? 0
  }

  /// How the run ended: by its own words, by what was planned, or in silence.
  private var ended: RunEnding? {
    if let fact = run.facts.ending { return RunEnding(fact) }
    if let planned = run.context.expectedSteps, run.count > 1, run.step >= planned {
      return RunEnding(.finished, "its last planned step", source: "options", step: run.step)
    }
    return run.context.ending
  }

  /// The step of the best value; of several equals the one whose checkpoint the run keeps.
  private func bestStep(of metric: MetricBook.Entry) -> Int {
    // Event files hold single precision, the record double.
    guard let kept = run.context.recordedBest, kept.metric == metric.signal, kept.step <= run.step,
      Float(kept.value.value) == Float(metric.best)
    else { return metric.bestStep }
    return kept.step
  }

  /// Why a run at rest need not go on.
  private func reasonToRest(_ findings: [Finding]) -> String? {
    let isAtRest = findings.contains { $0.symptom == .convergence && $0.state == .firing }
    return isAtRest ? "The run has converged: the best model exists already." : nil
  }

  /// What the log's words tell beside findings.
  private var wordEvents: [Diagnosis.Event] {
    var events = run.facts.warnings.map { fact in
      let meaning = fact.meaning.map { " (\($0))" } ?? ""
      return Diagnosis.Event(
        step: fact.step ?? run.firstStep,
        kind: .words,
        detail: "\(fact.place) warns: \(fact.words)\(meaning)"
      )
    }
    for kind in [RunFact.Kind.resumed, .skippedStep, .reloaded] {
      let tally = run.facts[kind]
      guard let fact = tally.first else { continue }
      let times = tally.count > 1 ? " (\(tally.count) times)" : ""
      events.append(
        Diagnosis.Event(
          step: fact.step ?? run.firstStep,
          kind: .words,
          detail: "\(fact.place) says: \(fact.words)\(times)"
        )
      )
    }
    return events
  }

  /// Remedies for causes only: what follows from a cause goes away with it.
  ///
  /// - Parameters:
  ///   - findings: Those that get them.
  ///   - all: Everything that is firing or has been.
  func withRemedies(_ findings: [Finding], among all: [Finding]) -> [Finding] {
    // What explains without being certain takes no remedy away.
    let causes =
      CausalGraph.causes(all, guides: guides, tolerance: tolerance)
      + CausalGraph.causes(
        all.filter { $0.severity > .notice },
        guides: guides,
        tolerance: tolerance
      )
    let roots = Set(causes.map(\.0.symptom))
    let others = Set(all.filter { $0.state == .firing }.map(\.symptom))
    return findings.map { finding in
      guard finding.remedies.isEmpty, roots.contains(finding.symptom) || finding.state == .resolved
      else { return finding }
      var finding = finding
      finding.remedies = RemedyCatalog.remedies(
        for: guides[finding.symptom],
        RemedyRequest(finding, run),
        alongside: others
      )
      return finding
    }
  }

  /// What limits the view: smoothing, subsampling, sessions.
  private var notes: [String] {
    var notes: [String] = []
    if run.count > 1, run.length > 0, run.timeline.count == 0 {
      let stride = run.length / Double(run.count - 1)
      if stride >= 1.5 {
        notes.append(
          "Logged about every \(stride.text) steps: periods below \((2 * stride).text) steps "
            + "can't be seen (Nyquist limit) and may appear as slower ones."
        )
      }
    }
    let live = unseenHere.map { guides[$0.symptom].title }
    if !live.isEmpty {
      notes.append(
        "From findings.jsonl, as the run's own monitor saw every step and this log has fewer: "
          + "\(live.joined(separator: ", "))."
      )
    }
    if run.context.valuesAreSmoothed {
      notes.append("Values are averages: noise and fast oscillation are hidden.")
    }
    if run.context.lazyRegularizationInterval > 1 {
      notes.append(
        "The penalty is applied every \(run.context.lazyRegularizationInterval) steps; the comb "
          + "that this leaves in the losses is not read as oscillation."
      )
    }
    if run.timeline.count > run.timeline.events.count {
      notes.append("\(run.timeline.count) resumes and changes; the first are listed.")
    }
    return notes
  }
}

extension HealthMonitor {
  /// What was looked for and not seen, and what could not be looked for: each symptom that is watched
  /// for stands in exactly one of findings, ruled out and not judged.
  private func unseen(_ found: Set<Symptom>) -> ([Diagnosis.RuledOut], [Diagnosis.NotJudged]) {
    var ruledOut: [Diagnosis.RuledOut] = []
    var notJudged: [Diagnosis.NotJudged] = []
    for watch in watches where !found.contains(watch.info.symptom) {
      guard !notJudged.contains(where: { $0.symptom == watch.info.symptom }) else { continue }
      if let doubt = watch.doubt(run) {
        ruledOut.removeAll { $0.symptom == doubt.symptom }
        notJudged.append(doubt)
      } else if !ruledOut.contains(where: { $0.symptom == watch.info.symptom }) {
        ruledOut.append(
          Diagnosis.RuledOut(symptom: watch.info.symptom, because: watch.info.guide.absence)
        )
      }
    }
    return (ruledOut, notJudged)
  }
}

extension Watch {
  /// Why a symptom that was not seen can't be ruled out, or nil where it can: the condition is clear
  /// and has been looked for as long as an alarm takes to fire.
  func doubt(_ run: RunView) -> Diagnosis.NotJudged? {
    func because(_ reason: String, log: [Signal] = []) -> Diagnosis.NotJudged {
      Diagnosis.NotJudged(symptom: info.symptom, reason: reason, log: log)
    }
    switch lastVerdict {
    case .insufficient(let why):
      return because(why.sentence, log: why == .missingSignals ? info.guide.log : [])
    case .present, .fading:
      return because("Its condition is met or nearly met, and not yet for long enough to say.")
    case .clear:
      let hold = info.hold.observations(run) ?? 0
      let seen = run.count - (judgesSince ?? run.count)
      return seen >= hold ? nil : because(Insufficiency.tooYoung.sentence)
    }
  }
}

extension Insufficiency {
  /// The reason in words.
  var sentence: String {
    switch self {
    case .missingSignals: "The signals that it shows in were not logged."
    case .noSettings: "No options of the run are known (rates, batch, penalties)."
    case .tooYoung: "There are too few observations yet."
    case .objective: "The objective is unknown, or gives the quantity no meaning."
    case .resolution: "The values are averages or too far apart in time."
    case .noWords: "The log has numbers only; keep what the program prints beside it."
    }
  }
}
