// SPDX-License-Identifier: Apache-2.0

/// What is known of a run beside its log: everything is optional.
///
/// A trainer fills it from its configuration; for a stranger's log the user declares what they
/// know. It keeps thresholds in the right units and remedies from repeating what is in force.
public struct RunContext: Codable, Sendable, Equatable {
  /// The objective; inferred from the data where nil.
  public var objective: Objective?
  /// Whether the logged discriminator loss contains the penalty; nil where unknown.
  public var discriminatorLossIncludesPenalty: Bool?
  /// What is in force already, with its weight where it has one (gamma, lambda, bound, ...).
  public var measures: [Measure: Double?]
  /// Steps between two applications of a lazy regularizer; 1 where it is applied at each step.
  public var lazyRegularizationInterval: Int
  /// Learning rate of the generator at the start.
  public var generatorLearningRate: Double?
  /// Learning rate of the discriminator at the start.
  public var discriminatorLearningRate: Double?
  /// Discriminator updates per generator update.
  public var discriminatorSteps: Int?
  /// Samples a batch.
  public var batchSize: Int?
  /// Steps that the run is meant to take.
  public var expectedSteps: Int?
  /// Lower end of the range that the generator can produce (-1 for tanh).
  public var outputMinimum: Double?
  /// Upper end of the range that the generator can produce (1 for tanh).
  public var outputMaximum: Double?
  /// Largest strength that adaptive augmentation may reach; nil where it isn't adaptive or unknown.
  public var augmentationBound: Double?
  /// Whether logged values are averages over several steps: oscillation is hidden then.
  public var valuesAreSmoothed: Bool
  /// What was found before training; nil where nobody looked.
  public var architectureFindings: [Finding]?
  /// What the run's own monitor said while it trained, its last word on each symptom: it saw every
  /// step, where the log may be thinned; nil where there was none.
  public var liveFindings: [Finding]?
  /// The metric that says which model is best; nil leaves it to the usual order of trust.
  public var decidingMetric: Signal?
  /// The best evaluation as the run's own record names it: its checkpoint is the one that is kept.
  public var recordedBest: Diagnosis.Best?
  /// The network whose features the metrics compare; nil where unknown, which is taken for Inception.
  public var metricFeatures: String?
  /// The signal-to-noise ratio in dB that the mean target has on the pictures that are measured, which
  /// takes no learning; nil where nobody measured it.
  public var baselinePSNR: Double?
  /// What was set before the first step; nil where no options were found.
  public var settings: RunSettings?
  /// What the generator is to make, where that is known.
  public var task: TaskKind?
  /// Whether the log's words were read beside its numbers; nil where nobody looked.
  public var readsWords: Bool?
  /// How the run ended, where nothing in words says so: nothing was written for long.
  public var ending: RunEnding?
  /// The run that this one resumes, where it is another folder.
  public var earlierSession: RunSession?
  /// The objective as options beside the log or its code base have it.
  public var readObjective: ObjectiveJudgment?
  /// The step (or epoch) at which the discriminator joins the game; before it its loss means nothing.
  public var discriminatorStart: Int?
  /// Measures that the run's own rules refuse, as the trainer found; nil where nobody asked.
  public var refusedMeasures: [Measure]?
  /// Steps of the checkpoints there are, oldest first; nil where that isn't known.
  public var checkpoints: [Int]?
  /// Which game of a run with several discriminators this is; nil where there is one.
  public var game: String?

  /// Creates a context of which nothing is known but what is given.
  public init(objective: Objective? = nil) {
    self.objective = objective
    self.measures = [:]
    self.lazyRegularizationInterval = 1
    self.valuesAreSmoothed = false
  }

  /// Returns whether a measure is in force.
  public func has(_ measure: Measure) -> Bool { measures[measure] != nil }
}
