// SPDX-License-Identifier: Apache-2.0

/// A rule about settings: one value, in the file of its family; listed in `builtIn`.
struct SettingRule: Sendable {
  /// Returns what is wrong, or nil.
  let check: @Sendable (SettingsView) -> SettingIssue?

  init(_ check: @escaping @Sendable (SettingsView) -> SettingIssue?) { self.check = check }

  /// Every rule.
  static let builtIn: [SettingRule] =
    learningRates + schedules + momenta + turns + batches + constraints + penalties + averaging
}
