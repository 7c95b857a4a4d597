// SPDX-License-Identifier: Apache-2.0

/// What a metric is, for lists, help and tables.
public struct MetricInfo: Sendable {
  /// Name on the command line and in files: `fid`.
  public var id: String
  /// Name in tables: `FID`.
  public var title: String
  /// What it measures, in one line.
  public var summary: String
  /// Whether a higher value is better; nil where neither is.
  public var higherIsBetter: Bool?
  /// Changes when the same samples would give another number.
  public var version: Int
  /// What of the samples it reads.
  public var needs: Set<MetricNeed>
  /// How the number errs and when it misleads.
  public var bias: String
  /// The paper or program followed.
  public var source: String

  /// Creates a description.
  public init(
    id: String,
    title: String,
    summary: String,
    higherIsBetter: Bool?,
    version: Int = 1,
    needs: Set<MetricNeed>,
    bias: String,
    source: String
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.higherIsBetter = higherIsBetter
    self.version = version
    self.needs = needs
    self.bias = bias
    self.source = source
  }
}

/// What a metric reads.
public enum MetricNeed: String, Sendable, CaseIterable {
  /// Mean and covariance of both sides' features.
  case statistics
  /// Feature vectors of both sides.
  case features
  /// Class scores of the fake images.
  case fakeScores
  /// Class scores of the real images.
  case realScores
  /// Fake images themselves.
  case fakeImages
  /// Real images themselves.
  case realImages
  /// Class labels of both sides.
  case labels
}

/// A way to put a number on samples.
///
/// One file each, one line in `MetricCatalog`; one of your own is added to the catalog.
///
/// ```swift
/// import SaddleEvaluation
/// import SaddleTorch
///
/// struct MeanShift: Metric {
///   static let info = MetricInfo(
///     id: "shift", title: "shift", summary: "how far apart the mean features are",
///     higherIsBetter: false, needs: [.features], bias: "too high for few images", source: "mine"
///   )
///
///   func measure(_ input: MetricInput) throws -> Measurement {
///     guard let real = input.real.features, let fake = input.fake.features else {
///       throw EvaluationError(.samples, "the features are missing")
///     }
///     return Measurement(try (real.matrix.mean(0) - fake.matrix.mean(0)).norm().item())
///   }
/// }
/// let metrics = try MetricCatalog.builtIn.adding(MeanShift()).metrics(["shift", "fid"])
/// ```
public protocol Metric: Sendable {
  /// Name, meaning, bias and source, for lists, help and tables.
  static var info: MetricInfo { get }
  /// Settings that change the number, by name: part of its fingerprint.
  var settings: [String: String] { get }
  /// Whether the real images take part at all.
  var usesReal: Bool { get }
  /// Measures samples.
  ///
  /// - Throws: `EvaluationError` where the samples don't allow it, `TensorError`.
  func measure(_ input: MetricInput) throws -> Measurement
}

extension Metric {
  /// None.
  public var settings: [String: String] { [:] }
  /// Most metrics compare.
  public var usesReal: Bool { true }
}

/// A number with its uncertainty and what has to be said with it.
public struct Measurement: Sendable, Equatable {
  /// The number, in the metric's own unit.
  public var value: Double
  /// 95 % interval; nil where none is known.
  public var interval: Interval?
  /// More numbers by name, in the order to be shown.
  public var details: [(name: String, value: Double)]
  /// What a reader must know to not be misled.
  public var warnings: [String]

  /// Creates a measurement; a reader is shown details in the order given.
  public init(
    _ value: Double,
    interval: Interval? = nil,
    details: [(name: String, value: Double)] = [],
    warnings: [String] = []
  ) {
    self.value = value
    self.interval = interval
    self.details = details
    self.warnings = warnings
  }

  /// Whether number, interval, details and warnings are equal.
  public static func == (left: Self, right: Self) -> Bool {
    left.value == right.value && left.interval == right.interval
      && left.warnings == right.warnings && left.details.count == right.details.count
      && zip(left.details, right.details).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
  }
}
