// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// Where schedules take the learning rates.
  static let schedules: [SettingRule] = SettingsView.players.flatMap { player in
    [SettingRule { rateRunsOut(player, $0) }, SettingRule { rateRisesOut(player, $0) }]
  }

  /// A schedule that has the rate at nothing when half of the run is still to come.
  ///
  /// Published schedules fall to 0 at the end (pix2pix, SNGAN), or stay.
  private static func rateRunsOut(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    let key = player.rateHalfway
    guard let rate = view.number(player.rate), idleRate.isGone(rate),
      let middle = view.number(key),
      middle < rate / 1000
    else { return nil }
    return SettingIssue(
      weight: .far,
      side: player.side,
      sentence: "\(player.name)'s learning rate has fallen from \(view.shown(player.rate)) to "
        + "\(SettingText.number(middle)) by the middle of the run (\(view.settings.name(of: key))): "
        + "nothing is learned in the rest of it.",
      evidence: Evidence("rate in the middle of the run", middle, .below, rate / 1000),
      source: "pix2pix and SNGAN let rates fall to 0 at the end of the run",
      changes: view.withoutRateSchedules,
      distance: SettingsView.decades(rate / Swift.max(middle, rate * 1e-6))
    )
  }

  /// A schedule that takes the rate far beyond what is usual, from where it began within that.
  private static func rateRisesOut(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    let usual = usualRates(player, view)
    guard let peak = view.number(player.ratePeak), let rate = view.number(player.rate), peak > rate
    else { return nil }
    let excess = usual.excess(stepLength(peak, player, view))
    guard excess >= UsualRange.far else { return nil }
    return SettingIssue(
      weight: .far,
      side: player.side,
      sentence: "\(player.name)'s learning rate is to rise from \(view.shown(player.rate)) to "
        + "\(SettingText.number(peak)) (\(view.settings.name(of: player.ratePeak))); usual are "
        + "\(usual.text).",
      evidence: Evidence("largest rate of the run", peak, .above, usual.upper),
      source: usual.source,
      changes: view.withoutRateSchedules,
      distance: SettingsView.decades(excess)
    )
  }
}
