// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What a trainer tells whoever shows it.
public enum TrainingEvent: Sendable {
  /// Training begins, or goes on, after `step`.
  case started(step: Int, steps: Int)
  /// A step is done.
  case step(StepProgress)
  /// The monitor has something to say.
  case finding(Finding)
  /// A grid of samples was written.
  case samples(path: String, step: Int)
  /// A checkpoint was written.
  case checkpoint(path: String, step: Int)
  /// Samples are being measured.
  case evaluating(EvaluationProgress)
  /// Samples were measured.
  case evaluation(values: [MeasuredValue], step: Int)
  /// The autopilot did something, or would have.
  case intervention(Intervention)
  /// Something to know that does not end the run.
  case warning(String)
}

/// Numbers of a step for a progress line.
public struct StepProgress: Sendable {
  /// The step.
  public var step: Int
  /// Steps of the run.
  public var steps: Int
  /// What was observed, game by game.
  public var games: [GameObservation]
  /// How the run stands; nil where nobody watches.
  public var standing: RunStanding?

  /// What was observed of the first game.
  public var observation: Observation { games.first?.observation ?? Observation(step: step) }
}

/// The monitor's verdict in a few words.
public struct RunStanding: Sendable, Equatable {
  /// One word.
  public var health: Health
  /// The most serious thing that is wrong now; nil where nothing is.
  public var reason: String?

  /// Creates a verdict.
  public init(health: Health, reason: String? = nil) {
    self.health = health
    self.reason = reason
  }

  /// Takes what a monitor says, the worst of several games; a healthy run has no reason.
  init(_ monitor: RunMonitor) {
    health = monitor.health
    let firing = monitor.findings.filter { $0.state == .firing }
    let worst = firing.max { $0.severity < $1.severity }
    reason = health == .healthy ? nil : worst?.symptom.title
  }
}

/// How a run ended.
public enum TrainingOutcome: Sendable, Equatable {
  /// The last step was made.
  case finished
  /// It was asked to stop after `step`, or a finding stopped it.
  case stopped(step: Int, reason: String)
  /// Nothing got better for as many evaluations as the configuration has patience for.
  case stoodStill(step: Int, reason: String)
}
