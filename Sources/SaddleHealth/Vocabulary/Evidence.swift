// SPDX-License-Identifier: Apache-2.0

/// One number that speaks for a finding, beside the threshold that it crossed.
public struct Evidence: Codable, Sendable, Equatable {
  /// How the value stands to the threshold where the finding holds.
  public enum Relation: String, Codable, Sendable {
    /// The value is above the threshold.
    case above
    /// The value is below the threshold.
    case below
    /// The value is within the threshold of its reference.
    case within
    /// The value is reported as it is; there is no threshold.
    case observed
  }

  /// What was measured, in words: "mean discriminator loss".
  public var quantity: String
  /// The signal that it was measured on, where it is one.
  public var signal: Signal?
  /// What was found.
  public var value: Number
  /// The limit, in the same unit.
  public var threshold: Number?
  /// How value and threshold stand to each other.
  public var relation: Relation
  /// The unit: "nats", "steps", "% of the ideal", "x its own median"; empty for a bare number.
  public var unit: String

  /// Creates a piece of evidence.
  public init(
    _ quantity: String,
    signal: Signal? = nil,
    _ value: Double,
    _ relation: Relation = .observed,
    _ threshold: Double? = nil,
    unit: String = ""
  ) {
    self.quantity = quantity
    self.signal = signal
    self.value = Number(value)
    self.threshold = threshold.map { Number($0) }
    self.relation = relation
    self.unit = unit
  }
}
