// SPDX-License-Identifier: Apache-2.0

// A loop that was ended and goes on with nothing but its ledger.
extension SteeredLoop {
  /// Takes in what a ledger says was done: what was kept is in force again.
  ///
  /// A change that was on trial when the process ended is none any more: its snapshot went with the
  /// process.
  ///
  /// - Parameter ledger: The last word on each intervention, by number.
  /// - Returns: What to write into the ledger: those that were on trial, undone.
  public mutating func resume(_ ledger: [Intervention]) -> [Intervention] {
    var undone: [Intervention] = []
    for var intervention in ledger {
      if intervention.verdict == .trying {
        (intervention.verdict, intervention.because) = (.undone, "the process ended on trial")
        undone.append(intervention)
        for change in intervention.changes { takeOver(change.key, change.old) }
      }
      pilot.interventions.append(intervention)
      for change in intervention.changes where pilot.base[change.key] == nil {
        pilot.base[change.key] = change.old
      }
      guard [.kept, .keptUnjudged].contains(intervention.verdict) else { continue }
      for change in intervention.changes {
        guard let number = Double(change.new), number.isFinite else { continue }
        pilot.inForce.append(
          ConfigurationChange(key: change.key, value: .number(number), current: change.old)
        )
        takeOver(change.key, number)
      }
    }
    return undone
  }

  /// Takes over the limits and the offers of today, where a saved loop goes on.
  ///
  /// - Parameter controls: What the loop can change now; numbers that the saved one has are its own.
  public mutating func goOn(_ rules: AutopilotRules, controls: [String: Control]) {
    pilot.rules = rules
    pilot.rules.countsOn = true
    for (key, control) in controls.sorted(by: { $0.key < $1.key }) where self.controls[key] == nil {
      self.controls[key] = control
      set(key, control.value)
    }
    self.controls = self.controls.filter { controls[$0.key] != nil }
  }

  private mutating func takeOver(_ key: String, _ value: Double?) {
    guard controls[key] != nil, let value, value.isFinite else { return }
    set(key, value)
  }
}
