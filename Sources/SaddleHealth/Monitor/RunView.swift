// SPDX-License-Identifier: Apache-2.0

/// The run so far, as a detector sees it: the present observation and what is remembered.
public struct RunView: Codable, Sendable {
  /// What is known of the run beside its log.
  public internal(set) var context: RunContext
  /// The objective and how it is known.
  public internal(set) var objective: ObjectiveJudgement
  /// The present step.
  public internal(set) var step = 0
  /// The first step.
  public internal(set) var firstStep = 0
  /// Count of observations, the present one included.
  public internal(set) var count = 0
  /// Signals of the present observation.
  public internal(set) var present = SignalSet()
  /// Signals that completed a block at the present observation.
  public internal(set) var completed = SignalSet()
  /// Signals that were ever observed.
  public internal(set) var known = SignalSet()
  /// Observation count since the last resume, learning-rate change or scheduled change.
  public internal(set) var countSinceEvent = 0
  /// The first signal of the present observation that is NaN or infinite, or a positive count of
  /// non-finite numbers.
  public internal(set) var firstNonFinite: Signal?
  private var values: [Number]
  private var tracks: [Track]

  init(context: RunContext) {
    self.context = context
    self.objective = ObjectiveJudgement(
      name: context.objective,
      known: context.objective == nil ? .unknown : .declared,
      confidence: context.objective == nil ? 0 : 1,
      reason: context.objective == nil ? "Nothing was logged yet." : "It was declared."
    )
    self.values = Array(repeating: Number(0), count: Signal.count)
    self.tracks = Array(repeating: Track(), count: Signal.count)
  }

  /// The window for averages and persistence, in observations: 200, or 2 % of the run so far
  /// where that is more.
  public var window: Int { Swift.max(200, count / 50) }

  /// The value of a signal at the present observation.
  @inline(__always) public func value(_ signal: Signal) -> Double? {
    present.contains(signal) ? values[signal.index].value : nil
  }

  /// What is remembered of a signal.
  @inline(__always) public func track(_ signal: Signal) -> Track { tracks[signal.index] }

  /// Whether a signal was ever observed.
  @inline(__always) public func knows(_ signal: Signal) -> Bool { known.contains(signal) }

  /// Takes in an observation.
  mutating func take(_ observation: Observation) {
    if count == 0 { firstStep = observation.step }
    count += 1
    countSinceEvent += 1
    step = observation.step
    present = SignalSet()
    completed = SignalSet()
    firstNonFinite = nil
    let rate = 2 / Double(window + 1)
    for (signal, value) in observation.values {
      let index = signal.index
      values[index] = Number(value)
      present.insert(signal)
      if tracks[index].add(value, step: step, rate: rate) { completed.insert(signal) }
      if !value.isFinite && firstNonFinite == nil { firstNonFinite = signal }
    }
    known.formUnion(present)
  }
}
