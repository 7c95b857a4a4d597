// SPDX-License-Identifier: Apache-2.0

/// The trainer meets NaN, loads a checkpoint, and meets NaN again.
///
/// The same weights, settings and data end the same way: going back without a change is a loop. One
/// reload may be a bad batch; the second time at the same distance is no chance.
struct ReloadLoop: Detector {
  static let info = DetectorInfo(
    guide: .reloadLoop,
    hold: .none,
    release: .forever,
    readsFacts: true
  )

  /// Reloads from which on it is a loop.
  static let count = Threshold.above(
    1,
    unit: "reloads",
    source: "a second reload shows that the first one cured nothing"
  )

  /// Reloads beyond which it is critical.
  static let critical = 2

  private var tally = FactBook.Tally()

  mutating func observe(_ run: RunView) -> Verdict {
    tally = run.facts[.reloaded]
    guard Self.count.holds(Double(tally.count)) else {
      return run.readsWords ? .clear : .insufficient(.noWords)
    }
    return .present(tally.count > Self.critical ? .critical : .warning, confidence: 0.95)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The trainer met NaN and loaded a checkpoint \(tally.count) times, each time to no avail: "
        + "\(tally.last?.words ?? "").",
      side: .both,
      basis: .outputs,
      evidence: [Self.count.evidence("reloads after NaN", Double(tally.count))],
      clearedBy:
        "Nothing that is already done: the same state meets the same NaN. Change a setting.",
      onset: tally.first?.step
    )
  }
}

extension Symptom {
  /// NaN, a reload, and NaN again.
  public static let reloadLoop = Symptom("reloadLoop")
}

extension SymptomGuide {
  static let reloadLoop = SymptomGuide(
    .reloadLoop,
    title: "a loop of reloads",
    absence: "The log tells of no checkpoint that was loaded again and again after NaN.",
    meaning:
      "The trainer detects NaN and goes back to a checkpoint by itself, and meets NaN again. Going "
      + "back is what already happens; something has to change: precision, steps, penalty.",
    measurement: "Words of a reload after NaN: \(ReloadLoop.count.words); three are critical.",
    limits: ["reloads": ReloadLoop.count],
    caveat: "Reloads that the log doesn't tell of are seen as NaN only.",
    sources: ["lucidrains/lightweight-gan issue 92"],
    gravity: .fatal,
    causeClass: .environment,
    stopAdvice:
      "Going back is what already happens, to no avail; stop and change something.",
    effects: .these([
      .nonFinite, .divergence, .stagnation, .neverLearned, .uninformativeEquilibrium,
    ]),
    remedies: [
      Remedy.fullPrecision, Remedy.halveLearningRates, Remedy.clipGradients,
      Remedy.lowerPenaltyWeight,
    ]
  )
}
