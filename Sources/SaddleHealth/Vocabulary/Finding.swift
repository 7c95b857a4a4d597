// SPDX-License-Identifier: Apache-2.0

/// A symptom that was seen: what, since when, how sure, why, what to do.
public struct Finding: Codable, Sendable, Equatable {
  /// What was seen.
  public var symptom: Symptom
  /// How serious it is.
  public var severity: Severity
  /// `firing` or `resolved`; a monitor hands out nothing else.
  public var state: AlarmState
  /// Whom it concerns.
  public var side: Side
  /// Which game, in runs with several discriminators ("A", "B"); nil where there is one.
  public var game: String?
  /// The onset: the first step at which the condition held.
  public var firstStep: Int
  /// The step at which the alarm began to fire; from `firstStep` on it was pending.
  public var firedAtStep: Int
  /// The last step at which the condition held.
  public var lastStep: Int
  /// How sure, 0...1.
  public var confidence: Double
  /// On what kind of signal it rests.
  public var basis: EvidenceLevel
  /// What was seen, in one sentence.
  public var summary: String
  /// The numbers, with thresholds and units.
  public var evidence: [Evidence]
  /// What would clear the alarm, in words.
  public var clearedBy: String
  /// What to do about it, best first; empty where the cause is another finding's.
  public var remedies: [Remedy]

  /// Creates a finding.
  public init(
    symptom: Symptom,
    severity: Severity,
    state: AlarmState = .firing,
    side: Side = .both,
    game: String? = nil,
    firstStep: Int,
    firedAtStep: Int,
    lastStep: Int,
    confidence: Double,
    basis: EvidenceLevel,
    summary: String,
    evidence: [Evidence],
    clearedBy: String,
    remedies: [Remedy] = []
  ) {
    self.symptom = symptom
    self.severity = severity
    self.state = state
    self.side = side
    self.game = game
    self.firstStep = firstStep
    self.firedAtStep = firedAtStep
    self.lastStep = lastStep
    self.confidence = confidence
    self.basis = basis
    self.summary = summary
    self.evidence = evidence
    self.clearedBy = clearedBy
    self.remedies = remedies
  }
}
