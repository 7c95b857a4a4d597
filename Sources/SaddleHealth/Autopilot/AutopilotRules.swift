// SPDX-License-Identifier: Apache-2.0

/// Within what limits the autopilot acts.
///
/// Defaults are those of the only published budget for such a loop (three tries, then give up) and of
/// what healthy runs show; each stands with its reason.
public struct AutopilotRules: Codable, Sendable, Equatable {
  /// Which remedy is tried.
  public enum Choice: String, CaseIterable, Codable, Sendable {
    /// The first that is advised against the first cause.
    case advised
    /// One drawn evenly from all remedies of all symptoms that the run can be given: what to compare
    /// with.
    case random
  }

  /// What decides whether a trial is kept.
  public enum Acceptance: String, CaseIterable, Codable, Sendable {
    /// What came of it: the symptom, and what measures the samples.
    case outcome
    /// Nothing: it stays, whatever came of it. Only a number that isn't finite takes it back.
    case none
  }

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
  /// Which remedy is tried; for experiments.
  public var choice = Choice.advised
  /// What decides whether a trial is kept; for experiments.
  public var acceptance = Acceptance.outcome
  /// What draws go by, together with the number of the intervention.
  public var seed: UInt64 = 0
  /// Steps that the run is meant to take.
  public var steps: Int
  /// Whether the count of steps goes on where the run is put back, as in a loop of one's own.
  public var countsOn = false

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

  /// Reads rules; of an earlier checkpoint, which has only some of them, with the usual others.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mode = try container.decode(AutopilotMode.self, forKey: .mode)
    window = try container.decode(Int.self, forKey: .window)
    warmUp = try container.decode(Int.self, forKey: .warmUp)
    triesPerEpisode = try container.decode(Int.self, forKey: .triesPerEpisode)
    changesPerRun = try container.decode(Int.self, forKey: .changesPerRun)
    wastedShare = try container.decode(Double.self, forKey: .wastedShare)
    trialWindows = try container.decode(Int.self, forKey: .trialWindows)
    collapseWindows = try container.decode(Int.self, forKey: .collapseWindows)
    coolDownWindows = try container.decode(Int.self, forKey: .coolDownWindows)
    judgedFrom = try container.decode(Int.self, forKey: .judgedFrom)
    measures = try container.decodeIfPresent([Measure].self, forKey: .measures)
    steps = try container.decode(Int.self, forKey: .steps)
    choice = try container.decodeIfPresent(Choice.self, forKey: .choice) ?? choice
    acceptance = try container.decodeIfPresent(Acceptance.self, forKey: .acceptance) ?? acceptance
    seed = try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? seed
    countsOn = try container.decodeIfPresent(Bool.self, forKey: .countsOn) ?? countsOn
  }

  /// Whether what was measured before a step is of the warm-up, mostly.
  func isYoung(at step: Int) -> Bool { step / 2 < warmUp }

  /// Whether a run may be ended at a step: not in its first half.
  ///
  /// The best checkpoint stays in any case, so that going on costs time alone, and a run that is ended
  /// can't be repaired any more.
  func mayStop(at step: Int) -> Bool { step >= steps / 2 }

  /// Steps of the trial of a change against a symptom.
  func trialSteps(against symptom: Symptom) -> Int {
    Steps.product(window, symptom == .modeCollapse ? collapseWindows : trialWindows) ?? Steps.limit
  }
}
