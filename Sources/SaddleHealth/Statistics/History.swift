// SPDX-License-Identifier: Apache-2.0

/// A whole run in at most 128 equal stretches.
///
/// When all are full, neighbors are merged and the stretches become twice as long: memory stays
/// the same, the resolution is always at least 1/128 of the run.
public struct History: Codable, Sendable, Equatable {
  /// Upper limit of stretches.
  static let capacity = 128

  /// The complete stretches, oldest first.
  public private(set) var stretches: [Moments] = []
  /// The stretch that is being filled.
  public private(set) var current = Moments()
  /// Blocks that make up one stretch: a power of two.
  private var blocksPerStretch = 1
  private var blocksInCurrent = 0

  /// Creates an empty history.
  public init() {}

  /// Appends a block.
  mutating func append(_ block: Moments) {
    current.append(block)
    blocksInCurrent += 1
    guard blocksInCurrent == blocksPerStretch else { return }
    stretches.append(current)
    current = Moments()
    blocksInCurrent = 0
    if stretches.count == Self.capacity { halve() }
  }

  private mutating func halve() {
    var merged: [Moments] = []
    merged.reserveCapacity(Self.capacity)
    for index in stride(from: 0, to: stretches.count - 1, by: 2) {
      var stretch = stretches[index]
      stretch.append(stretches[index + 1])
      merged.append(stretch)
    }
    stretches = merged
    blocksPerStretch *= 2
  }

  /// Returns the quantile of the means of the stretches, or nil where there are none.
  ///
  /// - Parameters:
  ///   - fraction: 0 is the smallest, 0.5 the median, 1 the largest.
  ///   - range: Which stretches, as fractions of the run.
  ///   - value: What to take of a stretch; its mean by default.
  public func quantile(
    _ fraction: Double,
    in range: ClosedRange<Double> = 0...1,
    of value: (Moments) -> Double = { $0.mean }
  ) -> Double? {
    guard let part = part(range) else { return nil }
    let sorted = part.map(value).sorted()
    let index = Int((fraction * Double(sorted.count - 1)).rounded())
    return sorted[index]
  }

  /// Returns the mean over a part of the run, given as fractions of it, or nil where it is empty.
  public func mean(in range: ClosedRange<Double>) -> Double? {
    part(range).map { $0.reduce(0) { $0 + $1.mean } / Double($0.count) }
  }

  private func part(_ range: ClosedRange<Double>) -> ArraySlice<Moments>? {
    let count = Double(stretches.count)
    let first = Int((range.lowerBound * count).rounded(.down))
    let last = Swift.min(stretches.count, Int((range.upperBound * count).rounded(.up)))
    return first < last ? stretches[first..<last] : nil
  }
}
