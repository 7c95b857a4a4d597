// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// The average that samples are made with.
  static let averaging: [SettingRule] = [SettingRule(slowAverage)]

  /// A run of fewer planned steps is a trial: nobody looks at its average.
  private static let trial = 100.0

  /// An average whose half-life is longer than the run: samples still show the first weights.
  private static func slowAverage(_ view: SettingsView) -> SettingIssue? {
    guard let decay = view.number(.averagingDecay), decay > 0, decay < 1,
      let steps = view.number(.steps), steps >= trial
    else { return nil }
    let halfLife = 0.6931471805599453 / -Mathematics.ln(decay)
    guard halfLife > steps else { return nil }
    let usual = view.reference(.averagingDecay) ?? 0.999
    return SettingIssue(
      weight: .far,
      side: .generator,
      sentence:
        "The average of the generator's weights keeps \(view.shown(.averagingDecay)) of itself a "
        + "step: half of it is older than \(SettingText.number(halfLife.rounded())) steps, the run has "
        + "\(SettingText.number(steps)). Samples show weights from the start.",
      evidence: Evidence("half-life of the average", halfLife, .above, steps, unit: "steps"),
      source: "0.99 to 0.9999 (PGGAN 0.999, BigGAN 0.9999 in runs of 100,000 steps and more)",
      changes: [view.change(.averagingDecay, to: usual)],
      distance: SettingsView.decades(halfLife / steps)
    )
  }
}
