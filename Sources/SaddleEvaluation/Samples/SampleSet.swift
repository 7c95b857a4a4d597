// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What is known of one side, real or fake: as much of it as the metrics asked for.
public struct SampleSet {
  /// Number of images.
  public var count: Int
  /// Mean and covariance of the features.
  public var statistics: GaussianStatistics?
  /// Statistics of two halves, where the features were too many to be kept: FID's bias is read off
  /// them.
  public var halves: [GaussianStatistics]?
  /// The features, one row an image; nil where they weren't wanted or were too many to be kept.
  public var features: Features?
  /// Class scores before the softmax, shape `[count, classes]`.
  public var scores: Tensor?
  /// The images, 0...255, shape `[images, channels, height, width]`; may be fewer than `count`.
  public var images: Tensor?
  /// Why there are no images where metrics want to look at them.
  var imageProblem: EvaluationError?
  /// Sizes and copies; nil where the images themselves weren't seen.
  public var contents: SampleContents?
  /// The images' classes.
  public var labels: [Int]?
  /// The classes' names.
  public var classNames: [String]?

  /// Creates a set that knows only its count.
  public init(count: Int) { self.count = count }

  /// Creates a set of features, with their statistics.
  public init(_ features: Features, scores: Tensor? = nil, labels: [Int]? = nil) throws {
    count = features.count
    self.features = features
    statistics = try features.count >= 2 ? GaussianStatistics(features) : nil
    self.scores = scores
    self.labels = labels
  }
}

/// What a metric gets: both sides, and results that several metrics share.
public final class MetricInput {
  /// The real images.
  public let real: SampleSet
  /// The fake images.
  public let fake: SampleSet
  /// Seed of subsets and shuffles; part of every fingerprint.
  public let seed: UInt64
  /// Called with the share done, 0...1, of the current metric; what it throws ends the measurement.
  public let progress: (Double) throws -> Void
  private var comparisons: [[Int]: NeighborComparison] = [:]

  /// Creates an input of two sides that an extractor of one kind has seen.
  public init(
    real: SampleSet,
    fake: SampleSet,
    seed: UInt64 = 0,
    progress: @escaping (Double) throws -> Void = { _ in }
  ) {
    self.real = real
    self.fake = fake
    self.seed = seed
    self.progress = progress
  }

  /// Returns which samples lie in which neighborhoods; worked out once.
  func neighbors(manifold: Int, density: Int) throws -> NeighborComparison {
    if let known = comparisons[[manifold, density]] { return known }
    let result = try NeighborComparison(
      real: Self.require(real.features, "features of the real images"),
      fake: Self.require(fake.features, "features of the fake images"),
      manifoldNeighbors: manifold,
      densityNeighbors: density,
      progress: progress
    )
    comparisons[[manifold, density]] = result
    return result
  }

  /// Returns the images of a side, or says why they are missing.
  static func images(_ set: SampleSet, _ side: String) throws -> Tensor {
    if let problem = set.imageProblem { throw problem }
    return try require(set.images, "the \(side) images")
  }

  /// Returns a part of the samples, or says which is missing.
  static func require<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw EvaluationError(.samples, "\(what) are needed and not there") }
    return value
  }
}
