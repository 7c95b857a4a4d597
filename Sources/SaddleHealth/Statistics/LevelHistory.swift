// SPDX-License-Identifier: Apache-2.0

/// The level of a positive signal over a whole run, in at most 64 equal stretches.
///
/// Has it risen above its own best, and does it grow by decades?
///
/// A stretch holds the mean logarithm of its values (a geometric mean, which a spike hardly moves).
/// It begins with one value a stretch, so that a log of 20 rows has 20 stretches; when all are full,
/// neighbors are merged. Values of 0 and below have no logarithm and are left out.
public struct LevelHistory: Codable, Sendable, Equatable {
  static let capacity = 64
  /// Stretches below which nothing is said.
  static let fewest = 16

  private var logs: [Double] = []
  private var steps: [Int] = []
  private var perStretch = 1
  private var sum = 0.0
  private var pending = 0
  private var pendingStep = 0

  /// Creates a history that has seen nothing.
  public init() {}

  /// Complete stretches.
  public var count: Int { logs.count }

  /// The present level: the median over an eighth of the stretches, five at least.
  public var level: Double? {
    count < Self.fewest
      ? nil : Mathematics.e(Self.median(logs[(count - Swift.max(5, count / 8))...]))
  }

  /// The median level of a part of the run, given as fractions of it, or nil where nothing is there.
  func level(in part: ClosedRange<Double>) -> Double? {
    let first = Int((part.lowerBound * Double(count)).rounded(.down))
    let last = Swift.min(count, Int((part.upperBound * Double(count)).rounded(.up)))
    return first < last ? Mathematics.e(Self.median(logs[first..<last])) : nil
  }

  /// Adds a value; returns whether a stretch was completed.
  @discardableResult mutating func add(_ value: Double, step: Int) -> Bool {
    guard value > 0, value.isFinite else { return false }
    return add(log: Mathematics.ln(value), step: step)
  }

  /// Adds a value by its natural logarithm; returns whether a stretch was completed.
  mutating func add(log: Double, step: Int) -> Bool {
    if pending == 0 { pendingStep = step }
    sum += log
    pending += 1
    guard pending == perStretch else { return false }
    logs.append(sum / Double(pending))
    steps.append(pendingStep)
    sum = 0
    pending = 0
    if logs.count == Self.capacity { merge() }
    return true
  }

  private mutating func merge() {
    let pairs = stride(from: 0, to: logs.count - 1, by: 2)
    (logs, steps) = (pairs.map { (logs[$0] + logs[$0 + 1]) / 2 }, pairs.map { steps[$0] })
    perStretch *= 2
  }

  /// How far the present level lies above the best one.
  public struct Rise: Codable, Equatable, Sendable {
    /// The present level.
    public var level: Double
    /// The lowest level before it.
    public var best: Double
    /// The step at which the lowest level was reached.
    public var bestStep: Int
    /// First step at which the rise was half done, and from which on it stayed so.
    public var onset: Int
    /// The present level over the best.
    public var factor: Double { best > 0 ? level / best : 1 }
  }

  /// Returns the rise above the run's own best, where it is more than noise and has stayed for an
  /// eighth of the run; a rise that has been made good leaves none.
  ///
  /// Levels are medians over an eighth of the stretches (five at least). The rise must exceed five
  /// standard errors of a difference of two medians (1.2533 deviation / sqrt(n) each, see `noise`),
  /// and every stretch of the present level must lie above half of it. Of a rise that was told already
  /// only the level is asked: one lucky stretch has not made it good.
  ///
  /// - Parameter isKnown: Whether it was told already.
  public func rise(isKnown: Bool = false) -> Rise? {
    guard count >= Self.fewest else { return nil }
    let width = Swift.max(5, count / 8)
    let recent = logs[(count - width)...]
    let level = Self.median(recent)
    var best = (value: Double.infinity, start: 0)
    for start in 0...(count - 2 * width) {
      let candidate = Self.median(logs[start..<(start + width)])
      if candidate < best.value { best = (candidate, start) }
    }
    let rise = level - best.value
    let middle = best.value + rise / 2
    let isSure =
      rise > 5 * noise * 1.2533 * (2 / Double(width)).squareRoot()
      && recent.allSatisfy { $0 > middle }
    guard rise > 0, isKnown || isSure else { return nil }
    let last = logs.lastIndex { $0 <= middle } ?? best.start
    return Rise(
      level: Mathematics.e(level),
      best: Mathematics.e(best.value),
      bestStep: steps[best.start + width / 2],
      onset: steps[Swift.min(last + 1, count - 1)]
    )
  }

  /// Deviation of a stretch from the line through its neighbors, which a trend does not raise: the
  /// median second difference over 0.6745 sqrt(6).
  private var noise: Double {
    guard count >= 3 else { return 0 }
    let bends = (2..<count).map { (index: Int) -> Double in
      let straight = 2 * logs[index - 1] - logs[index - 2]
      return (logs[index] - straight).magnitude
    }
    return Self.median(bends[...]) / 1.6522
  }

  /// Growth of the present level beyond everything before it.
  public struct Growth: Codable, Equatable, Sendable {
    /// The present level.
    public var level: Double
    /// The usual level before: the median.
    public var usual: Double
    /// First step above the highest level before.
    public var onset: Int
    /// The present level over the usual one.
    public var factor: Double { usual > 0 ? level / usual : 1 }
  }

  /// Returns the growth where the last three stretches all lie beyond everything before them and their
  /// median `factor` times above the usual level.
  ///
  /// A level that settles after a steep beginning has its plateau among what came before and shows
  /// none; one that grows exponentially goes on showing it.
  public func growth(beyond factor: Double) -> Growth? {
    guard count >= Self.fewest else { return nil }
    let before = logs[..<(count - 3)]
    let recent = logs[(count - 3)...]
    let usual = Self.median(before)
    guard Self.median(recent) - usual > Mathematics.ln(factor), let highest = before.max(),
      let last = logs.last, recent.allSatisfy({ $0 > highest })
    else { return nil }
    let calm = usual + Mathematics.ln(factor) / 2
    let onset = logs.lastIndex { $0 <= calm } ?? 0
    return Growth(
      level: Mathematics.e(last),
      usual: Mathematics.e(usual),
      onset: steps[Swift.min(onset + 1, count - 1)]
    )
  }

  private static func median(_ values: ArraySlice<Double>) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
