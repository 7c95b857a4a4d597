// SPDX-License-Identifier: Apache-2.0

/// Whether a positive signal grows along an exponential, seen while it has grown by less than ten.
///
/// The logarithm is kept at every time scale: the last 16 means over 1, 2, 4, ... values. Of each,
/// the last 8 to 16 means (12 values at least) are fitted by a parabola, and growth is said where
/// - every mean lies above the one before (of eight in random order once in 8! = 40,320), and the last
///   one above twice everything before the growth;
/// - the line rises by ln 5 in all: half of the decade within which an explosion must be seen, as the
///   next window begins an eighth of it later and noise takes the rest;
/// - the second half brings at least 0.8 of what the first one did: an exponential brings 1, a quadratic
///   0.67 and a straight line 0.47 of it, so a level that settles or drifts is none.
///
/// What grows by a fifth or more a value would pass a decade within 12 values: there six suffice, each a
/// fifth above the one before. Values in random order rise so once in 6! = 720 at most, and rarely by
/// that much each and to twice everything before.
struct ExponentialGrowth: Codable, Sendable, Equatable {
  /// Means that are kept of each scale.
  static let capacity = 16
  /// Means, and values, that a growth must have.
  static let fewestMeans = 8
  static let fewestValues = 12
  /// Values that suffice where each is so many times the one before.
  static let fewestSwift = 6
  static let swift = 1.2
  /// Least growth of the fitted line, as a factor.
  static let factor = 5.0
  /// Least factor between the last mean and everything before the growth.
  static let beyond = 2.0
  /// Least share of the first half's growth that the second half must bring.
  static let steadiness = 0.8

  /// A growth that was seen.
  struct Growth: Codable, Equatable, Sendable {
    /// The present level.
    var level: Double
    /// The level at which it began.
    var start: Double
    /// The first step of the growth.
    var onset: Int
    /// Values that it has taken.
    var values: Int
    /// Values before it.
    var before: Int
    /// The present level over the one at the beginning.
    var factor: Double { level / start }
  }

  /// Means of one scale.
  private struct Scale: Codable, Sendable, Equatable {
    /// The last means: 16 at least, where there are so many, and less than 32.
    var logs: [Double] = []
    var steps: [Int] = []
    /// How many of the last ones rise one above the other.
    var rising = 0
    /// The highest mean that is no longer kept.
    var highest: Double?
    /// A mean that waits for its neighbor.
    var pending: Double?
    var pendingStep = 0

    /// Keeps a mean.
    @inline(__always) mutating func keep(_ log: Double, step: Int) {
      rising = logs.last.map { $0 < log } ?? false ? rising + 1 : 1
      logs.append(log)
      steps.append(step)
      if logs.count == 2 * ExponentialGrowth.capacity { forget() }
    }

    private mutating func forget() {
      let old = logs.prefix(ExponentialGrowth.capacity).max()
      highest = [highest, old].compactMap(\.self).max()
      logs.removeFirst(ExponentialGrowth.capacity)
      steps.removeFirst(ExponentialGrowth.capacity)
    }
  }

  private var scales = [Scale()]
  private var count = 0

  /// Adds the natural logarithm of a value; returns the growth that it ends, where there is one.
  mutating func add(_ log: Double, step: Int) -> Growth? {
    count += 1
    var mean = log
    var start = step
    var index = 0
    var found: Growth?
    while true {
      scales[index].keep(mean, step: start)
      let fewest = index == 0 ? Self.fewestSwift : Self.fewestMeans
      if scales[index].rising >= fewest, found == nil { found = growth(index) }
      guard let neighbor = scales[index].pending else {
        scales[index].pending = mean
        scales[index].pendingStep = start
        return found
      }
      scales[index].pending = nil
      mean = (mean + neighbor) / 2
      start = scales[index].pendingStep
      index += 1
      if index == scales.count { scales.append(Scale()) }
    }
  }

  /// The growth of one scale, over as few means as show it.
  private func growth(_ index: Int) -> Growth? {
    let scale = scales[index]
    let perMean = 1 << index
    let isSwift = index == 0 && Self.isSwift(scale.logs.suffix(Self.fewestSwift))
    let fewest =
      isSwift ? Self.fewestSwift : Swift.max(Self.fewestMeans, Self.fewestValues / perMean)
    let rising = Swift.min(scale.rising, Self.capacity, scale.logs.count)
    guard rising >= fewest, let last = scale.logs.last else { return nil }
    for length in fewest...rising {
      let window = scale.logs.suffix(length)
      guard last - window[window.startIndex] > Mathematics.ln(Self.factor) else { continue }
      let earlier = scale.logs.dropLast(length).max()
      let before = [earlier, scale.highest].compactMap(\.self).max()
      guard before.map({ last > $0 + Mathematics.ln(Self.beyond) }) ?? true,
        let rise = Self.steadyRise(window)
      else { continue }
      return Growth(
        level: Mathematics.e(last),
        start: Mathematics.e(last - rise),
        onset: scale.steps[scale.steps.count - length],
        values: length * perMean,
        before: Swift.max(0, count - length * perMean)
      )
    }
    return nil
  }

  /// Whether each value is so far above the one before that few are enough.
  private static func isSwift(_ logs: ArraySlice<Double>) -> Bool {
    logs.count == fewestSwift && zip(logs, logs.dropFirst()).allSatisfy { $1 - $0 >= ln(swift) }
  }

  /// The rise of the fitted parabola over its window, where it is large and steady enough.
  private static func steadyRise(_ logs: ArraySlice<Double>) -> Double? {
    let middle = Double(logs.count - 1) / 2
    // Powers of x in -1...1 and the mean of x^2: line and bend are orthogonal to each other.
    let points = logs.enumerated().map { (x: Double($0.offset) / middle - 1, y: $0.element) }
    let spread = points.reduce(0) { $0 + $1.x * $1.x } / Double(points.count)
    let slope =
      points.reduce(0) { $0 + $1.x * $1.y } / (spread * Double(points.count))
    let weights = points.map { $0.x * $0.x - spread }
    let bend =
      zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.y }
      / weights.reduce(0) { $0 + $1 * $1 }
    guard 2 * slope > ln(factor), slope + bend >= steadiness * (slope - bend) else { return nil }
    return 2 * slope
  }

  private static func ln(_ value: Double) -> Double { Mathematics.ln(value) }
}
