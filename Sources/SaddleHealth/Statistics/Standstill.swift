// SPDX-License-Identifier: Apache-2.0

/// How long a signal has been the same to the last digit, and whether that can be chance.
///
/// The loss of a network that is trained wobbles from row to row, at an equilibrium too: over the
/// healthy runs that are scored (30 published, 14 small ones, 18 cases; adversarial losses) the
/// smallest deviation of successive rows within any 32 of them is 0.06 % of the level, and no value
/// but 0 stands in more than three rows in a row. How many equal rows rule out chance depends on the
/// digits that the log prints: `rowsNeeded`.
public struct Standstill: Codable, Sendable, Equatable {
  /// Smallest deviation of a living loss, as a share of its level: below the 0.06 % that were seen.
  static let wobble = 0.0005
  /// Chance of a standstill by rounding that is accepted.
  static let chance = 1e-6
  /// Rows that are needed, whatever the digits.
  static let fewest = 12
  /// Rows beyond which a log is too coarse to tell.
  static let most = 400

  /// Most rows for which a logger is taken to repeat a value that it has not measured anew.
  static let longestRepeat = 25

  /// Finite values so far.
  public private(set) var count = 0
  /// The last value.
  public private(set) var value = 0.0
  /// Rows in a row that had it.
  public private(set) var rows = 0
  /// The step of the first of them.
  public private(set) var since = 0
  /// Most equal rows in a row before the present ones: a logger that repeats old values.
  public private(set) var longestBefore = 0
  /// By how much the value before differed.
  public private(set) var arrival = 0.0
  /// Most decimals that a value had, 0...9.
  public private(set) var decimals = 0

  /// Creates a state that has seen nothing.
  public init() {}

  /// Takes in the next value; one that is not finite ends the standstill.
  mutating func add(_ next: Double, step: Int) {
    if next == value, rows > 0 {
      rows += 1
      count += 1
      return
    }
    longestBefore = Swift.max(longestBefore, rows)
    guard next.isFinite else {
      rows = 0
      return
    }
    arrival = (next - value).magnitude
    value = next
    rows = 1
    since = step
    count += 1
    if decimals < 9, count <= 64 { decimals = Swift.max(decimals, Self.decimals(of: next)) }
  }

  /// Whether the value was reached in steps of rounding, printed in full: a game without noise that
  /// has converged (theory examples, full batches) comes to rest so, a network that died does not.
  public var isConvergence: Bool {
    rows < count && decimals >= 9 && arrival < 1e-6 * Swift.max(value.magnitude, 1e-6)
  }

  /// Whether it never was anything else, in a log that begins with the run: no further from step 0 than
  /// two rows are apart.
  func isOfBeginning(at step: Int) -> Bool {
    guard rows == count, rows >= 2 else { return false }
    let stride = (Double(step) - Double(since)) / Double(rows - 1)
    return Double(since) <= 2 * stride
  }

  /// Equal rows that rule out chance, or nil where the log's digits are too coarse to tell.
  ///
  /// - Parameter others: Decimals of other columns of the log, for a value that was never another.
  public func rowsNeeded(decimals others: Int = 0) -> Int? {
    let known = rows == count ? Swift.max(decimals, others) : decimals
    return Self.rowsNeeded(value: value, decimals: known).map {
      Swift.max($0, 4 * Swift.min(longestBefore, Self.longestRepeat))
    }
  }

  /// Equal rows that rule out chance for a level printed with so many decimals.
  ///
  /// A row stays in the middle of its last digit with the probability `p` that a normal deviate of
  /// deviation `wobble` x level is below half a digit; `p^(rows - 1)` must be below `chance`. A level
  /// of 0 has no such scale and takes the fewest.
  static func rowsNeeded(value: Double, decimals: Int) -> Int? {
    guard value != 0 else { return fewest }
    var digit = 1.0
    for _ in 0..<Swift.min(decimals, 9) { digit /= 10 }
    let reach = digit / (2 * wobble * value.magnitude)
    let stays = Mathematics.normalMass(within: reach)
    guard stays > 0 else { return fewest }
    let rows =
      1 + (Mathematics.ln(chance) / Mathematics.ln(Swift.min(stays, 0.999_999))).rounded(.up)
    guard rows <= Double(most) else { return nil }
    return Swift.max(fewest, Int(rows))
  }

  /// Decimals that a value needs, 0...9: 3 for 0.125.
  static func decimals(of value: Double) -> Int {
    guard value.isFinite else { return 0 }
    var scaled = value.magnitude
    for count in 0..<9 {
      // The sum of two printed numbers is off by some 1e-16 of its size.
      if (scaled - scaled.rounded()).magnitude <= 1e-9 * scaled { return count }
      scaled *= 10
    }
    return 9
  }
}
