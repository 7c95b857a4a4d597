// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

extension Configuration {
  /// Returns the configuration with changes made, in their order; a later one of a key counts.
  ///
  /// - Parameter changes: Known values: a factor on an unknown one is left out.
  public func applying(_ changes: [ConfigurationChange]) -> Configuration {
    var reader = ConfigurationReader()
    for change in changes where change.isKnown {
      reader.read(override: "\(change.key)=\(change.valueText)")
    }
    var changed = self
    for key in Self.schema.keys {
      if let value = reader.values[key.path] { key.write(&changed, value) }
    }
    return changed
  }

  /// The number that a key has; nil where it is none or there is no such key.
  public func number(_ key: String) -> Double? {
    switch Self.schema.keys.first(where: { $0.path == key })?.read(self) {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// How far an autopilot has to go for a change of a key; nil where a run can't be changed by it.
  ///
  /// Numbers of the running game, turns and batch are safe; what is built beside the networks takes a
  /// checkpoint to go back to; networks, objective and data take another run.
  public func reach(of key: String) -> AutopilotMode? {
    guard let found = Self.schema.keys.first(where: { $0.path == key }) else { return nil }
    // What is off is built in first.
    let isOff = key.hasPrefix("regularizers.") && number(key) == 0
    if found.isSchedulable { return isOff ? .guarded : .safe }
    switch key {
    case "training.batchSize", "training.discriminatorSteps", "training.generatorSteps",
      "training.accumulate":
      return .safe
    case "schedules": return .guarded
    default: break
    }
    for prefix in ["regularizers.", "training.lookahead.", "augmentation."]
    where key.hasPrefix(prefix) {
      return .guarded
    }
    let others = [
      "generator.", "discriminator.", "objective", "optimizer.", "training.updates", "ema.",
    ]
    return others.contains(where: key.hasPrefix) ? .restart : nil
  }

  /// What the rules say against changes; nil where they allow them.
  public func refusal(of changes: [ConfigurationChange]) -> String? { problem(with: changes) }
}
