// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Puts settings back to what works: the preset's value, or the usual one.
  @Sendable static func restoreSettings(_ request: RemedyRequest) -> Remedy? {
    guard let view = request.view else { return usualSettings }
    let review = SettingsReview(view)
    guard let worst = review.issues.first else { return nil }
    let changes = review.changes
    return Remedy(
      measure: .restoreSettings,
      title: title(changes, view),
      reason: reason(changes, view),
      evidence: worst.sentence,
      source: worst.source,
      actionClass: .restart,
      changes: changes,
      pytorch: SettingsCode.pytorch(changes, view)
    )
  }

  /// What of it a running game can take, where that is a part: no other networks, objective or data.
  @Sendable static func restoreSettingsInPlace(_ request: RemedyRequest) -> Remedy? {
    guard let view = request.view, let whole = restoreSettings(request) else { return nil }
    let changes = SettingsReview(view).changesInPlace
    guard !changes.isEmpty, changes != whole.changes else { return nil }
    var remedy = whole
    remedy.measure = .restoreSettingsInPlace
    remedy.title = title(changes, view) + ", and leave the rest"
    remedy.reason = "It is the part of it that needs no new run."
    remedy.actionClass = .rollback
    remedy.changes = changes
    remedy.pytorch = SettingsCode.pytorch(changes, view)
    return remedy
  }

  /// What is said where no setting is known, as in `saddle explain`.
  private static var usualSettings: Remedy {
    let rate = SettingRule.adamRates
    return Remedy(
      measure: .restoreSettings,
      title:
        "Set it back to what works for such data: \(SettingText.number(rate.typical)) for both "
        + "learning rates, a batch of \(SettingText.number(SettingRule.batchSizes.typical)), "
        + "one D step",
      reason: "Go to the cause: the usual value, not half of a wrong one.",
      evidence: "Learning rates of published GANs run from \(rate.text), batches from "
        + "\(SettingRule.batchSizes.text).",
      source: rate.source + "; " + SettingRule.batchSizes.source,
      actionClass: .restart,
      changes: [],
      pytorch: [
        "optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))"
      ]
    )
  }

  /// Why these values: the reference has them, or they go with the rest of the run.
  private static func reason(_ changes: [ConfigurationChange], _ view: SettingsView) -> String {
    guard let reference = view.settings.reference else {
      return "That is what published recipes have."
    }
    let isItsOwn = changes.allSatisfy { change in
      let key = SettingKey(rawValue: change.key)
      return switch change.resolved {
      case .number(let value): reference.number(key) == value
      case .integer(let value): reference.number(key) == Double(value)
      case .text(let value): reference.text(key) == value
      case .flag, .scaled: false
      }
    }
    return isItsOwn
      ? "That is what works for the same data and networks: \(reference.name) has it."
      : "That is what published recipes have, beside the other settings of this run."
  }

  /// "Set training.batchSize to 256 and regularizers.r1.gamma to 0.1".
  private static func title(_ changes: [ConfigurationChange], _ view: SettingsView) -> String {
    let parts = changes.map { change in
      "\(view.settings.name(of: SettingKey(rawValue: change.key))) to \(change.valueText)"
    }
    guard let last = parts.last, parts.count > 1 else { return "Set " + (parts.first ?? "") }
    return "Set " + parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// Changes of settings as lines of PyTorch.
enum SettingsCode {
  /// A line for each change that PyTorch has a usual form for.
  static func pytorch(_ changes: [ConfigurationChange], _ view: SettingsView) -> [String] {
    optimizers(changes, view) + changes.compactMap(line)
  }

  private static func optimizers(
    _ changes: [ConfigurationChange],
    _ view: SettingsView
  ) -> [String] {
    SettingsView.players.compactMap { player in
      let isChanged = changes.contains { $0.key.hasPrefix("optimizer.\(player.side.rawValue).") }
      return isChanged ? optimizer(player, changes, view) : nil
    }
  }

  /// A player's optimizer as changed settings have it.
  static func optimizer(
    _ player: SettingsView.Player,
    _ changes: [ConfigurationChange],
    _ view: SettingsView
  ) -> String {
    func value(_ key: SettingKey) -> String? {
      changes.first { $0.key == key.rawValue }?.valueText
        ?? view.number(key).map(SettingText.number)
    }
    var arguments = ["\(player.side.rawValue).parameters()"]
    if let rate = value(player.rate) { arguments.append("lr=\(rate)") }
    if view.isAdaptive(player), view.optimizer(of: player) != "rmsprop" {
      let momenta = (value(player.beta1) ?? "0.5", value(player.beta2) ?? "0.999")
      arguments.append("betas=(\(momenta.0), \(momenta.1))")
    }
    let kinds = ["sgd": "SGD", "rmsprop": "RMSprop", "adamw": "AdamW"]
    let kind = kinds[view.optimizer(of: player)] ?? "Adam"
    return
      "optimizer_\(player.letter) = torch.optim.\(kind)(\(arguments.joined(separator: ", ")))"
  }

  private static func line(_ change: ConfigurationChange) -> String? {
    let value = change.valueText
    switch SettingKey(rawValue: change.key) {
    case .batchSize: return "loader = DataLoader(dataset, batch_size=\(value), shuffle=True)"
    case .discriminatorSteps:
      return "for _ in range(\(value)): train_discriminator()  # then one step of the generator"
    case .objective:
      return value == "nonSaturating"
        ? "loss_g = F.softplus(-discriminator(fake)).mean()" : nil
    case .r1:
      return "loss_d = loss_d + 0.5 * \(value) * gradient.square().flatten(1).sum(1).mean()  # R1"
    case .gradientPenalty:
      return "loss_d = loss_d + \(value) * (gradient.flatten(1).norm(2, 1) - 1).square().mean()"
    default: return nil
    }
  }
}
