// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

extension Configuration {
  /// Returns why a key that can be scheduled does nothing in this configuration; nil where it does.
  ///
  /// What a running game really has is known to `Game.controls` alone, which a run compares again;
  /// this says it without building networks.
  func idleness(of key: String) -> String? {
    if key.hasPrefix("optimizer.generator.") {
      return optimizer.generator.idleness(of: key)
    }
    if key.hasPrefix("optimizer.discriminator.") {
      return optimizer.discriminator.idleness(of: key)
    }
    switch key {
    case "paired.reconstruction":
      return task == .paired ? nil : "task is \(task.rawValue)"
    case "training.consensus":
      return training.updates == .consensus
        ? nil : "training.updates is \(training.updates.rawValue)"
    case "training.lookahead.alpha":
      return training.lookahead.every > 0 ? nil : "training.lookahead.every is 0"
    case "augmentation.probability":
      if augmentation.transforms.isEmpty { return "augmentation.transforms is empty" }
      return augmentation.adaptive ? "it follows the discriminator (augmentation.adaptive)" : nil
    case "regularizers.gradientPenalty.target", "regularizers.gradientPenalty.drift":
      return regularizers.gradientPenalty.isOn
        ? nil : "regularizers.gradientPenalty.weight is 0"
    case "regularizers.labelSmoothing":
      return LossCatalog.make(objective, labelSmoothing: 0.5) == nil
        ? "objective \(objective.rawValue) has no label to smooth" : nil
    case "ema.decay", "ema.halfLifeImages", "ema.rampUp":
      return ema.enabled ? nil : "ema.enabled is false"
    default: return nil
    }
  }
}

extension Configuration {
  /// Returns why a number that can be scheduled isn't there, so that nothing can change it; nil where it
  /// is.
  func absence(of key: String) -> String? {
    guard let found = Self.schema.key(key), case .number = found.type else { return nil }
    guard case .number(let value) = found.read(self) else {
      return "is null; give it a number to begin with"
    }
    let isOff = value == 0 && key.hasPrefix("regularizers.") && key != "regularizers.labelSmoothing"
    return isOff
      ? "is off (0), so there is nothing to schedule: give it the value to begin with" : nil
  }

  /// Leaves out the schedules of nothing but keys that a change has switched off.
  ///
  /// - Parameter changed: What was set, whatever it was set to.
  /// - Returns: The lines that are gone.
  mutating func leaveOutSchedules(switchedOffBy changed: some Collection<String>) -> [String] {
    let off = Set(changed.filter { absence(of: $0) != nil })
    guard !off.isEmpty else { return [] }
    let gone = schedules.filter { line in
      guard let schedule = try? Schedule(line) else { return false }
      let keys = Self.schedulable.filter(schedule.matches)
      return !off.isDisjoint(with: keys) && keys.allSatisfy { absence(of: $0) != nil }
    }
    schedules.removeAll(where: gone.contains)
    return gone
  }
}

extension OptimizerConfiguration {
  /// Returns why a key of this optimizer does nothing.
  fileprivate func idleness(of key: String) -> String? {
    let users: [OptimizerName]
    switch key.split(separator: ".").last {
    case "beta1", "beta2": users = [.adam, .adamw]
    default: return nil
    }
    return users.contains(kind) ? nil : "the optimizer is \(kind.rawValue)"
  }
}
