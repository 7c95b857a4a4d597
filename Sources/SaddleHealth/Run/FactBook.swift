// SPDX-License-Identifier: Apache-2.0

/// What a run's log says in words, summed up in constant memory.
public struct FactBook: Codable, Sendable, Equatable {
  /// Facts of one kind.
  public struct Tally: Codable, Sendable, Equatable {
    /// How many.
    public var count = 0
    /// The first.
    public var first: RunFact?
    /// The last.
    public var last: RunFact?
    /// The smallest number in their words.
    public var lowest: Double?

    mutating func add(_ fact: RunFact) {
      count += 1
      if first == nil { first = fact }
      last = fact
      if let value = fact.value, value.isFinite { lowest = Swift.min(lowest ?? value, value) }
    }
  }

  /// Sessions and warnings that are kept.
  private static let capacity = 8

  private var tallies: [RunFact.Kind.RawValue: Tally] = [:]
  /// The last fact that says that the program ended.
  public private(set) var end: RunFact?
  /// Whether observations followed it, and enough text that it was not the end.
  private var wentOn = false
  /// Observations since `end`.
  private var countSinceEnd = 0
  /// Sessions before the present one, the last ones.
  public private(set) var sessions: [RunSession] = []
  private var anew: Int?
  /// Sessions that were begun anew: what was before them is of another run.
  public var begunAnew: Int { anew ?? 0 }
  /// Warnings that bear on training, each once.
  public private(set) var warnings: [RunFact] = []
  /// Whether the present observation brought a fact.
  public private(set) var isNews = false

  /// Creates an empty book.
  public init() {}

  /// Whether nothing was said.
  public var isEmpty: Bool { tallies.isEmpty }

  /// What was said of one kind.
  public subscript(kind: RunFact.Kind) -> Tally { tallies[kind.rawValue] ?? Tally() }

  /// The fact that ended the run; nil where training went on behind it.
  public var ending: RunFact? { wentOn && countSinceEnd > 0 ? nil : end }

  /// The fact of a failure that ended the run.
  public var failure: RunFact? { ending.flatMap { $0.kind.isFailure ? $0 : nil } }

  /// Notes what stands behind the observation; `isCounted` where it has values.
  mutating func take(_ observation: Observation, isCounted: Bool) {
    if isCounted, end != nil {
      countSinceEnd += 1
      // Whoever says in good order that it is over, and trains on, was not at its end.
      if end?.kind.isFailure == false { wentOn = true }
    }
    isNews = !observation.facts.isEmpty
    for var fact in observation.facts {
      fact.step = fact.step ?? observation.step
      note(fact)
    }
  }

  private mutating func note(_ fact: RunFact) {
    tallies[fact.kind.rawValue, default: Tally()].add(fact)
    switch fact.kind {
    case .wentOn: wentOn = true
    case .session:
      wentOn = true
      if let session = fact.session {
        sessions.append(session)
        if !session.isContinued { beginAnew() }
      }
      if sessions.count > Self.capacity { sessions.removeFirst() }
    case .warning:
      let isKnown = warnings.contains { $0.meaning == fact.meaning }
      if !isKnown, warnings.count < Self.capacity { warnings.append(fact) }
    default:
      guard fact.kind.isEnd, !isLesser(fact) else { return }
      end = fact
      wentOn = false
      countSinceEnd = 0
    }
  }

  /// Forgets what failed in the run before.
  private mutating func beginAnew() {
    anew = begunAnew + 1
    for kind in [RunFact.Kind.nonFinite, .reloaded, .skippedStep] { tallies[kind.rawValue] = nil }
  }

  /// Whether a fact says less than what was said before at the same place: "Killed" behind a
  /// traceback, the launcher's error behind the program's.
  private func isLesser(_ fact: RunFact) -> Bool {
    guard let end, end.step == fact.step, countSinceEnd == 0, !wentOn else { return false }
    if fact.name == "ChildFailedError" || fact.name == "CalledProcessError" { return true }
    return end.kind == .outOfMemory && fact.kind != .outOfMemory
      || end.kind == .exception && fact.kind == .killed
      || end.kind == .interrupted && fact.kind.isFailure
  }
}
