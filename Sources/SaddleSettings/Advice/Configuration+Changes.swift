// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

extension Configuration {
  /// Returns the configuration with changes made, in their order; a later one of a key counts, and what
  /// one switches off is no longer scheduled.
  ///
  /// - Parameter changes: Known values: a factor on an unknown one is left out.
  public func applying(_ changes: [ConfigurationChange]) -> Configuration {
    applying(Self.reader(changes))
  }

  /// What the rules say against changes; nil where they allow them.
  ///
  /// - Parameter changes: A factor on an unknown value can't be checked and is left out.
  public func refusal(of changes: [ConfigurationChange]) -> String? {
    let reader = Self.reader(changes)
    if let problem = reader.problems.first { return problem.description }
    let changed = applying(reader)
    let given = Set(Self.schema.keys.map(\.path))
    for rule in ConfigurationRule.all where rule.severity == .error {
      if let message = rule.check(changed, given) { return message }
    }
    return nil
  }

  private static func reader(_ changes: [ConfigurationChange]) -> ConfigurationReader {
    var reader = ConfigurationReader()
    for change in changes where change.isKnown {
      reader.read(override: "\(change.key)=\(change.valueText)")
    }
    return reader
  }

  private func applying(_ reader: ConfigurationReader) -> Configuration {
    var changed = self
    for key in Self.schema.keys {
      if let value = reader.values[key.path] { key.write(&changed, value) }
    }
    _ = changed.leaveOutSchedules(switchedOffBy: reader.values.keys)
    return changed
  }

  /// Whether a key is a number of the running game.
  package func isSchedulable(_ key: String) -> Bool {
    Self.schema.key(key)?.isSchedulable ?? false
  }

  /// The number that a key has; nil where it is none or there is no such key.
  public func number(_ key: String) -> Double? {
    switch Self.schema.key(key)?.read(self) {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// How far an autopilot has to go for a change of a key; nil where a run can't be changed by it.
  ///
  /// Numbers of the running game, turns and batch are safe; what is built beside the networks (another
  /// kind of optimizer, which begins without a past) takes a checkpoint to go back to; networks and
  /// objective take another run. Data can't be changed at all.
  public func reach(of key: String) -> AutopilotMode? {
    guard let found = Self.schema.key(key) else { return nil }
    guard found.isSchedulable else { return found.needs }
    // What is off is built in first.
    return number(key) == 0 ? found.needs ?? .safe : .safe
  }
}
