// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What a discriminator says of a batch: unbounded numbers, not images.
///
/// Shape `[batch]`, or `[batch, patches]` for patch discriminators; every loss accepts both.
public struct Scores {
  /// The scores.
  public let tensor: Tensor

  /// Wraps the output of a discriminator; `[batch, 1, 1, 1]` and `[batch, 1]` become `[batch]`.
  ///
  /// - Parameter tensor: Shape `[batch, ...]`.
  /// - Throws: `TensorError` of kind `.invalidArgument` for a scalar.
  public init(_ tensor: Tensor) throws(TensorError) {
    let shape = try tensor.shape
    guard let batch = shape.first else {
      throw TensorError(
        .invalidArgument,
        "Scores",
        cause: "a discriminator's output needs a batch dimension and this is a scalar"
      )
    }
    let perSample = shape.dropFirst().reduce(1, *)
    self.tensor =
      shape.count == 1
      ? tensor : try tensor.reshaped(perSample == 1 ? [batch] : [batch, perSample])
  }

  /// Returns the scores of the samples from `start` on, `count` of them.
  public func narrowed(start: Int, count: Int) throws(TensorError) -> Scores {
    try Scores(tensor.narrowed(start, length: count))
  }
}
