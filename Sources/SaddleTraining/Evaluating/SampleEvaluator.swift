// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleImage

/// Measures images of a run's generator while it trains.
///
/// `TrainingEvaluator` does it with the metrics of `SaddleEvaluation`, and is what a `Trainer` takes
/// where nobody brings another. What it does must depend on the images, its settings and seed alone: a run that is resumed
/// has the bytes of one that was not. It draws from no generator of the run.
public protocol SampleEvaluator: AnyObject {
  /// Makes ready for images of a shape: loads the network of features, checks that it serves.
  ///
  /// - Parameter shape: `[channels, height, width]`.
  /// - Throws: `ConfigurationError` that names the key; nothing of the run exists yet.
  func open(shape: [Int]) throws
  /// Takes in the real images; called once, before the first step.
  ///
  /// - Throws: What `progress` throws, when it does: the run was asked to stop.
  func prepare(_ real: ImageSeries, progress: (EvaluationProgress) throws -> Void) throws
  /// Measures images of the generator.
  ///
  /// What `progress` throws, when the run is asked to stop, ends it: call it every second or so.
  ///
  /// - Returns: The values, the one that decides which checkpoint is best first; where two are equal,
  ///   the next one decides.
  func measure(
    _ fake: ImageSeries,
    progress: (EvaluationProgress) throws -> Void
  ) throws -> [MeasuredValue]
}

/// Images that are made or read batch by batch, the same ones each time.
public struct ImageSeries {
  /// What they are called.
  public let name: String
  /// What changes when the images do, as far as is known without reading them.
  public let fingerprint: String
  /// How many there are.
  public let count: Int
  private let read: (_ body: ([Image]) throws -> Void) throws -> Void

  init(
    name: String,
    fingerprint: String,
    count: Int,
    read: @escaping (_ body: ([Image]) throws -> Void) throws -> Void
  ) {
    self.name = name
    self.fingerprint = fingerprint
    self.count = count
    self.read = read
  }

  /// Passes them on, at most 64 at a time.
  public func forEachBatch(_ body: ([Image]) throws -> Void) throws { try read(body) }
}

/// How far an evaluation is.
public struct EvaluationProgress: Sendable, Equatable {
  /// What is counted.
  public enum Unit: Sendable, Equatable {
    /// Images.
    case images
    /// Hundredths of a metric.
    case percent
  }

  /// What is done, such as `evaluating kid`.
  public var what: String
  /// Units done.
  public var done: Int
  /// Units of all.
  public var total: Int
  /// What is counted.
  public var unit: Unit

  /// Creates a mark on the way.
  public init(_ what: String, done: Int, total: Int, unit: Unit = .images) {
    self.what = what
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// A measured value with its name.
public struct MeasuredValue: Sendable, Equatable {
  /// What was measured.
  public var signal: Signal
  /// The value.
  public var value: Double
  /// How it was found; nil where it has no protocol.
  public var fingerprint: String?
  /// What takes no learning, measured in the same way: what the value has to beat.
  public var baselines: [Baseline]

  /// The value of something simple.
  public struct Baseline: Sendable, Equatable {
    /// What it is, such as `copying the input`.
    public var name: String
    /// Its value.
    public var value: Double
  }

  /// Creates a value.
  public init(
    signal: Signal,
    value: Double,
    fingerprint: String? = nil,
    baselines: [Baseline] = []
  ) {
    self.signal = signal
    self.value = value
    self.fingerprint = fingerprint
    self.baselines = baselines
  }

  /// Whether this value is better than another of the same signal.
  func isBetter(than other: Double) -> Bool {
    signal.lowerIsBetter ? value < other : value > other
  }
}
