// SPDX-License-Identifier: Apache-2.0

/// Within what limits the autopilot acts.
///
/// Defaults are those of the only published budget for such a loop (three tries, then give up) and of
/// what healthy runs show; each stands with its reason.
public struct AutopilotRules: Codable, Sendable, Equatable {
  /// How far it may go.
  public var mode: AutopilotMode
  /// Steps of the window in which a change has to show: a trial takes `trialWindows` of them.
  public var window: Int
  /// Steps at the beginning in which only a certain cause is acted on: a young run isn't sick.
  public var warmUp: Int
  /// Tries for one episode of a symptom; after them it stops or advises.
  public var triesPerEpisode = 3
  /// Changes in a whole run.
  public var changesPerRun = 8
  /// Share of the run's steps that undone trials may cost together.
  public var wastedShare = 0.2
  /// Windows of a trial; a collapse takes longer to heal than a rate to act.
  public var trialWindows = 2
  /// Windows of a trial against mode collapse.
  public var collapseWindows = 5
  /// Windows without a new change after one that was kept; twice as many after one that was undone.
  public var coolDownWindows = 1
  /// Evaluations before a change that a band of noise takes; with fewer the outcome is unjudged.
  public var judgedFrom = 5
  /// Remedies that it may use; nil for all.
  public var measures: [Measure]?
  /// Steps that the run is meant to take.
  public var steps: Int

  /// Creates the rules of a run: a window is a fiftieth of it, at least 50 steps.
  ///
  /// A fiftieth leaves room for eight trials and their cool-downs in the first half of a run.
  ///
  /// - Parameters:
  ///   - mode: How far it may go.
  ///   - steps: Steps that the run is meant to take.
  ///   - window: Steps of a window, where they are given.
  public init(_ mode: AutopilotMode, steps: Int, window: Int? = nil) {
    self.mode = mode
    self.steps = steps
    self.window = max(1, window ?? max(50, steps / 50))
    warmUp = max(self.window, steps / 20)
  }

  /// Steps of the trial of a change against a symptom.
  func trialSteps(against symptom: Symptom) -> Int {
    Steps.product(window, symptom == .modeCollapse ? collapseWindows : trialWindows) ?? Steps.limit
  }
}
