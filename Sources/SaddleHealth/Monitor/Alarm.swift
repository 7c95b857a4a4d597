// SPDX-License-Identifier: Apache-2.0

/// One alarm: `inactive` - `pending` - `firing` - `resolved`, with persistence and hysteresis.
///
/// A condition must hold for `hold` observations before the alarm fires and be gone for `release`
/// observations before it is resolved; in between, `fading` keeps things as they are. Time is
/// counted in observations, so that a stretched or thinned log behaves alike.
struct Alarm: Codable, Sendable, Equatable {
  /// What changed at an observation.
  enum Change: Equatable {
    case none
    case fired
    case escalated
    case eased
    case resolved
  }

  private(set) var state = AlarmState.inactive
  /// Severity of the firing (or pending) condition.
  private(set) var severity = Severity.notice
  private(set) var confidence = 0.0
  /// First step of the condition.
  private(set) var firstStep = 0
  private(set) var firedAtStep = 0
  /// Last step at which the condition held.
  private(set) var lastStep = 0
  private var since = 0
  private var gone: Int?
  private var severeSince: Int?
  private var milderSince: Int?

  /// Whether a verdict leaves everything as it is, whatever the persistence.
  @inline(__always) func isUnmoved(by verdict: Verdict) -> Bool {
    switch verdict {
    case .insufficient, .fading: true
    case .clear: state == .inactive || state == .resolved
    case .present: false
    }
  }

  /// Takes in a verdict.
  ///
  /// - Parameters:
  ///   - verdict: How things stand.
  ///   - step: The step of the observation.
  ///   - index: The running number of the observation.
  ///   - hold: Observations for which the condition must hold.
  ///   - release: Observations for which it must be gone, or nil for never.
  mutating func take(
    _ verdict: Verdict,
    step: Int,
    index: Int,
    hold: Int,
    release: Int?
  ) -> Change {
    switch verdict {
    case .insufficient, .fading:
      return .none
    case .clear:
      return clear(index: index, release: release)
    case .present(let severity, let confidence):
      return keep(
        severity,
        confidence: confidence,
        step: step,
        index: index,
        for: hold
      )
    }
  }

  /// Ends it whatever holds: what it was about is over.
  mutating func end() -> Change {
    let wasFiring = state == .firing
    state = wasFiring ? .resolved : .inactive
    (gone, severeSince, milderSince) = (nil, nil, nil)
    return wasFiring ? .resolved : .none
  }

  private mutating func clear(index: Int, release: Int?) -> Change {
    switch state {
    case .inactive, .resolved:
      return .none
    case .pending:
      state = .inactive
      return .none
    case .firing:
      guard let release else { return .none }
      guard let goneSince = gone else {
        gone = index
        if release > 0 { return .none }
        state = .resolved
        return .resolved
      }
      guard index - goneSince >= release else { return .none }
      state = .resolved
      gone = nil
      return .resolved
    }
  }

  private mutating func keep(
    _ newSeverity: Severity,
    confidence newConfidence: Double,
    step: Int,
    index: Int,
    for hold: Int
  ) -> Change {
    gone = nil
    lastStep = step
    confidence = newConfidence
    if state == .inactive || state == .resolved {
      state = .pending
      since = index
      firstStep = step
      severity = newSeverity
      severeSince = nil
      milderSince = nil
    }
    if state == .pending {
      severity = newSeverity
      guard index - since >= hold else { return .none }
      state = .firing
      firedAtStep = step
      return .fired
    }
    return escalate(to: newSeverity, index: index, after: hold)
  }

  /// Severity rises and falls after the same persistence.
  private mutating func escalate(to newSeverity: Severity, index: Int, after hold: Int) -> Change {
    if newSeverity > severity {
      milderSince = nil
      let start = severeSince ?? index
      severeSince = start
      guard index - start >= hold else { return .none }
      severity = newSeverity
      severeSince = nil
      return .escalated
    }
    severeSince = nil
    guard newSeverity < severity else {
      milderSince = nil
      return .none
    }
    let start = milderSince ?? index
    milderSince = start
    guard index - start >= hold else { return .none }
    severity = newSeverity
    milderSince = nil
    return .eased
  }
}
