// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Measures sets of fake images against one set of real ones.
///
/// Add the real images once, then each set of fake ones in turn: `addReal`, `finishReal`, then
/// `addFake`, `finish`, as often as wanted. During training that is the EMA generator's samples every
/// so many steps.
///
/// ```swift
/// import SaddleEvaluation
/// import SaddleTorch
///
/// let random = try Random(seed: 1)
/// let metrics = try MetricCatalog.builtIn.metrics(["kid", "precision"])
/// let evaluator = try Evaluator(metrics: metrics, extractor: PixelExtractor())
/// try evaluator.addReal(ImageBatch(output: random.uniform([100, 1, 28, 28], low: -1, high: 1)))
/// try evaluator.finishReal(name: "noise")
/// try evaluator.addFake(ImageBatch(output: random.uniform([100, 1, 28, 28], low: -1, high: 0)))
/// for result in try evaluator.finish(name: "darker noise").results {
///   print(result.metric, result.value, result.warnings)
/// }
/// ```
public final class Evaluator {
  /// What is measured, in order.
  public let metrics: [any Metric]
  /// What turns images into features; nil where no metric needs it.
  public let extractor: (any FeatureExtractor)?
  /// Seed of subsets and shuffles.
  public let seed: UInt64
  /// Called with a metric's name and the share of it done, 0...1; a `CancellationError` ends it all.
  public var progress: (String, Double) throws -> Void = { _, _ in }
  private let needs: Set<MetricNeed>
  private var realCollector: SampleCollector
  private var fakeCollector: SampleCollector
  private var reference: Reference?

  /// The real images' side, once complete.
  public struct Reference {
    /// What the metrics read.
    public var set: SampleSet
    /// What the images are called.
    public var name: String
    /// SHA-256 of the images.
    public var hash: String

    /// Creates a reference from what was computed before.
    public init(set: SampleSet, name: String, hash: String) {
      self.set = set
      self.name = name
      self.hash = hash
    }
  }

  /// Creates an evaluator without images.
  ///
  /// - Parameters:
  ///   - metrics: What is measured, at least one.
  ///   - extractor: What turns images into features; nil where no metric needs it.
  ///   - seed: Seed of subsets and shuffles.
  /// - Throws: `EvaluationError` of code `.option` where the extractor can't serve the metrics.
  public init(
    metrics: [any Metric],
    extractor: (any FeatureExtractor)?,
    seed: UInt64 = 0
  ) throws {
    guard !metrics.isEmpty else { throw EvaluationError(.option, "no metric to measure") }
    self.metrics = metrics
    self.extractor = extractor
    self.seed = seed
    needs = Self.needs(of: metrics)
    realCollector = try SampleCollector(needs: needs, extractor: extractor, isReal: true)
    fakeCollector = try SampleCollector(needs: needs, extractor: extractor, isReal: false)
  }

  /// What metrics read together.
  static func needs(of metrics: [any Metric]) -> Set<MetricNeed> {
    metrics.reduce(into: []) { $0.formUnion(type(of: $1).info.needs) }
  }

  /// Measures features that somebody else computed.
  ///
  /// - Parameters:
  ///   - file: A `.npz` file; see `FeatureFile`.
  ///   - metrics: What is measured.
  ///   - seed: Seed of subsets and shuffles.
  /// - Throws: `EvaluationError` naming the file and what is wrong, or as `report(name:fake:)`.
  public static func report(
    features file: String,
    metrics: [any Metric],
    seed: UInt64 = 0
  ) throws -> EvaluationReport {
    let content = try FeatureFile.read(
      file,
      needsStatistics: needs(of: metrics).contains(.statistics)
    )
    let evaluator = try Evaluator(
      metrics: metrics,
      extractor: GivenFeatures(hash: content.hash),
      seed: seed
    )
    evaluator.useReference(Reference(set: content.real, name: file, hash: content.hash))
    return try evaluator.report(name: file, fake: content.fake)
  }

  /// Whether any metric reads the real images' own features, so that statistics aren't enough.
  public var needsRealFeatures: Bool {
    metrics.contains { metric in
      let info = type(of: metric).info
      return metric.usesReal && info.id != FIDInfinity.info.id
        && !info.needs.isDisjoint(with: [.features, .realScores, .realImages, .labels])
    }
  }

  /// Whether the real images take part at all.
  public var usesReal: Bool { metrics.contains { $0.usesReal } }

  /// Adds real images.
  ///
  /// - Parameters:
  ///   - batch: Images of one size; another batch may have another.
  ///   - labels: One class an image; unless every batch has them, the side has none.
  /// - Throws: what the extractor throws.
  public func addReal(_ batch: ImageBatch, labels: [Int]? = nil) throws {
    try realCollector.add(batch, labels: labels)
  }

