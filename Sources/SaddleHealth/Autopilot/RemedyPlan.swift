// SPDX-License-Identifier: Apache-2.0

/// What following a remedy takes in a running game: which changes, and how far one has to go for them.
struct RemedyPlan: Sendable, Equatable {
  let remedy: Remedy
  /// What to set; resolved, within bounds, never what is in force already.
  let changes: [ConfigurationChange]
  /// The mode that is needed.
  let needs: AutopilotMode
  /// Whether it begins with going back to a checkpoint.
  let goesBack: Bool

  /// Whether it is a change that can be tried: neither an end nor a mere return.
  var isTriable: Bool { remedy.measure != .stop && !goesBack }

  /// Plans a remedy; nil where it can't be done to a running game at all, or changes nothing.
  ///
  /// - Parameters:
  ///   - remedy: What is advised.
  ///   - isCertain: Whether the cause is a setting: it then goes to the advised value, however far.
  ///   - cockpit: What the run offers.
  ///   - base: The number that a key had when the run began.
  init?(_ remedy: Remedy, isCertain: Bool, _ cockpit: Cockpit, base: [String: Double]) {
    self.remedy = remedy
    goesBack = remedy.measure == .rollBack
    var needs: AutopilotMode = goesBack ? .guarded : .safe
    var changes: [ConfigurationChange] = []
    for change in remedy.changes {
      guard let reach = cockpit.reach(change.key) else { return nil }
      needs = max(needs, reach)
      var change = change
      change.current = change.current ?? cockpit.value(change.key)
      guard change.isKnown else { return nil }
      if !isCertain {
        let start = base[change.key] ?? change.current
        guard let bounded = Self.bounded(change, from: start) else { continue }
        change = bounded
      }
      if let number = Self.number(change), number == cockpit.value(change.key) { continue }
      changes.append(change)
    }
    self.changes = changes
    self.needs = needs
    if remedy.measure == .stop { return }
    if changes.isEmpty, !goesBack { return nil }
    if cockpit.refusal(changes) != nil { return nil }
  }

  /// The number that a change sets; nil of a word or a truth value.
  static func number(_ change: ConfigurationChange) -> Double? {
    switch change.resolved {
    case .number(let number): number
    case .integer(let number): Double(number)
    case .flag, .text, .scaled: nil
    }
  }

  /// A change held within what a probable cause may ask for; nil where nothing is left of it.
  ///
  /// Rates from a sixteenth of what the run began with to its double, weights of penalties from a 64th
  /// to 64 times: gamma is searched for by factors of 2 and 4 (StyleGAN3's guide), and a rate that has
  /// to go lower than that is no longer the same recipe.
  private static func bounded(
    _ change: ConfigurationChange,
    from start: Double?
  ) -> ConfigurationChange? {
    guard let start, start > 0, let wanted = number(change) else { return change }
    let limits: ClosedRange<Double>
    if change.key.hasSuffix(".learningRate") {
      limits = start / 16...start * 2
    } else if change.key.hasPrefix("regularizers.") {
      limits = start / 64...start * 64
    } else {
      return change
    }
    let held = min(max(wanted, limits.lowerBound), limits.upperBound)
    if held == change.current { return nil }
    guard held != wanted else { return change }
    return ConfigurationChange(key: change.key, value: .number(held), current: change.current)
  }
}
