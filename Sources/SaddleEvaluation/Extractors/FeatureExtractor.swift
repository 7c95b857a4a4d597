// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What turns images into the numbers that metrics compare.
public protocol FeatureExtractor: AnyObject {
  /// What it is, for protocols and messages.
  var identity: ExtractorIdentity { get }

  /// Returns features, and class scores where the extractor is a classifier.
  ///
  /// - Parameter batch: Images of one size, any size.
  /// - Returns: Features `[count, featureSize]` and scores `[count, classes]`.
  /// - Throws: `EvaluationError` for images it can't take, `TensorError`.
  func extract(_ batch: ImageBatch) throws -> Extraction

  /// Returns features, and class scores only where they are wanted.
  ///
  /// For extractors whose scores cost extra; the others give both.
  ///
  /// - Throws: as `extract(_:)`.
  func extract(_ batch: ImageBatch, wantsScores: Bool) throws -> Extraction
}

extension FeatureExtractor {
  /// Returns features and scores, which cost nothing extra.
  public func extract(_ batch: ImageBatch, wantsScores: Bool) throws -> Extraction {
    try extract(batch)
  }
}

/// Features of a batch.
public struct Extraction {
  /// Shape `[count, featureSize]`.
  public var features: Tensor
  /// Shape `[count, classes]`, before the softmax; nil where the extractor knows no classes.
  public var scores: Tensor?

  /// Creates an extraction; the n-th row is of the batch's n-th image.
  public init(features: Tensor, scores: Tensor? = nil) {
    self.features = features
    self.scores = scores
  }
}

/// What tells one extractor from another: numbers of two don't compare.
public struct ExtractorIdentity: Codable, Sendable, Equatable {
  /// Short name: `lite0`.
  public var name: String
  /// SHA-256 of the weights, or of the description where there are none.
  public var hash: String
  /// How images are brought to its size.
  public var resize: String
  /// Number of features of an image; nil where it depends on the images.
  public var featureSize: Int?
  /// Number of classes it tells apart; nil where none.
  public var classes: Int?

  /// Creates an identity; the hash tells networks of one name apart.
  public init(name: String, hash: String, resize: String, featureSize: Int?, classes: Int? = nil) {
    self.name = name
    self.hash = hash
    self.resize = resize
    self.featureSize = featureSize
    self.classes = classes
  }
}
