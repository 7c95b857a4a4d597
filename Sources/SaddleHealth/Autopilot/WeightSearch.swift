// SPDX-License-Identifier: Apache-2.0

/// Looks for the weight of a regularizer by paired short trials.
///
/// A value like the autopilot: copy it, store it in a checkpoint, go on where it was. It gives orders,
/// whoever trains carries them out:
///
///     goOn ... start ─> [snapshot] ─> goOn, measure ... turn ─> [ledger, restore] ─> goOn ... turn
///
/// From one snapshot each weight trains the same steps on the same data and the same random numbers,
/// is measured five times in the second half of its trial on the same latents, and is undone. The best
/// one goes on where it came out beyond the band of the configured weight's own five; else that one
/// stays: in doubt nothing changes.
public struct WeightSearch: Codable, Sendable, Equatable {
  /// What is searched, and how.
  public struct Rules: Codable, Sendable, Equatable {
    /// The weight's dotted key.
    public var key: String
    /// What the configured weight is multiplied by; the weight itself comes first, whatever is given.
    public var factors: [Double]
    /// Steps before the first trial.
    public var after: Int
    /// Steps of a trial.
    public var window: Int
    /// Steps that the run is meant to take.
    public var steps: Int

    /// Creates rules.
    ///
    /// - Parameters:
    ///   - key: The weight's key.
    ///   - factors: Those of StyleGAN3's guide, where none are given.
    ///   - steps: Steps that the run is meant to take.
    ///   - after: Steps before the first trial; a tenth of the run, where they aren't given.
    ///   - window: Steps of a trial; a twentieth of the run, 50 at least, where they aren't given.
    public init(
      key: String,
      factors: [Double] = [1, 2, 4, 0.5, 0.25],
      steps: Int,
      after: Int? = nil,
      window: Int? = nil
    ) {
      self.key = key
      self.factors = [1] + factors.filter { $0 != 1 }
      self.steps = steps
      self.after = after ?? steps / 10
      self.window = window ?? max(50, steps / 20)
    }
  }

  /// What whoever trains has to do before the next step.
  public enum Order: Sendable, Equatable {
    /// Make it.
    case goOn
    /// Call `begin`, and save the run: every trial goes back to here.
    case start
    /// Measure the samples on the latents of a number, and call `measured`.
    case measure(Int)
    /// Call `turn`, put the run back to where it began, with `change` in force.
    case turn
  }

  /// What came of a weight.
  struct Result: Codable, Sendable, Equatable {
    var values: [Number]
    /// Why its trial was broken off; nil where it came to its end.
    var failure: String?

    /// The median of what was measured; nil of less than half of it, or of a trial without an end.
    var middle: Double? { failure == nil && isMeasured ? band?.middle : nil }
    /// Median, 10 % and 90 % of what was measured.
    var band: NoiseBand? { isMeasured ? NoiseBand(finite) : nil }
    private var finite: [Double] { values.map(\.value).filter(\.isFinite) }
    private var isMeasured: Bool { 2 * finite.count > WeightSearch.measurements }
  }

  /// Measurements of a trial: as many as the autopilot's band takes.
  public static let measurements = 5

  /// What is searched, and how.
  public let rules: Rules
  /// The step that every trial begins after; nil before there is one.
  public internal(set) var start: Int?
  /// The last word on it; nil before.
  public internal(set) var chosen: Intervention?
  /// What was measured.
  public internal(set) var metric: String?
  /// Which way of it is up.
  public internal(set) var largerIsBetter = true
  /// The weight that was in force when it began.
  var weight = 0.0
  /// Interventions that stood in the ledger then.
  var earlier = 0
  /// The best checkpoint as of then, which no trial must cost the run.
  var held: Int?
  var results: [Result] = []
  var current = Result(values: [])

  /// Creates a search that hasn't begun.
  public init(_ rules: Rules) { self.rules = rules }

  /// Whether a weight is on trial.
  public var isTrying: Bool { start != nil && chosen == nil }

  /// Checkpoints that it goes back to, or that undo what it chose.
  public var pinned: Set<Int> {
    if isTrying { return Set([start, held].compactMap { $0 }) }
    return Set([chosen?.snapshot].compactMap { $0 })
  }

  /// Interventions that it has written into the ledger.
  public var interventionCount: Int { start == nil ? 0 : results.count + 1 }

  /// What has to be done after a step.
  public func order(step: Int) -> Order {
    if chosen != nil { return .goOn }
    guard let start else {
      let end = Steps.sum(step, rules.window) ?? Steps.limit
      return step >= rules.after && end <= rules.steps ? .start : .goOn
    }
    if current.failure != nil { return .turn }
    let count = current.values.count
    guard count < Self.measurements else { return .turn }
    return step >= start + place(count) ? .measure(count) : .goOn
  }

  /// After how many steps of a trial the samples are measured: evenly in its second half, last at its
  /// end.
  private func place(_ measurement: Int) -> Int {
    let left = Self.measurements - 1 - measurement
    return rules.window - rules.window / 2 * left / (Self.measurements - 1)
  }

  /// Takes in what was measured.
  ///
  /// - Parameters:
  ///   - value: The value; nil where nothing could be measured.
  ///   - name: The metric's name.
  ///   - largerIsBetter: Which way is up.
  public mutating func measured(_ value: Double?, of name: String, largerIsBetter: Bool) {
    metric = name
    self.largerIsBetter = largerIsBetter
    current.values.append(Number(value ?? .nan))
  }

  /// Ends the trial: the run can't go on, or shouldn't.
  public mutating func fails(_ because: String) {
    if isTrying { current.failure = because }
  }
}
