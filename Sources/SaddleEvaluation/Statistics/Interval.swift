// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A 95 % confidence interval and how it was found.
public struct Interval: Codable, Sendable, Equatable {
  /// Lower end.
  public var low: Double
  /// Upper end.
  public var high: Double
  /// How it was found, in a few words.
  public var method: String

  /// Creates an interval; `method` tells in a few words how it was found.
  public init(low: Double, high: Double, method: String) {
    self.low = low
    self.high = high
    self.method = method
  }

  /// Returns the interval of a mean of independent values, by Student's t.
  ///
  /// - Parameters:
  ///   - values: At least 2; nil comes back for fewer.
  ///   - center: The middle, where it isn't the values' mean.
  ///   - method: How the values were found.
  public static func ofMean(
    _ values: [Double],
    around center: Double? = nil,
    method: String
  ) -> Interval? {
    guard values.count >= 2 else { return nil }
    let middle = center ?? values.mean
    let half =
      studentQuantile(values.count - 1) * values.deviation(correction: 1)
      / Double(values.count).squareRoot()
    return Interval(low: middle - half, high: middle + half, method: method)
  }

  /// Returns Wilson's interval of a share.
  ///
  /// - Parameters:
  ///   - share: Successes over `count`, 0...1.
  ///   - count: Number of trials, at least 1.
  ///   - method: How the share was found.
  /// - Source: Wilson, "Probable inference", 1927.
  public static func ofShare(_ share: Double, count: Int, method: String) -> Interval {
    let n = Double(max(count, 1))
    let z = 1.959964
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n)
      * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(low: max(0, middle - half), high: min(1, middle + half), method: method)
  }

  /// The 97.5 % quantile of Student's t, by the expansion of Cornish and Fisher; exact to 1e-3 from
  /// 3 degrees of freedom on, tabulated below.
  static func studentQuantile(_ degrees: Int) -> Double {
    switch degrees {
    case ...1: return 12.7062
    case 2: return 4.3027
    default: break
    }
    let n = Double(degrees)
    let z = 1.959964
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    let z9 = z7 * z * z
    let first = (z3 + z) / (4 * n)
    let second = (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
    let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
    let fourth = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * n * n * n * n)
    return z + first + second + third + fourth
  }
}

extension Array where Element == Double {
  var mean: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }

  func deviation(correction: Double) -> Double {
    let center = mean
    let sum = reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (sum / Swift.max(Double(count) - correction, 1)).squareRoot()
  }
}
