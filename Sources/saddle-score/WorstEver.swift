// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The worst word that a live watcher ever read, after any observation.
struct WorstEver {
  private(set) var word = Health.unjudgeable
  /// Where it was said first.
  private(set) var step = 0
  /// What was firing there, warnings and worse.
  private(set) var findings: [Finding] = []

  /// Watches a run from its first observation to its last.
  init(_ run: LabeledRun, _ context: RunContext) { self.init(run.observations, context) }

  /// Watches observations.
  init(_ observations: [Observation], _ context: RunContext) {
    var monitor = HealthMonitor(context: context)
    for observation in observations {
      _ = monitor.observe(observation)
      let worst = Health.worst([word, monitor.health]) ?? word
      guard worst != word else { continue }
      (word, step) = (worst, observation.step)
      findings = monitor.findings.filter { $0.state == .firing && $0.severity > .notice }
    }
  }
}
