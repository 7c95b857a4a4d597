// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What a discriminator says of a batch: unbounded numbers, not images.
///
/// Shape `[batch]`, or `[batch, patches]` for patch discriminators; every loss accepts both.
public struct Scores {
  /// Shape `[batch]` or `[batch, patches]`; a higher score says more real.
  public let tensor: Tensor
  /// What an auxiliary classifier says of the same samples, `[batch, classes]`.
  public let classLogits: Tensor?

  /// Wraps the output of a discriminator; `[batch, 1, 1, 1]` and `[batch, 1]` become `[batch]`.
  ///
  /// - Parameters:
  ///   - tensor: Shape `[batch, ...]`.
  ///   - classLogits: Shape `[batch, classes]`, of a discriminator that classifies, too.
  /// - Throws: `TensorError` of kind `.invalidArgument` for a scalar.
  public init(_ tensor: Tensor, classLogits: Tensor? = nil) throws(TensorError) {
    let shape = try tensor.shape
    guard let batch = shape.first else {
      throw TensorError(
        .invalidArgument,
        "Scores",
        cause: "a discriminator's output needs a batch dimension and this is a scalar"
      )
    }
    self.classLogits = classLogits
    let perSample = shape.dropFirst().reduce(1, *)
    self.tensor =
      shape.count == 1
      ? tensor : try tensor.reshaped(perSample == 1 ? [batch] : [batch, perSample])
  }

  /// Returns the scores of the samples from `start` on, `count` of them.
  public func narrowed(start: Int, count: Int) throws(TensorError) -> Scores {
    try Scores(
      tensor.narrowed(start, length: count),
      classLogits: classLogits?.narrowed(start, length: count)
    )
  }
}

/// A discriminator that names the class of a sample beside judging it.
public protocol ClassifyingDiscriminator: Module {
  /// Returns both; `classLogits` has shape `[batch, classes]` and is nil without a classifier.
  func judge(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> (scores: Tensor, classLogits: Tensor?)
}
