// SPDX-License-Identifier: Apache-2.0

/// Arithmetic on steps and counts that a file gave: nothing overflows, and nothing traps.
///
/// A file may hold any 64-bit number as its step; `int64(nan)` of NumPy is the smallest of them.
/// Steps are kept within `limit`, and what adds or multiplies them goes through here
/// (`StepArithmeticTests` looks for what doesn't).
public enum Steps {
  /// The largest step, and with a minus sign the smallest.
  ///
  /// 2^53: up to it every whole number is a `Double`, no training has as many steps, and the
  /// difference of two still fits.
  public static let limit = 1 << 53

  /// Whether a number can be a step.
  public static func isPossible(_ step: Int) -> Bool { step.magnitude <= UInt(limit) }

  /// The number rounded down where that can be a step; nil for NaN and beyond `limit`.
  public static func whole(_ value: Double) -> Int? {
    guard value.isFinite, value.magnitude <= Double(limit) else { return nil }
    return Int(value.rounded(.down))
  }

  /// The nearest possible step.
  public static func clamped(_ step: Int) -> Int { min(max(step, -limit), limit) }

  /// The sum, or nil where it can't be a step.
  public static func sum(_ left: Int, _ right: Int) -> Int? {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow || !isPossible(sum) ? nil : sum
  }

  /// The product, or nil where it can't be a step.
  public static func product(_ left: Int, _ right: Int) -> Int? {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow || !isPossible(product) ? nil : product
  }

  /// How far apart two steps are; every pair of numbers has a distance.
  public static func distance(_ left: Int, _ right: Int) -> UInt {
    let (low, high) = left < right ? (left, right) : (right, left)
    return UInt(bitPattern: high) &- UInt(bitPattern: low)
  }
}
