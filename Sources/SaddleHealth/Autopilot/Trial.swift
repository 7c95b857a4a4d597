// SPDX-License-Identifier: Apache-2.0

/// A change on trial: what the run was like before it, and when it is judged.
struct Trial: Codable, Sendable, Equatable {
  /// What is tried.
  var intervention: Intervention
  /// The step after which the trial began.
  let begin: Int
  /// The step at which it is judged.
  let end: Int
  /// What the metric did before; nil with too few values.
  var band: NoiseBand?
  /// Values that had been measured when it began.
  var measuredBefore: Int
  /// What was critical when it began.
  let critical: Set<Symptom>
  /// Checkpoints that it must not cost the run: the best one as of its beginning.
  var held: Set<Int> = []

  /// What speaks for ending it at once, in words; nil where nothing does.
  ///
  /// Something critical that wasn't there (behind a return, anything critical of the game), or two
  /// measurements in a row that are worse than the band; in a young run neither says anything of a
  /// change: early samples look collapsed (autonomousvision/projected-gan issue 34).
  func alarm(
    _ firing: [Finding],
    _ history: OutcomeHistory,
    measured: Int,
    isYoung: Bool
  ) -> String? {
    let wentBack = intervention.rollBackTo != nil
    let new = firing.first {
      $0.severity == .critical && !(isYoung && $0.symptom.isOfTheGame)
        && (wentBack && $0.symptom.isOfTheGame
          || !critical.contains($0.symptom) && $0.symptom != intervention.symptom)
    }
    if let new { return "\(new.symptom) became critical: \(new.summary)" }
    guard let band, !isYoung else { return nil }
    let inTrial = measured - measuredBefore
    guard inTrial >= 2, history.worseInARow(than: band, among: inTrial) >= 2,
      let last = history.last
    else { return nil }
    return "\(history.metric ?? "the metric") is worse than its band twice (\(last.text))"
  }

  /// What became of the change, by its outcome alone.
  ///
  /// - Parameters:
  ///   - isGone: Whether the symptom no longer fires.
  ///   - isCheap: Whether it may stay where nothing measures samples: it gave up nothing, or the
  ///     beginning of a run.
  ///   - isYoung: Whether it began before samples are what the run makes: a generator that has hardly
  ///     learned scatters its samples, and covers less once it begins to.
  func judge(
    isGone: Bool,
    isCheap: Bool,
    isYoung: Bool,
    _ history: OutcomeHistory,
    measured: Int
  ) -> (verdict: Intervention.Verdict, because: String) {
    let name = history.metric ?? "the metric"
    guard let band, measured > measuredBefore, let last = history.last else {
      let few = "nothing measured the samples often enough"
      if isGone, isCheap { return (.keptUnjudged, "the symptom is gone; \(few)") }
      return (.undone, isGone ? few : "the symptom is still there; \(few)")
    }
    let course = "\(name) went from \(band.middle.text) to \(last.text)"
    let range = "it was between \(band.low.text) and \(band.high.text) before"
    switch band.place(last, largerIsBetter: history.largerIsBetter) {
    case .worse where isYoung && isGone && isCheap:
      return (.keptUnjudged, "the symptom is gone; \(course), from too young a run to compare with")
    case .worse: return (.undone, "\(course), worse: \(range)")
    case .better: return (.kept, "\(course), better: \(range)")
    case .within:
      return isGone
        ? (.kept, "the symptom is gone; \(course)")
        : (.undone, "the symptom is still there and \(course): \(range)")
    }
  }
}
