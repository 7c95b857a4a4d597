// SPDX-License-Identifier: Apache-2.0

/// A session that should go on where another ended stands somewhere else.
///
/// A resumed run whose sample metric is far above the former session's last values has not taken up
/// what the former one had learned: weights, averages or optimizers were not loaded, or options
/// changed what they mean. Looked at alone such a session improves. One that begins anew is compared
/// from the step on where the former one ended.
struct SessionChanged: Detector {
  static let info = DetectorInfo(
    guide: .sessionChanged,
    glances: Array(Signal.allCases.filter { $0.rawValue.hasPrefix("metrics/") }),
    cadence: .everyObservation,
    hold: .none,
    release: .none,
    readsFacts: true
  )

  /// The metric of this session over the former one's last, from which on it is not the same run.
  static let factor = Threshold.above(
    1.5,
    clears: 1.25,
    unit: "x the former session's last",
    source: "beyond 1.25 x the best a metric is called worse; noise of an evaluation is below 10 %"
  )
  /// Evaluations of the new session before it is compared: the first may be made before training.
  static let evaluations = 3

  private var ratio = 0.0
  private var value = 0.0
  private var former: RunSession?
  private var start: Int?
  private var count = 0
  private var seen = 0

  mutating func observe(_ run: RunView) -> Verdict {
    let sessions = run.facts[.session].count
    if sessions != seen {
      seen = sessions
      former = run.facts.sessions.last
      start = run.step
      count = 0
    }
    guard seen > 0 || run.context.earlierSession != nil else {
      return run.readsWords ? .clear : .insufficient(.noWords)
    }
    guard let former = former ?? run.context.earlierSession, let metric = former.metric,
      let last = former.last?.value, last > 0, last.isFinite
    else { return .insufficient(.missingSignals) }
    self.former = former
    guard let now = run.value(metric) else {
      return count == 0 ? .insufficient(.tooYoung) : .fading
    }
    guard metric.countsAsMetric(now, features: run.context.metricFeatures) else { return .fading }
    count += 1
    guard count >= Self.evaluations else { return .insufficient(.tooYoung) }
    value = now
    ratio = metric.lowerIsBetter ? now / last : now > 0 ? last / now : .infinity
    // What begins anew is not judged by its early values: only once it went as far as the former.
    guard isResumed(run) || run.step >= former.lastStep else { return .clear }
    return Self.factor.verdict(ratio, .warning, confidence: 0.85)
  }

  private func isResumed(_ run: RunView) -> Bool {
    run.context.earlierSession != nil || run.facts[.resumed].count > 0
      || former?.isContinued == true
  }

  func describe(_ run: RunView) -> Description {
    let name = former?.metric?.shortName ?? "the metric"
    let last = former?.last?.text ?? "?"
    let which = former?.name.map { " (\($0))" } ?? ""
    let changes = former?.changes ?? []
    let changed =
      changes.isEmpty ? "" : " Options that changed: \(changes.prefix(6).joined(separator: ", "))."
    return Description(
      isResumed(run)
        ? "This session resumes another run\(which) that had ended with \(name) \(last), and stands "
          + "at \(value.text): it did not take up what that one had learned.\(changed)"
        : "This session begins anew and at the same step stands at \(name) \(value.text), where the "
          + "one before it had ended with \(last): it is not the same training.\(changed)",
      side: .both,
      basis: .samples,
      evidence: [Self.factor.evidence("\(name) over the former session's last", ratio)],
      clearedBy: "\(name) \(Self.factor.clearingWords).",
      onset: start
    )
  }
}

extension Symptom {
  /// A resumed session that is not where the former one ended.
  public static let sessionChanged = Symptom("sessionChanged")
}

extension SymptomGuide {
  static let sessionChanged = SymptomGuide(
    .sessionChanged,
    title: "a session that is not the former one's",
    absence: "No session stands far from where the one before it ended.",
    log: [.metricFID, .metricKID],
    meaning:
      "The run was resumed, but its samples are far worse than where the former session ended: "
      + "networks, average or optimizers were not loaded, or options were changed that give the "
      + "weights another meaning; or it was begun anew and is far worse at the same step. The former "
      + "session's model is the better one.",
    measurement:
      "From the third evaluation of a session on its sample metric \(SessionChanged.factor.words); "
      + "one that begins anew is compared from the former one's last step on. Options of both "
      + "sessions are compared where they are known.",
    limits: ["sample metric": SessionChanged.factor],
    caveat:
      "Needs a sample metric in both sessions. Transfer to other data begins worse on purpose.",
    sources: ["NVlabs/stylegan2-ada-pytorch issue 69"],
    gravity: .danger,
    causeClass: .configuration,
    effects: .these([.metricRegression, .neverLearned, .stagnation]),
    remedies: [Remedy.resumeWhole]
  )
}
