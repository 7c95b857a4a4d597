// SPDX-License-Identifier: Apache-2.0

extension SettingsView {
  /// Gathers what is known of a run; nil where nothing is.
  init?(_ run: RunView) {
    self.init(run.context, objective: run.objective.name, isPaired: run.isConditional)
  }
}
