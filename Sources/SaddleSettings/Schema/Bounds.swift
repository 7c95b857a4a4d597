// SPDX-License-Identifier: Apache-2.0

/// The range that a number of the configuration may lie in.
public struct Bounds: Sendable, Equatable {
  private let lower: Double
  private let upper: Double
  private let excludesLower: Bool
  private let excludesUpper: Bool

  /// `lower` and everything above it.
  public static func atLeast(_ lower: Double) -> Bounds {
    Bounds(lower: lower, upper: .infinity, excludesLower: false, excludesUpper: false)
  }

  /// Everything above `lower`.
  public static func above(_ lower: Double) -> Bounds {
    Bounds(lower: lower, upper: .infinity, excludesLower: true, excludesUpper: false)
  }

  /// Everything above `lower` up to `upper`.
  public static func above(_ lower: Double, to upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper, excludesLower: true, excludesUpper: false)
  }

  /// Both ends and everything between them.
  public static func between(_ lower: Double, _ upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper, excludesLower: false, excludesUpper: false)
  }

  /// `lower` and everything up to, but not including, `upper`.
  public static func from(_ lower: Double, below upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper, excludesLower: false, excludesUpper: true)
  }

  /// Every finite number.
  public static let any = Bounds.atLeast(-.infinity)

  /// Returns whether `value` is finite and within the bounds.
  public func contains(_ value: Double) -> Bool {
    value.isFinite && (excludesLower ? value > lower : value >= lower)
      && (excludesUpper ? value < upper : value <= upper)
  }

  /// The range in words, such as `from 0 to below 1`.
  public var description: String {
    let (low, high) = (Self.text(lower), Self.text(upper))
    if lower == -.infinity { return upper == .infinity ? "any number" : "at most \(high)" }
    if upper == .infinity { return excludesLower ? "above \(low)" : "at least \(low)" }
    return (excludesLower ? "above \(low)" : "from \(low)")
      + (excludesUpper ? " to below \(high)" : " to \(high)")
  }

  private static func text(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    return String(describing: value)
  }
}
