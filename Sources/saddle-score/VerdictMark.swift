// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A run's health word, held against its outcome.
enum VerdictMark: Sendable {
  /// A healthy run called healthy, a failing one sick or dead.
  case right
  /// Between the two: on watch.
  case watch
  /// Unjudgeable: what was logged doesn't say.
  case abstained
  /// A failing run called healthy, a healthy one sick or dead.
  case reversed

  /// Judges a word.
  init(_ health: Health, isHealthy: Bool) {
    switch health {
    case .healthy: self = isHealthy ? .right : .reversed
    case .sick, .dead: self = isHealthy ? .reversed : .right
    case .watch: self = .watch
    case .unjudgeable: self = .abstained
    }
  }
}

extension LabeledRun {
  /// The beginning of the run, as a watcher sees it early.
  func young(_ share: Double) -> LabeledRun {
    var run = self
    run.observations = Array(observations.prefix(max(1, Int(share * Double(observations.count)))))
    return run
  }

  /// Whether the outcome says healthy or failing.
  var isLabeled: Bool { isHealthy || !isAmbiguous && (!symptoms.isEmpty || collapse != nil) }
}
