// SPDX-License-Identifier: Apache-2.0

/// When a detector is asked.
struct Gate: Sendable {
  private let signals: SignalSet
  private let quantities: UInt32
  private let isPerBlock: Bool
  private let readsFacts: Bool
  private let needs: SignalSet
  private let hasNeeds: Bool

  init(_ info: DetectorInfo) {
    signals = SignalSet(info.signals + info.glances)
    needs = SignalSet(info.needs)
    hasNeeds = !info.needs.isEmpty
    quantities = info.quantities.reduce(0) { $0 | $1.bit }
    isPerBlock = info.cadence == .everyBlock
    readsFacts = info.readsFacts
  }

  /// Whether it is asked at the present observation.
  @inline(__always) func opens(_ run: RunView, isBlock: Bool) -> Bool {
    if readsFacts, run.facts.isNews || isBlock { return true }
    if hasNeeds, !run.known.intersects(needs) { return false }
    return isPerBlock
      ? isBlock && (run.knownQuantities & quantities != 0 || run.known.intersects(signals))
      : run.presentQuantities & quantities != 0 || run.present.intersects(signals)
  }
}

/// A detector with its alarm and the findings of its past.
struct Watch: Sendable {
  private(set) var detector: any Detector
  let info: DetectorInfo
  private(set) var alarm = Alarm()
  private(set) var lastVerdict = Verdict.insufficient(.missingSignals)
  /// Findings of earlier alarms, the latest last; at most `Self.capacity`.
  private(set) var past: [Finding] = []
  /// What was last described while the condition held, and at which observation.
  private var latest: Description?
  private var describedAt = 0
  /// The observation from which on the detector had enough to see its condition.
  private(set) var judgesSince: Int?
  private static let capacity = 8
  /// Sessions begun anew that it has seen.
  private var begunAnew = 0

  init(_ detector: any Detector) {
    self.detector = detector
    self.info = type(of: detector).info
  }

  /// Asks the detector; returns the finding where its state changed.
  @inline(__always) mutating func observe(_ run: RunView) -> Finding? {
    if run.facts.begunAnew != begunAnew {
      let ended = beginAnew(run)
      return judge(run) ?? ended
    }
    return judge(run)
  }

  /// What never resolves ends with its run; returns the finding that was firing.
  private mutating func beginAnew(_ run: RunView) -> Finding? {
    begunAnew = run.facts.begunAnew
    guard info.release == .forever else { return nil }
    let change = alarm.end()
    let ended = change == .none ? nil : finding(change, run)
    detector = type(of: detector).init()
    return ended
  }

  @inline(__always) private mutating func judge(_ run: RunView) -> Finding? {
    let verdict = detector.observe(run)
    lastVerdict = verdict
    if case .insufficient = verdict {
      judgesSince = nil
    } else if judgesSince == nil {
      judgesSince = run.count
    }
    // Where nothing is present and nothing fires there is nothing to hold or to release.
    if alarm.isUnmoved(by: verdict) { return nil }
    return move(verdict, run)
  }

  private mutating func move(_ verdict: Verdict, _ run: RunView) -> Finding? {
    let change = alarm.take(
      verdict,
      step: run.step,
      index: run.count,
      hold: info.hold.observations(run) ?? 0,
      release: info.release.observations(run)
    )
    if change == .none {
      // Words are renewed while the condition holds, ever more rarely: they never contradict it.
      if isPresent, alarm.state == .firing, run.count - describedAt > describedAt / 8 {
        keep(detector.describe(run), run)
      }
      return nil
    }
    return finding(change, run)
  }

  private var isPresent: Bool {
    if case .present = lastVerdict { return true }
    return false
  }

  private mutating func keep(_ description: Description, _ run: RunView) {
    latest = description
    describedAt = run.count
  }

  private mutating func finding(_ change: Alarm.Change, _ run: RunView) -> Finding {
    if change != .resolved { keep(detector.describe(run), run) }
    let finding = current(latest ?? detector.describe(run), run)
    if change == .resolved {
      past.append(finding)
      if past.count > Self.capacity { past.removeFirst() }
    }
    return finding
  }

  private func current(_ description: Description, _ run: RunView) -> Finding {
    Finding(
      symptom: info.symptom,
      severity: alarm.severity,
      state: alarm.state,
      side: description.side,
      game: run.context.game,
      firstStep: description.onset ?? alarm.firstStep,
      firedAtStep: alarm.firedAtStep,
      lastStep: alarm.lastStep,
      confidence: alarm.confidence,
      basis: description.basis,
      summary: description.summary,
      evidence: description.evidence,
      clearedBy: description.clearedBy
    )
  }

  /// All findings of this detector, the present one described anew.
  func findings(_ run: RunView) -> [Finding] {
    guard alarm.state == .firing else { return past }
    let present = isPresent ? detector.describe(run) : latest ?? detector.describe(run)
    return past + [current(present, run)]
  }
}

extension Persistence {
  /// The wait in observations, or nil for never.
  func observations(_ run: RunView) -> Int? {
    switch self {
    case .none: 0
    case .halfWindow: Swift.min(run.window / 2, Swift.max(4, run.count / 4))
    case .observations(let count): count
    case .forever: nil
    }
  }
}

/// A watch without its detector, as it stands in a checkpoint.
struct WatchState: Codable, Sendable {
  var alarm: Alarm
  var lastVerdict: Verdict
  var past: [Finding]
  var latest: Description?
  var describedAt: Int?
  var judgesSince: Int?
  var begunAnew: Int?
}

extension Watch {
  var state: WatchState {
    WatchState(
      alarm: alarm,
      lastVerdict: lastVerdict,
      past: past,
      latest: latest,
      describedAt: describedAt,
      judgesSince: judgesSince,
      begunAnew: begunAnew
    )
  }

  /// Restores a watch from a checkpoint.
  init(_ detector: any Detector, _ state: WatchState) {
    self.init(detector)
    self.alarm = state.alarm
    self.lastVerdict = state.lastVerdict
    self.past = state.past
    self.latest = state.latest
    self.describedAt = state.describedAt ?? 0
    self.judgesSince = state.judgesSince
    self.begunAnew = state.begunAnew ?? 0
  }
}
