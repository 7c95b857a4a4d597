// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What is logged, and how often.
public struct LoggingConfiguration: ConfigurationSection {
  /// Steps from one record of scalars to the next.
  public var every = 10
  /// Steps from one grid of samples to the next; 0 is never.
  public var samplesEvery = 500
  /// Samples along one side of the grid.
  public var gridSize = 8
  /// Steps from one record of histograms to the next; 0 is never.
  public var histogramsEvery = 500

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `logging`.
  public static let schema = Schema<Self>(
    "What is logged, and how often.",
    [
      .integer("every", \.every, .between(1, 1_000_000), "Steps between records of scalars.")
        .unit("steps").known(as: "logEvery", "logInterval").changeableOnResume,
      .integer(
        "samplesEvery",
        \.samplesEvery,
        .between(0, 1_000_000_000),
        "Steps between grids of samples; 0 draws none before the end."
      ).unit("steps").known(as: "sampleInterval", "snap").changeableOnResume,
      .integer("gridSize", \.gridSize, .between(1, 64), "Samples along one side of the grid.")
        .known(as: "grid", "nrow"),
      .integer(
        "histogramsEvery",
        \.histogramsEvery,
        .between(0, 1_000_000_000),
        "Steps between histograms of weights and gradients (TensorBoard); 0 records none."
      ).unit("steps").known(as: "histogramInterval", "histogramFreq").changeableOnResume,
    ]
  )
}

/// When the whole state is saved.
public struct CheckpointsConfiguration: ConfigurationSection {
  /// Steps from one checkpoint to the next; 0 saves at the end only.
  public var every = 1000
  /// How many of the latest are kept.
  public var keep = 3

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `checkpoints`.
  public static let schema = Schema<Self>(
    "When the whole state is saved.",
    [
      .integer(
        "every",
        \.every,
        .between(0, 1_000_000_000),
        "Steps between checkpoints; 0 saves when the run ends or is interrupted only."
      ).unit("steps").known(as: "saveEvery", "saveInterval").changeableOnResume,
      .integer("keep", \.keep, .between(1, 100_000), "Latest checkpoints kept.").changeableOnResume,
    ]
  )
}

/// Whether the health monitor watches, and what ends a run.
public struct MonitorConfiguration: ConfigurationSection {
  /// Whether the run is watched.
  public var enabled = true
  /// Which findings end the run.
  public var stopOn = StopSeverity.none

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `monitor`.
  public static let schema = Schema<Self>(
    "The health monitor.",
    [
      .flag("enabled", \.enabled, "Watch the run; findings stand in findings.jsonl.")
        .changeableOnResume,
      .choice("stopOn", \.stopOn, "Which findings end the run.").known(as: "failOn")
        .changeableOnResume,
    ]
  )
}

/// Repair while the run goes on.
public struct AutopilotConfiguration: ConfigurationSection {
  /// How far it may go.
  public var mode = AutopilotMode.advise
  /// Steps in which a change has to show; 0 is a fiftieth of the run, 50 at least.
  public var window = 0
  /// Tries for one episode of a symptom.
  public var tries = 3
  /// Changes in a whole run.
  public var changes = 8
  /// Share of the run's steps that undone trials may cost.
  public var wasted = 0.2
  /// Remedies that it may use; empty for all.
  public var measures: [Measure] = []
  /// Which remedy is tried; for experiments.
  public var choice = AutopilotRules.Choice.advised
  /// What decides whether a trial is kept; for experiments.
  public var acceptance = AutopilotRules.Acceptance.outcome

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `autopilot`.
  public static let schema = Schema<Self>(
    "Repair while the run goes on: one change at a time, kept or undone by what comes of it.",
    [
      .choice("mode", \.mode, "How far the autopilot may go (--autopilot).").changeableOnResume,
      .integer(
        "window",
        \.window,
        .between(0, 1_000_000_000),
        "Steps in which a change has to show; 0 is a fiftieth of the run, 50 at least."
      ).unit("steps").changeableOnResume,
      .integer("tries", \.tries, .between(1, 100), "Tries for one episode of a symptom.")
        .changeableOnResume,
      .integer("changes", \.changes, .between(0, 1000), "Changes in a whole run.")
        .known(as: "budget").changeableOnResume,
      .number(
        "wasted",
        \.wasted,
        .between(0, 1),
        "Share of the run's steps that undone trials may cost together."
      ).changeableOnResume,
      .list("measures", \.measures, "Remedies that it may use; empty for all.")
        .known(as: "allowed").changeableOnResume,
      .choice("choice", \.choice, "Which remedy is tried; another than advised is for experiments.")
        .changeableOnResume,
      .choice(
        "acceptance",
        \.acceptance,
        "What decides whether a trial is kept; another than outcome is for experiments."
      ).changeableOnResume,
    ]
  )

  /// The limits in a run of so many steps.
  ///
  /// - Parameters:
  ///   - steps: Steps that the run is meant to take.
  ///   - seed: What draws go by.
  public func rules(steps: Int, seed: UInt64 = 0) -> AutopilotRules {
    var rules = AutopilotRules(mode, steps: steps, window: window > 0 ? window : nil)
    rules.triesPerEpisode = tries
    rules.changesPerRun = changes
    rules.wastedShare = wasted
    rules.measures = measures.isEmpty ? nil : measures
    rules.choice = choice
    rules.acceptance = acceptance
    rules.seed = seed
    return rules
  }
}

/// The measures of samples taken during training.
public struct EvaluationConfiguration: ConfigurationSection {
  /// Steps from one evaluation to the next; 0 is never.
  public var every = 0
  /// What is measured; the first decides which checkpoint is the best.
  public var metrics: [MetricName] = []
  /// Evaluations in a row without a better first metric after which the run ends; 0 is off.
  public var patience = 0
  /// Samples that are drawn for it, and real images they are compared with.
  public var samples = 2500
  /// What images are compared by.
  public var extractor = ExtractorName.auto
  /// The file of the extractor's weights, where it has none of its own.
  public var weights: String?

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `evaluation`.
  public static let schema = Schema<Self>(
    "The measures of samples taken during training.",
    [
      .integer(
        "every",
        \.every,
        .between(0, 1_000_000_000),
        "Steps between evaluations; 0 never evaluates."
      ).unit("steps").changeableOnResume,
      .list(
        "metrics",
        \.metrics,
        "What is measured. The first decides which checkpoint is best: it is saved and kept."
      ).known(as: "metric").changeableOnResume,
      .integer(
        "patience",
        \.patience,
        .between(0, 1_000_000),
        "Ends the run once the first metric hasn't improved in so many evaluations; 0 is off."
      ).unit("evaluations").known(as: "earlyStopping", "earlyStoppingPatience", "earlyStop")
        .changeableOnResume,
      .integer(
        "samples",
        \.samples,
        .between(2, 10_000_000),
        "Samples drawn for it, and real images that they are compared with."
      ).unit("samples").known(as: "count", "numSamples").changeableOnResume,
      .choice("extractor", \.extractor, "Whose features images are compared by.")
        .changeableOnResume,
      .text(
        "weights",
        optional: \.weights,
        "Weights of extractor inception: what Scripts/convert_weights.py wrote."
      ).changeableOnResume,
    ]
  )
}
