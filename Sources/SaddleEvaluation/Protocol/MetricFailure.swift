// SPDX-License-Identifier: Apache-2.0

/// A metric that could not be measured; the others stand.
public struct MetricFailure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
  /// The metric's name: `is`.
  public var metric: String
  /// Why, and the way out.
  public var reason: String

  /// Creates a failure; the reason is one line.
  public init(metric: String, reason: String) {
    self.metric = metric
    self.reason = reason
  }

  /// Metric and reason in one line.
  public var description: String { "\(metric) could not be measured: \(reason)" }
}

/// How many images of a class each side has.
public struct ClassCount: Sendable, Codable, Equatable {
  /// The class.
  public var name: String
  /// Real images of it.
  public var real: Int
  /// Fake images of it.
  public var fake: Int

  /// Creates a count.
  public init(name: String, real: Int, fake: Int) {
    self.name = name
    self.real = real
    self.fake = fake
  }
}
