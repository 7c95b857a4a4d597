// SPDX-License-Identifier: Apache-2.0

/// What was observed of a run at one step: the only thing that a monitor reads.
///
/// A training step of Saddle's and a line of somebody else's log both become an `Observation`.
/// Values may be non-finite: a NaN is evidence and is never repaired on the way.
public struct Observation: Sendable, Equatable {
  /// The generator step (one pass of the loop, see `imagesSeen` for comparing runs).
  ///
  /// Within `Steps.limit`: what is beyond is brought to it.
  public var step: Int { didSet { step = Steps.clamped(step) } }
  /// Seconds since 1970, where the log has them.
  public var wallTime: Double?
  /// The values in the order in which they were added; a signal stands in it at most once.
  public private(set) var values: [(signal: Signal, value: Double)]
  /// What the log says in words here; an observation of facts alone has no values.
  public var facts: [RunFact] = []

  /// Creates an observation.
  public init(step: Int, wallTime: Double? = nil) {
    self.step = Steps.clamped(step)
    self.wallTime = wallTime
    self.values = []
  }

  /// Creates an observation from a dictionary literal of values.
  public init(
    step: Int,
    wallTime: Double? = nil,
    _ values: KeyValuePairs<Signal, Double>
  ) {
    self.init(step: step, wallTime: wallTime)
    for (signal, value) in values { self[signal] = value }
  }

  /// The value of `signal` at this step, or nil where it was not observed.
  public subscript(signal: Signal) -> Double? {
    get {
      let wanted = signal.index
      for entry in values where entry.signal.index == wanted { return entry.value }
      return nil
    }
    set {
      let wanted = signal.index
      let index = values.firstIndex { $0.signal.index == wanted }
      switch (index, newValue) {
      case (let index?, let value?): values[index].value = value
      case (let index?, nil): values.remove(at: index)
      case (nil, let value?): values.append((signal, value))
      case (nil, nil): break
      }
    }
  }

  /// Returns whether both hold the same values, bit for bit, in any order.
  public static func == (left: Observation, right: Observation) -> Bool {
    left.step == right.step && left.wallTime?.bitPattern == right.wallTime?.bitPattern
      && left.values.count == right.values.count && left.facts == right.facts
      && left.values.allSatisfy { right[$0.signal]?.bitPattern == $0.value.bitPattern }
  }
}
