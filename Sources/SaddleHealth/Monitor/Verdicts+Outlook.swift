// SPDX-License-Identifier: Apache-2.0

/// What to do with a run: the word of its health, advice to stop and its end made one.
extension Verdicts {
  /// The outlook: a failing run is never one to go on with as it is, and nothing goes on in one that
  /// has ended.
  static func outlook(
    reasonToStop: String?,
    _ health: Health,
    ended: RunEnding?
  ) -> Diagnosis.Outlook {
    let fails = health == .sick || health == .dead
    if let ended {
      let advice = reasonToStop ?? (fails ? "Going on from there needs a change." : ended.advice)
      return Diagnosis.Outlook(
        worthGoingOn: reasonToStop == nil,
        course: .over,
        reason: [ended.sentence, advice].compactMap(\.self).joined(separator: " ")
      )
    }
    if let reasonToStop { return Diagnosis.Outlook(worthGoingOn: false, reason: reasonToStop) }
    guard fails else {
      return Diagnosis.Outlook(worthGoingOn: true, reason: "Nothing says that it has ended.")
    }
    return Diagnosis.Outlook(
      worthGoingOn: true,
      course: .change,
      reason: "The run fails. It may recover by itself; a change is the surer way."
    )
  }
}

extension RunEnding {
  /// What to do behind the end of a run that does not fail, or nil where nothing is left to do.
  var advice: String? {
    switch way {
    case .finished, .stopped: nil
    case .failed, .killed: "Mend that and go on from the last checkpoint."
    case .silent: "Look whether its process lives; if not, go on from the last checkpoint."
    }
  }
}
