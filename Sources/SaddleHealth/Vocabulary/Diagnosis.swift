// SPDX-License-Identifier: Apache-2.0

/// The health of a run in one word.
public enum Health: String, CaseIterable, Codable, Sendable, Hashable {
  /// Nothing to worry about.
  case healthy
  /// Something to keep an eye on; the run may go on.
  case watch
  /// The run is failing.
  case sick
  /// The run has failed and will not come back.
  case dead
  /// Too little was logged to say.
  case unjudgeable
}

/// What is wrong with a run, since when, how we know and what to do.
///
/// Encoded as JSON it is the output of `saddle diagnose --json`; `schemaVersion` changes when a
/// key changes its meaning or goes away, not when one is added.
public struct Diagnosis: Codable, Sendable, Equatable {
  /// Version of the JSON schema.
  public static let currentSchemaVersion = 1

  /// Something that a verdict rests on.
  public struct Ground: Codable, Sendable, Equatable {
    /// On what kind of observation, the most telling first.
    public enum Kind: String, CaseIterable, Codable, Sendable {
      /// Diversity of samples, or what they are compared with.
      case samples
      /// A sample metric.
      case metric
      /// Outputs or accuracies of the discriminator.
      case outputs
      /// Losses alone.
      case losses
      /// What was found by looking at networks and settings.
      case networks
    }

    /// The kind.
    public var kind: Kind
    /// What was seen, in one sentence.
    public var detail: String
    /// How sure it makes the verdict, 0...1.
    public var confidence: Double

    /// Creates a ground.
    public init(_ kind: Kind, _ detail: String, confidence: Double) {
      self.kind = kind
      self.detail = detail
      self.confidence = confidence
    }
  }

  /// A cause, and what it explains.
  public struct Cause: Codable, Sendable, Equatable {
    /// The finding that explains the others.
    public var symptom: Symptom
    /// Confidence that it is the cause, 0...1.
    public var confidence: Double
    /// The onset.
    public var firstStep: Int
    /// The findings that follow from it.
    public var explains: [Symptom]
    /// The cause and its consequences in plain words.
    public var story: String

    /// Creates a cause.
    public init(
      symptom: Symptom,
      confidence: Double,
      firstStep: Int,
      explains: [Symptom],
      story: String
    ) {
      self.symptom = symptom
      self.confidence = confidence
      self.firstStep = firstStep
      self.explains = explains
      self.story = story
    }
  }

  /// A symptom that was looked for with sufficient signals and not found.
  public struct RuledOut: Codable, Sendable, Equatable {
    /// What was looked for.
    public var symptom: Symptom
    /// What speaks against it.
    public var because: String

    /// Creates an entry.
    public init(symptom: Symptom, because: String) {
      self.symptom = symptom
      self.because = because
    }
  }

  /// A symptom that this log can't show.
  public struct NotJudged: Codable, Sendable, Equatable {
    /// What could not be judged.
    public var symptom: Symptom
    /// Why.
    public var reason: String
    /// What to log in order to judge it; any one of these will do.
    public var log: [Signal]

    /// Creates an entry.
    public init(symptom: Symptom, reason: String, log: [Signal]) {
      self.symptom = symptom
      self.reason = reason
      self.log = log
    }
  }

  /// The best evaluation so far.
  public struct Best: Codable, Sendable, Equatable {
    /// Its step.
    public var step: Int
    /// The metric.
    public var metric: Signal
    /// The metric's value there.
    public var value: Number

    /// Creates an entry.
    public init(step: Int, metric: Signal, value: Double) {
      self.step = step
      self.metric = metric
      self.value = Number(value)
    }
  }

  /// Something that happened to the run and that is no fault in itself.
  public struct Event: Codable, Sendable, Equatable {
    /// What kind of event.
    public enum Kind: String, Codable, Sendable, CaseIterable {
      /// The step counter went back or a session began.
      case resume
      /// A learning rate was changed.
      case learningRate
      /// The discriminator came into play.
      case discriminator
      /// Something that the log says in words.
      case words
    }
    /// The step.
    public var step: Int
    /// The kind.
    public var kind: Kind
    /// What happened, in words.
    public var detail: String

    /// Creates an event.
    public init(step: Int, kind: Kind, detail: String) {
      self.step = step
      self.kind = kind
      self.detail = detail
    }
  }

  /// Whether to spend more compute on the run.
  public struct Outlook: Codable, Sendable, Equatable {
    /// What to do with the run.
    public enum Course: String, CaseIterable, Codable, Sendable {
      /// Go on.
      case goOn
      /// Go on with a change only: as it is it fails.
      case change
      /// Stop.
      case stop
      /// Nothing: it has ended.
      case over
    }

    /// Whether going on is worth it; of a run that has ended, whether resuming it would be.
    public var worthGoingOn: Bool
    /// What to do.
    public var course: Course
    /// Why, in a sentence or two.
    public var reason: String

    /// Creates an outlook; without a course, to go on or to stop.
    public init(worthGoingOn: Bool, course: Course? = nil, reason: String) {
      self.worthGoingOn = worthGoingOn
      self.course = course ?? (worthGoingOn ? .goOn : .stop)
      self.reason = reason
    }
  }

  /// Version of the JSON schema that the value was encoded with.
  public var schemaVersion = Diagnosis.currentSchemaVersion
  /// The health in one word.
  public var health: Health
  /// Why that word, most important first.
  public var healthReasons: [String]
  /// What the word rests on, the strongest first; empty where nothing could be judged.
  public var grounds: [Ground]
  /// How sure the word is, 0...1; 0 where the run can't be judged.
  public var confidence: Double
  /// The objective and how it is known.
  public var objective: ObjectiveJudgment
  /// The diagnosis in plain words, a few sentences.
  public var story: String
  /// What explains the findings, most likely first.
  public var causes: [Cause]
  /// Everything that is firing or has been, most serious first.
  public var findings: [Finding]
  /// What was looked for and not found.
  public var ruledOut: [RuledOut]
  /// What this log can't show, and what to log.
  public var notJudged: [NotJudged]
  /// The best evaluation so far; nil where there is no sample metric.
  public var best: Best?
  /// Whether going on is worth it.
  public var outlook: Outlook
  /// The step at which a live watcher would first have said that going on is not worth it.
  public var stopAdvisedAt: Int?
  /// What the generator is to make, where that is known.
  public var task: TaskKind?
  /// How the run ended; nil where nothing says that it has.
  public var ended: RunEnding?
  /// Learning-rate changes, resumes and the like.
  public var events: [Event]
  /// Limits of what was seen: smoothing, subsampling, the shortest visible period.
  public var notes: [String]
  /// First step of the log.
  public var firstStep: Int?
  /// Last step of the log.
  public var lastStep: Int?
  /// Count of observations.
  public var observationCount: Int

  /// Creates a diagnosis of a run of which nothing is known.
  public init(objective: ObjectiveJudgment) {
    self.health = .unjudgeable
    self.healthReasons = []
    self.grounds = []
    self.confidence = 0
    self.objective = objective
    self.story = ""
    self.causes = []
    self.findings = []
    self.ruledOut = []
    self.notJudged = []
    self.outlook = Outlook(worthGoingOn: true, reason: "Nothing speaks against it.")
    self.events = []
    self.notes = []
    self.observationCount = 0
  }
}