  /// Completes the real images.
  ///
  /// - Parameters:
  ///   - name: What they are called in protocols.
  ///   - classNames: The classes' names.
  /// - Throws: `EvaluationError` where there are too few images, `TensorError`.
  public func finishReal(name: String, classNames: [String]? = nil) throws {
    var (set, hash) = try realCollector.finish()
    realCollector = try SampleCollector(needs: needs, extractor: extractor, isReal: true)
    set.classNames = classNames
    reference = Reference(set: set, name: name, hash: hash)
  }

  /// Takes statistics that were computed before instead of real images.
  public func useReference(_ reference: Reference) { self.reference = reference }

  /// The real images' side; nil before `finishReal`.
  public var currentReference: Reference? { reference }

  /// Adds fake images.
  ///
  /// - Parameters:
  ///   - batch: Images of one size; another batch may have another.
  ///   - labels: One class an image; unless every batch has them, the side has none.
  /// - Throws: what the extractor throws.
  public func addFake(_ batch: ImageBatch, labels: [Int]? = nil) throws {
    try fakeCollector.add(batch, labels: labels)
  }

  /// Measures the fake images added, and starts a new set.
  ///
  /// - Parameter name: What they are called: a folder, a run, a step.
  /// - Returns: One result a metric, or why there is none.
  /// - Throws: `MetricFailure` where no metric could be measured, `TensorError`.
  public func finish(name: String) throws -> EvaluationReport {
    let fake = try finishFake()
    return try report(name: name, fake: fake)
  }

  /// Completes the fake images without measuring, and starts a new set.
  public func finishFake() throws -> SampleSet {
    let fake = try fakeCollector.finish().set
    fakeCollector = try SampleCollector(needs: needs, extractor: extractor, isReal: false)
    return fake
  }

  /// Measures a set.
  ///
  /// A metric that can't be measured is among the report's failures.
  ///
  /// - Throws: `MetricFailure` of the first metric where none could be measured, `EvaluationError`
  ///   where the real images are missing, `CancellationError`.
  public func report(name: String, fake: SampleSet) throws -> EvaluationReport {
    guard reference != nil || !usesReal else {
      throw EvaluationError(.samples, "the real images are missing")
    }
    let real = reference?.set ?? SampleSet(count: 0)
    var results: [MetricResult] = []
    var failures: [MetricFailure] = []
    var current = ""
    let input = MetricInput(real: real, fake: fake, seed: seed) { [progress] share in
      try progress(current, share)
    }
    for metric in metrics {
      let info = type(of: metric).info
      current = info.title
      try progress(current, 0)
      let start = ContinuousClock.now
      let measurement: Measurement
      do { measurement = try metric.measure(input) } catch let error as CancellationError {
        throw error
      } catch {
        failures.append(MetricFailure(metric: info.id, reason: "\(error)"))
        continue
      }
      var result = MetricResult(
        measurement,
        of: info,
        by: fields(of: metric, real: real, fake: fake)
      )
      result.seconds = (ContinuousClock.now - start) / .seconds(1)
      results.append(result)
    }
    if results.isEmpty, let failure = failures.first { throw failure }
    let warnings = fake.contents.map {
      SampleContents.warnings(real: usesReal ? real.contents : nil, fake: $0)
    }
    return EvaluationReport(
      name: name,
      results: results,
      failures: failures,
      warnings: warnings ?? []
    )
  }

  private func fields(of metric: any Metric, real: SampleSet, fake: SampleSet) -> MetricProtocol {
    let info = type(of: metric).info
    var fields = MetricProtocol(
      metric: info.id,
      version: info.version,
      settings: metric.settings,
      fakeCount: fake.count,
      seed: seed
    )
    if info.needs.contains(where: { $0.isOfExtractor }), let identity = extractor?.identity {
      fields.extractor = identity.name
      fields.extractorHash = identity.hash
      fields.resize = identity.resize
    }
    if metric.usesReal, let reference {
      fields.reference = reference.name
      fields.referenceHash = reference.hash
      fields.realCount = real.count > 0 ? real.count : nil  // statistics may not say
    }
    return fields
  }
}

/// Stands for a network that Saddle doesn't know.
private final class GivenFeatures: FeatureExtractor {
  let identity: ExtractorIdentity

  init(hash: String) {
    identity = ExtractorIdentity(
      name: "given",
      hash: hash,
      resize: "unknown",
      featureSize: nil,
      classes: 0
    )
  }

  func extract(_ batch: ImageBatch) throws -> Extraction {
    throw EvaluationError(.option, "features from a file can't be joined by others")
  }
}
