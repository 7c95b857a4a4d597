// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Pictures with what should come of each.
public struct PairedBatch {
  /// What goes in, `[batch, channels, height, width]`.
  public var input: Tensor
  /// What should come out, as many and as large.
  public var target: Tensor

  /// Creates a batch: the n-th target belongs to the n-th input.
  public init(input: Tensor, target: Tensor) {
    self.input = input
    self.target = target
  }

  /// Takes apart examples that hold the channels of the input and then those of the target.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` unless the channels can be halved.
  public init(stacked: Tensor) throws(TensorError) {
    let shape = try stacked.shape
    guard shape.count == 4, shape[1] > 0, shape[1] % 2 == 0 else {
      throw TensorError(
        .invalidArgument,
        "PairedBatch",
        shapes: [shape],
        cause: "pairs have the channels of both pictures: [batch, 2 channels, height, width]"
      )
    }
    let half = shape[1] / 2
    self.init(
      input: try stacked.narrowed(0, length: half, along: 1),
      target: try stacked.narrowed(half, length: half, along: 1)
    )
  }
}
