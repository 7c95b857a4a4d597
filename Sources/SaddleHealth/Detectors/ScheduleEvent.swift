// SPDX-License-Identifier: Apache-2.0

/// A learning rate was changed at one stroke: context for everything that follows.
///
/// A notice for half a window; smooth schedules raise none. Detectors that compare with the past
/// start over at such a step.
struct ScheduleEvent: Detector {
  static let info = DetectorInfo(
    guide: .scheduleEvent,
    glances: [.learningRateGenerator, .learningRateDiscriminator],
    cadence: .everyObservation,
    hold: .none
  )

  private var seen = 0
  private var detail = ""

  mutating func observe(_ run: RunView) -> Verdict {
    let changes = run.timeline.rateChanges
    guard changes > seen else { return .clear }
    seen = changes
    detail = run.timeline.lastRateChange
    return .present(.notice, confidence: 1)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      detail,
      side: .both,
      basis: .outputs,
      evidence: [],
      clearedBy: "Half a window without another change."
    )
  }
}

extension Symptom {
  /// A learning rate, a penalty or the loop was changed: context, not a fault.
  public static let scheduleEvent = Symptom("scheduleEvent")
}

extension SymptomGuide {
  static let scheduleEvent = SymptomGuide(
    .scheduleEvent,
    title: "a change of the schedule",
    absence: "No sudden change of a learning rate lately.",
    log: [.learningRateGenerator, .learningRateDiscriminator],
    meaning: "A learning rate changed at one stroke. Context, not a fault.",
    measurement: "A factor of 1.5 or more between two observations.",
    caveat: "Smooth schedules raise nothing.",
    sources: [],
    gravity: .context,
    causeClass: .dynamics,
    remedies: []
  )
}
