// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The vertical axis of a plot, chosen for what is to be seen.
public struct PlotScale: Sendable, Equatable {
  /// Value at the lower edge.
  public var low: Double
  /// Value at the upper edge.
  public var high: Double
  /// Whether equal distances mean equal ratios.
  public var isLogarithmic: Bool
  /// Whether a few values lie outside and are drawn at the edge.
  public var isClipped: Bool

  /// Ratio of high to low values from which on a logarithmic axis shows more.
  private static let logarithmicFrom = 50.0
  /// How often the whole range must hold the middle 96 % before the rest is cut off.
  private static let clippedFrom = 6.0

  /// Ratio of the lower to the upper edge of a logarithmic axis, at least.
  private static let decades = 1e-12

  /// Chooses the axis for a series; nil where it holds no finite value.
  ///
  /// Logarithmic where no value is negative and they spread over more than a factor of 50 (zeros lie
  /// on the lower edge); otherwise linear, and single spikes that would flatten everything else are
  /// cut off.
  public init?(_ series: Series) {
    let drawn = series.buckets.filter { !$0.isGap }
    guard let least = drawn.map(\.minimum).min(), let most = drawn.map(\.maximum).max() else {
      return nil
    }
    let lows = drawn.map(\.minimum).sorted()
    let highs = drawn.map(\.maximum).sorted()
    let low = lows[lows.count / 50]
    let high = highs[highs.count - 1 - highs.count / 50]
    let floor = lows.first { $0 > 0 } ?? 0
    if least >= 0, floor > 0,
      high / max(low, floor) > Self.logarithmicFrom || most / floor > Self.logarithmicFrom * 100
    {
      let edge = max(floor, most * Self.decades)
      self.init(low: edge, high: most, isLogarithmic: true, isClipped: false)
    } else if most - least > Self.clippedFrom * (high - low), high > low {
      let margin = (high - low) / 4
      self.init(
        low: max(least, low - margin),
        high: min(most, high + margin),
        isLogarithmic: false,
        isClipped: true
      )
    } else {
      self.init(low: least, high: most, isLogarithmic: false, isClipped: false)
    }
  }

  private init(low: Double, high: Double, isLogarithmic: Bool, isClipped: Bool) {
    let flat = high <= low
    let room = isLogarithmic ? low / 2 : max(low.magnitude / 10, 1e-3)
    self.low = flat ? low - room : low
    self.high = flat ? high + room : high
    self.isLogarithmic = isLogarithmic
    self.isClipped = isClipped
  }

  /// Returns where a value lies: 0 at the lower edge, 1 at the upper, cut off beyond.
  public func position(_ value: Double) -> Double {
    let share =
      isLogarithmic
      ? (log(max(value, low)) - log(low)) / (log(high) - log(low))
      : (value / 2 - low / 2) / (high / 2 - low / 2)
    return share.isFinite ? min(1, max(0, share)) : value > low ? 1 : 0
  }

  /// Returns whether a value lies on the axis.
  public func contains(_ value: Double) -> Bool { value >= low && value <= high }
}
