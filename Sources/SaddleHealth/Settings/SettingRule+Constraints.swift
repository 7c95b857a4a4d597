// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// What bounds the discriminator, or should.
  static let constraints: [SettingRule] = [
    SettingRule(unboundedCritic), SettingRule(missingPenalty),
  ]

  /// The Wasserstein objective has no finite optimum without a bound of the critic's slope.
  private static func unboundedCritic(_ view: SettingsView) -> SettingIssue? {
    guard view.objective == .wasserstein, view.isBounded == false else { return nil }
    return SettingIssue(
      weight: .certain,
      side: .discriminator,
      sentence:
        "The Wasserstein objective without a constraint: nothing bounds the critic's slope, "
        + "so its loss has no end and its gradient no meaning.",
      evidence: Evidence("weight of a penalty or constraint", 0, .below, penaltyWeight(view)),
      source: "Arjovsky et al. 2017, arXiv:1701.07875; Gulrajani et al. 2017, arXiv:1704.00028",
      changes: gradientPenalty(view),
      distance: .infinity
    )
  }

  /// The gradient penalty with the turns of the critic that go with it.
  static func gradientPenalty(_ view: SettingsView) -> [ConfigurationChange] {
    let isFew = view.number(.discriminatorSteps).map { $0 < 3 } ?? false
    return [view.change(.gradientPenalty, to: penaltyWeight(view))]
      + (isFew ? [view.change(.discriminatorSteps, to: 5)] : [])
  }

  /// WGAN-GP's weight: 10 for images, 0.1 for points (its code).
  private static func penaltyWeight(_ view: SettingsView) -> Double { view.isPoints ? 0.1 : 10 }

  /// A penalty that the reference has and this run, of the same objective, does without.
  private static func missingPenalty(_ view: SettingsView) -> SettingIssue? {
    guard view.isBounded == false, view.objective != .wasserstein,
      let reference = view.settings.reference
    else { return nil }
    let known: [SettingKey] = [.r1, .gradientPenalty, .r2]
    guard let key = known.first(where: { reference.number($0) ?? 0 > 0 }),
      let weight = reference.number(key), view.number(key) ?? 0 == 0
    else { return nil }
    return SettingIssue(
      weight: .doubtful,
      side: .discriminator,
      sentence: "No penalty holds the discriminator (\(key.rawValue) is 0); \(reference.name) has "
        + "\(SettingText.number(weight)).",
      evidence: Evidence(key.rawValue, 0, .below, weight),
      source: "Mescheder et al. 2018: without a penalty the game does not settle near its solution",
      changes: [view.change(key, to: weight)],
      distance: 0
    )
  }
}
