// SPDX-License-Identifier: Apache-2.0

/// What was measured of samples so far: the last values of one metric.
///
/// Memory is bounded: the last 32 values.
public struct OutcomeHistory: Codable, Sendable, Equatable {
  /// The metric's name; nil before the first value.
  public private(set) var metric: String?
  /// Whether a larger value is better.
  public private(set) var largerIsBetter = true
  private var values: [Double] = []
  private static let limit = 32

  /// Creates an empty history.
  public init() {}

  /// Takes in a value; another metric begins a history of its own.
  mutating func take(_ value: Double, of name: String, largerIsBetter: Bool) {
    if metric != name { values = [] }
    metric = name
    self.largerIsBetter = largerIsBetter
    values.append(value)
    if values.count > Self.limit { values.removeFirst(values.count - Self.limit) }
  }

  var count: Int { values.count }
  /// The last value.
  var last: Double? { values.last }
  /// The band of the last values, where there are at least `least`.
  func band(atLeast least: Int) -> NoiseBand? {
    values.count >= least ? NoiseBand(Array(values.suffix(2 * least))) : nil
  }
  /// How many of the last values in a row are worse than a band.
  func worseInARow(than band: NoiseBand, among count: Int) -> Int {
    values.suffix(count).reversed()
      .prefix { band.place($0, largerIsBetter: largerIsBetter) == .worse }.count
  }
}
