// SPDX-License-Identifier: Apache-2.0

/// How far a metric of samples goes up and down while nothing is changed.
///
/// The band is what the metric did before a change: its median and the 10 % and 90 % quantiles of its
/// last values. What comes out on the one side is worse, on the other better; within it nothing can be
/// said. A run that improves by itself leaves its band without any change: "better" says that the
/// samples are, not why.
public struct NoiseBand: Codable, Sendable, Equatable {
  /// Where a value lies.
  public enum Place: String, Codable, Sendable {
    /// Beyond it where it is worse.
    case worse
    /// Inside of it.
    case within
    /// Beyond it where it is better.
    case better
  }

  /// The median.
  public let middle: Double
  /// The 10 % quantile.
  public let low: Double
  /// The 90 % quantile.
  public let high: Double

  /// Makes the band of the last values of a metric.
  ///
  /// - Parameter values: Finite values before the change, oldest first; nil below two.
  public init?(_ values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    guard sorted.count >= 2 else { return nil }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let index = min(Int(place), sorted.count - 2)
      return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
    }
    (middle, low, high) = (quantile(0.5), quantile(0.1), quantile(0.9))
  }

  /// Says where a value lies.
  ///
  /// - Parameters:
  ///   - value: The value; one that isn't finite is worse than all.
  ///   - largerIsBetter: Which way is up.
  public func place(_ value: Double, largerIsBetter: Bool) -> Place {
    guard value.isFinite else { return .worse }
    if value < low { return largerIsBetter ? .worse : .better }
    if value > high { return largerIsBetter ? .better : .worse }
    return .within
  }
}
