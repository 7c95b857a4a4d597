// SPDX-License-Identifier: Apache-2.0

/// Watches a run for one symptom.
///
/// A value with O(1) memory that sees observations in order. It says how things stand at this
/// step; holding and releasing an alarm is the monitor's business (`Alarm`). The same observations
/// give the same answers, wherever the stream is cut.
///
/// To add one: a file in `Detectors/` with its symptom, guide and rule, and a line in
/// `DetectorCatalog.builtIn` (or `DetectorCatalog.adding(_:)`, from anywhere).
///
/// ```swift
/// import SaddleHealth
///
/// struct SlowingDown: Detector {
///   static let info = DetectorInfo(
///     guide: SymptomGuide(
///       Symptom("slowingDown"),
///       title: "a run that slows down",
///       absence: "Steps take as long as ever.",
///       meaning: "Something is kept from step to step: a graph, a list of losses.",
///       measurement: "A step takes twice as long as the average one.",
///       caveat: "Another program on the machine looks the same.",
///       gravity: .danger
///     ),
///     signals: [.stepSeconds]
///   )
///
///   mutating func observe(_ run: RunView) -> Verdict {
///     let seconds = run.raw(.stepSeconds)
///     return seconds.fast > 2 * seconds.slow ? .present(.warning, confidence: 0.9) : .clear
///   }
///
///   func describe(_ run: RunView) -> Description {
///     Description(
///       "Steps take longer and longer.", side: .both, basis: .outputs, evidence: [],
///       clearedBy: "Faster steps."
///     )
///   }
/// }
/// var monitor = HealthMonitor(catalog: DetectorCatalog.builtIn.adding(SlowingDown.self))
/// ```
public protocol Detector: Codable, Sendable {
  /// What the detector is.
  static var info: DetectorInfo { get }
  /// Creates a detector that has seen nothing.
  init()
  /// Says how things stand at the present observation.
  ///
  /// - Parameter run: The run so far, the present observation included.
  mutating func observe(_ run: RunView) -> Verdict
  /// Describes what `observe` saw last; asked only when an alarm changes or a report is made.
  func describe(_ run: RunView) -> Description
}

/// What a detector is, reads and costs.
public struct DetectorInfo: Sendable {
  /// How often a detector is asked.
  public enum Cadence: Sendable {
    /// At each observation that has one of its signals.
    case everyObservation
    /// Every eighth observation, once one of its signals is known.
    case everyBlock
  }

  /// What is known of the symptom that it watches for.
  public var guide: SymptomGuide
  /// The signals whose past it reads (`RunView.raw`): they are remembered because they stand here.
  public var signals: [Signal]
  /// The quantities that it reads (`RunView.track`), however they were logged.
  public var quantities: [Quantity]
  /// Signals of which it reads the present value only (`RunView.value`).
  public var glances: [Signal]
  /// Signals without all of which it can say nothing: it is not asked before one of them is there.
  ///
  /// Empty where the others suffice. A detector that was not asked counts as one that misses signals.
  public var needs: [Signal]
  /// Whether it reads what the log says in words (`RunView.facts`).
  public var readsFacts: Bool
  /// How often it is asked.
  public var cadence: Cadence
  /// How long the condition must hold before the alarm fires, in observations of the log.
  public var hold: Persistence
  /// How long the condition must be gone before the alarm is resolved.
  public var release: Persistence

  /// Creates a description; the detector is asked where one of its signals or quantities is there.
  public init(
    guide: SymptomGuide,
    quantities: [Quantity] = [],
    signals: [Signal] = [],
    glances: [Signal] = [],
    needs: [Signal] = [],
    cadence: Cadence = .everyBlock,
    hold: Persistence = .halfWindow,
    release: Persistence = .halfWindow,
    readsFacts: Bool = false
  ) {
    self.guide = guide
    self.quantities = quantities
    self.signals = signals
    self.glances = glances
    self.needs = needs
    self.cadence = cadence
    self.hold = hold
    self.release = release
    self.readsFacts = readsFacts
  }

  /// The symptom it watches for.
  public var symptom: Symptom { guide.symptom }

  /// All signals that it reads in one way or another, in the order of `Signal`.
  public var reads: [Signal] {
    let all = SignalSet(signals + glances + quantities.flatMap(\.sources))
    return Signal.allCases.filter(all.contains)
  }
}

/// A time to wait, in observations of the log.
public enum Persistence: Sendable, Equatable {
  /// No wait.
  case none
  /// Half the monitor's window, or a quarter of the run where that is less: `RunView.window`.
  case halfWindow
  /// A fixed count of observations.
  case observations(Int)
  /// Never, unless another run begins: for alarms that don't resolve.
  case forever
}

/// How things stand at one observation.
public enum Verdict: Codable, Sendable, Equatable {
  /// Nothing can be said: a signal is missing or the run is too young.
  case insufficient(Insufficiency)
  /// The condition does not hold.
  case clear
  /// The condition is neither met nor clearly gone: an alarm keeps its state.
  case fading
  /// The condition holds.
  case present(Severity, confidence: Double)
}

/// Why a detector abstains.
public enum Insufficiency: String, Codable, Sendable, Equatable {
  /// None of the signals that it needs is logged.
  case missingSignals
  /// No options of the run are known.
  case noSettings
  /// Fewer observations than it needs.
  case tooYoung
  /// The objective gives the quantity no meaning, or is unknown.
  case objective
  /// The values are averages, or too far apart in time.
  case resolution
  /// The log has numbers only: its words were not kept, or not read.
  case noWords
}

/// What a detector saw, in words and numbers.
public struct Description: Codable, Sendable, Equatable {
  /// One sentence.
  public var summary: String
  /// The numbers behind it.
  public var evidence: [Evidence]
  /// Whom it concerns.
  public var side: Side
  /// On what kind of signal it rests.
  public var basis: EvidenceLevel
  /// What would clear it.
  public var clearedBy: String
  /// A better onset than the first step at which the condition was seen, where there is one.
  public var onset: Int?

  /// Creates a description.
  public init(
    _ summary: String,
    side: Side,
    basis: EvidenceLevel,
    evidence: [Evidence],
    clearedBy: String,
    onset: Int? = nil
  ) {
    self.summary = summary
    self.side = side
    self.basis = basis
    self.evidence = evidence
    self.clearedBy = clearedBy
    self.onset = onset
  }
}
