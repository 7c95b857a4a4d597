// SPDX-License-Identifier: Apache-2.0

/// When a detector is asked.
struct Gate: Sendable {
  private let signals: SignalSet
  private let quantities: UInt32
  private let isPerBlock: Bool
  private let readsFacts: Bool

  init(_ info: DetectorInfo) {
    signals = SignalSet(info.signals + info.glances)
    quantities = info.quantities.reduce(0) { $0 | $1.bit }
    isPerBlock = info.cadence == .everyBlock
    readsFacts = info.readsFacts
  }

  /// Whether it is asked at the present observation.
  @inline(__always) func opens(_ run: RunView, isBlock: Bool) -> Bool {
    if readsFacts, run.facts.isNews || isBlock { return true }
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
  private var latest: Description?
  private static let capacity = 8

  init(_ detector: any Detector) {
    self.detector = detector
    self.info = type(of: detector).info
  }

  /// Asks the detector; returns the finding where its state changed.
  @inline(__always) mutating func observe(_ run: RunView) -> Finding? {
    let verdict = detector.observe(run)
    lastVerdict = verdict
    let change = alarm.take(
      verdict,
      step: run.step,
      index: run.count,
      hold: info.hold.observations(run) ?? 0,
      release: info.release.observations(run)
    )
    return change == .none ? nil : finding(change, run)
  }

  private mutating func finding(_ change: Alarm.Change, _ run: RunView) -> Finding {
    if change != .resolved { latest = detector.describe(run) }
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
    alarm.state == .firing ? past + [current(detector.describe(run), run)] : past
  }
}

extension Persistence {
  /// The wait in observations, or nil for never.
  func observations(_ run: RunView) -> Int? {
    switch self {
    case .none: 0
    case .halfWindow: Swift.min(run.window / 2, Swift.max(16, run.count / 4))
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
}

extension Watch {
  var state: WatchState {
    WatchState(alarm: alarm, lastVerdict: lastVerdict, past: past, latest: latest)
  }

  /// Restores a watch from a checkpoint.
  init(_ detector: any Detector, _ state: WatchState) {
    self.init(detector)
    self.alarm = state.alarm
    self.lastVerdict = state.lastVerdict
    self.past = state.past
    self.latest = state.latest
  }
}
