// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// How often each side moves.
  static let turns: [SettingRule] = [
    SettingRule(discriminatorSteps), SettingRule(generatorSteps), SettingRule(saturatingTurns),
  ]

  /// Discriminator steps for one of the generator.
  static let discriminatorTurns = UsualRange(
    lower: 1,
    upper: 5,
    typical: 1,
    source: "1 (DCGAN, StyleGAN), 2 (BigGAN), 5 (WGAN-GP, SNGAN)"
  )
  /// Generator steps for one of the discriminator.
  static let generatorTurns = UsualRange(
    lower: 1,
    upper: 2,
    typical: 1,
    source: "1 nearly everywhere, 2 (carpedm20/DCGAN-tensorflow)"
  )

  /// Both counts back to the reference's, or to what the objective usually has.
  static func turnChanges(_ view: SettingsView) -> [ConfigurationChange] {
    let keys: [(SettingKey, Double)] = [
      (.discriminatorSteps, view.objective == .wasserstein ? 5 : 1), (.generatorSteps, 1),
    ]
    return keys.compactMap { key, usual in
      let working = view.reference(key) ?? usual
      guard let steps = view.number(key), steps != working else { return nil }
      return view.change(key, to: working)
    }
  }

  private static func discriminatorSteps(_ view: SettingsView) -> SettingIssue? {
    turns(.discriminatorSteps, .discriminator, discriminatorTurns, view)
  }

  private static func generatorSteps(_ view: SettingsView) -> SettingIssue? {
    turns(.generatorSteps, .generator, generatorTurns, view)
  }

  private static func turns(
    _ key: SettingKey,
    _ side: Side,
    _ usual: UsualRange,
    _ view: SettingsView
  ) -> SettingIssue? {
    guard let steps = view.number(key), steps != view.reference(key), steps > usual.upper else {
      return nil
    }
    return SettingIssue(
      weight: steps >= 4 * usual.upper ? .far : .doubtful,
      side: side,
      sentence: "The \(side.rawValue) makes \(view.shown(key)) steps for one of the other side, "
        + "usual are \(usual.text).",
      evidence: Evidence(view.settings.name(of: key), steps, .above, usual.upper),
      source: usual.source,
      changes: turnChanges(view),
      distance: SettingsView.decades(usual.excess(steps))
    )
  }

  /// The minimax loss has no gradient where the discriminator wins, and nothing keeps it from that.
  private static func saturatingTurns(_ view: SettingsView) -> SettingIssue? {
    guard view.objective == .saturating, view.isBounded == false else { return nil }
    let steps = view.number(.discriminatorSteps) ?? 1
    var changes = [
      ConfigurationChange(key: SettingKey.objective.rawValue, value: .text("nonSaturating"))
    ]
    changes += turnChanges(view)
    return SettingIssue(
      weight: steps > 1 ? .far : .doubtful,
      side: .both,
      sentence: "The saturating loss with \(SettingText.number(steps)) D step"
        + "\(steps == 1 ? "" : "s") (\(view.settings.name(of: .objective)), "
        + "\(view.settings.name(of: .discriminatorSteps))) and no penalty: where D wins, "
        + "G has no gradient.",
      evidence: Evidence(
        view.settings.name(of: .discriminatorSteps),
        steps,
        steps > 1 ? .above : .observed,
        1
      ),
      source: "Goodfellow et al. 2014, section 3; Arjovsky and Bottou 2017, theorem 2.4",
      changes: changes,
      distance: SettingsView.decades(steps)
    )
  }
}
