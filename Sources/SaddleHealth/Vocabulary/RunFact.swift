// SPDX-License-Identifier: Apache-2.0

/// Something that a log says in words, between or beside its numbers.
///
/// A traceback, a skipped step, a notice of NaN: evidence as good as a number, and often better. A
/// reader of logs finds facts; an `Observation` carries them to the monitor.
public struct RunFact: Codable, Sendable, Equatable {
  /// What kind of fact.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// An exception ended the program, or what it was doing.
    case exception
    /// Memory ran out, the accelerator's or the host's.
    case outOfMemory
    /// A signal, the system or a scheduler ended the program.
    case killed
    /// The user interrupted it.
    case interrupted
    /// The program says that it came to its end.
    case finished
    /// The program stopped by a rule of its own, such as early stopping.
    case stoppedEarly
    /// A loss scaler found a gradient that overflowed and left the step out.
    case skippedStep
    /// The program found NaN in words.
    case nonFinite
    /// The program found NaN and loaded an earlier checkpoint.
    case reloaded
    /// Weights were loaded before training began: the run goes on from another.
    case resumed
    /// A session of training began; `session` tells of the one before, where there was one.
    case session
    /// The log went on behind an exception: it was caught, or written out of order.
    case wentOn
    /// A warning that bears on training.
    case warning

    /// Whether it says that the program ended.
    public var isEnd: Bool {
      switch self {
      case .exception, .outOfMemory, .killed, .interrupted, .finished, .stoppedEarly: true
      case .skippedStep, .nonFinite, .reloaded, .resumed, .session, .wentOn, .warning: false
      }
    }

    /// Whether it says that the program ended against its will.
    public var isFailure: Bool {
      self == .exception || self == .outOfMemory || self == .killed
    }
  }

  /// The kind.
  public var kind: Kind
  /// The words themselves, shortened: "RuntimeError: shapes cannot be multiplied".
  public var words: String
  /// The name of the exception or of the signal, where there is one.
  public var name: String?
  /// What it means, where the words alone don't say so.
  public var meaning: String?
  /// A number in the words: the loss scale after a skipped step.
  public var value: Double?
  /// The line of the file that it stands in, from 1; nil where it has no lines.
  public var line: Int?
  /// The file, where it is not the log itself.
  public var file: String?
  /// The step at which the log stood; nil before its first step and for a file beside it.
  public var step: Int?
  /// The session that ended where this one begins.
  public var session: RunSession?

  /// Creates a fact of which only kind and words are known.
  public init(_ kind: Kind, _ words: String, line: Int? = nil) {
    self.kind = kind
    self.words = words
    self.line = line
  }

  /// Whether the words say that training stops here: "Loss is nan, stopping training".
  var saysStop: Bool {
    let text = words.lowercased()
    return ["stopping", "terminat", "abort", "exiting"].contains { text.contains($0) }
  }

  /// Where it stands: "line 120", "run.json", "train.err, line 7".
  public var place: String {
    switch (file, line) {
    case (let file?, let line?): "\(file), line \(line)"
    case (let file?, nil): file
    case (nil, let line?): "line \(line)"
    case (nil, nil): "the log"
    }
  }
}

/// What is remembered of a session of training that another one followed.
public struct RunSession: Codable, Sendable, Equatable {
  /// Its first step.
  public var firstStep: Int
  /// Its last step.
  public var lastStep: Int
  /// Its observations.
  public var count: Int
  /// The sample metric that it is judged by, where it had one.
  public var metric: Signal?
  /// The metric at its best, and where.
  public var best: Number?
  /// The step of `best`.
  public var bestStep: Int?
  /// Median of its last three values of the metric.
  public var last: Number?
  /// What it was, in words, where it is another run: its folder.
  public var name: String?
  /// Options that differ from those of the session that followed, in words.
  public var changes: [String]

  /// Whether the words at its end or the steps of the next say that the next one goes on from it.
  public var isContinued = false

  /// Creates a session of which only its extent is known.
  public init(firstStep: Int, lastStep: Int, count: Int) {
    self.firstStep = firstStep
    self.lastStep = lastStep
    self.count = count
    self.changes = []
  }
}
