// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Appends one feature: how much samples of a group differ (minibatch standard deviation).
///
/// Standard deviation (population) of each feature over groups, averaged over features.
/// Source: Karras et al., "Progressive Growing of GANs", 2018; groups of 4 as in its code.
public final class MinibatchDeviation: Module {
  /// Samples of a group.
  package let group: Int

  /// Creates a layer; a batch that groups don't divide is one group.
  public init(group: Int = 4) {
    self.group = group
    super.init()
  }

  /// Yes: samples of a group are compared.
  public override var mixesBatch: Bool { true }

  /// Returns `[batch, channels + 1, ...]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let shape = try input.shape
    let size = group > 0 && shape[0] % group == 0 ? min(group, shape[0]) : shape[0]
    let groups = try input.reshaped([size, shape[0] / size, -1])
    let centered = try groups - groups.mean(0, keep: true)
    let deviation = try (centered.square().mean(0) + 1e-8).sqrt().mean(1)
    let ones = Array(repeating: 1, count: shape.count - 1)
    let feature = try deviation.repeated([size]).reshaped([shape[0]] + ones)
      .expanded([shape[0], 1] + shape.dropFirst(2))
    return try Tensor.concatenated([input, feature], along: 1)
  }
}
