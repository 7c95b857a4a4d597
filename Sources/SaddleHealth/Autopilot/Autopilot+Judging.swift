// SPDX-License-Identifier: Apache-2.0

// From what came of a change to its verdict.
extension Autopilot {
  mutating func judge(_ trial: Trial, step: Int, _ firing: [Finding]) -> Order {
    if rules.acceptance == .none {
      guard step >= trial.end else { return .goOn }
      return conclude(trial, .keptUnjudged, "nothing decides here: acceptance is none", step: step)
    }
    let isYoung = rules.isYoung(at: trial.intervention.step)
    if let alarm = trial.alarm(firing, history, measured: measured, isYoung: isYoung) {
      return conclude(trial, .undone, alarm, step: step)
    }
    guard step >= trial.end else { return .goOn }
    // A setting that is merely unusual is no longer what it was tried against.
    let isGone = !firing.contains {
      $0.symptom == trial.intervention.symptom && $0.severity > .notice
    }
    let verdict = trial.judge(
      isGone: isGone,
      isCheap: trial.intervention.rollBackTo == nil || isYoung,
      isYoung: isYoung,
      history,
      measured: measured
    )
    return conclude(trial, verdict.verdict, verdict.because, step: step)
  }

  /// Ends a trial whose run broke: a number that isn't finite.
  public mutating func broke(step: Int, _ because: String) -> Order {
    guard let trial else { return .goOn }
    return conclude(trial, .undone, because, step: step)
  }

  /// Takes back a change by hand, in the autopilot of its snapshot.
  ///
  /// - Returns: The intervention as it is then; nil where it is nothing that was done.
  public mutating func takeBack(_ intervention: Intervention, at step: Int) -> Intervention? {
    let because = "taken back by hand"
    if let trial, trial.intervention.number == intervention.number {
      _ = conclude(trial, .undone, because, step: step)
      return interventions.last
    }
    guard let index = interventions.firstIndex(where: { $0.number == intervention.number }),
      let first = inForce.firstIndex(of: intervention.changes)
    else { return nil }
    inForce.removeSubrange(first..<first + intervention.changes.count)
    (interventions[index].verdict, interventions[index].because) = (.undone, because)
    return interventions[index]
  }

  mutating func conclude(
    _ trial: Trial,
    _ verdict: Intervention.Verdict,
    _ because: String,
    step: Int
  ) -> Order {
    var done = trial.intervention
    (done.verdict, done.because) = (verdict, because)
    done.outcome = history.metric.map {
      Intervention.Outcome(
        metric: $0,
        before: trial.band,
        after: measured > trial.measuredBefore ? history.last : nil,
        largerIsBetter: history.largerIsBetter
      )
    }
    self.trial = nil
    let windows = rules.coolDownWindows
    if verdict == .undone {
      let begin = done.snapshot ?? trial.begin
      done.cost = begin < step ? Steps.whole(Double(step) - Double(begin)) ?? Steps.limit : 0
      let count = done.changes.count
      let changes = Array(inForce.suffix(count))
      tried[done.symptom, default: []].append(
        Attempt(measure: done.measure, changes: changes, step: done.step)
      )
      inForce.removeLast(min(count, inForce.count))
      restUntil = rest(from: standing(at: begin, after: step), windows: 2 * windows)
    } else {
      restUntil = rest(from: step, windows: windows)
    }
    if let last = interventions.indices.last { interventions[last] = done }
    return verdict == .undone ? .undo(done) : .keep(done)
  }

  /// The step until which nothing is done.
  private func rest(from step: Int, windows: Int) -> Int {
    Steps.product(windows, rules.window).flatMap { Steps.sum(step, $0) } ?? Steps.limit
  }
}

extension [ConfigurationChange] {
  /// Where the changes of an intervention stand among others.
  fileprivate func firstIndex(of changes: [Intervention.Change]) -> Int? {
    guard !changes.isEmpty, changes.count <= count else { return nil }
    return (0...count - changes.count).first { start in
      zip(self[start...], changes).allSatisfy { $0.key == $1.key && $0.valueText == $1.new }
    }
  }
}
