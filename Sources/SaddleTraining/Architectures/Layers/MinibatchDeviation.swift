// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Appends one feature: how much samples of a group differ (minibatch standard deviation).
///
/// Standard deviation (population) of each feature over groups, averaged over features.
/// Source: Karras et al., "Progressive Growing of GANs", 2018; groups of 4 as in its code.
public final class MinibatchDeviation: Module {
  /// Samples of a group.
  let group: Int

  /// Creates a layer; a batch that groups don't divide is one group.
  public init(group: Int = 4) {
    self.group = group
    super.init()
  }

  /// Returns `[batch, channels + 1, ...]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let shape = try input.shape
    let size = group > 0 && shape[0] % group == 0 ? min(group, shape[0]) : shape[0]
    let groups = try input.reshaped([size, shape[0] / size, -1])
    let centred = try groups - groups.mean(0, keep: true)
    let deviation = try (centred.square().mean(0) + 1e-8).sqrt().mean(1)
    let ones = Array(repeating: 1, count: shape.count - 1)
    let feature = try deviation.repeated([size]).reshaped([shape[0]] + ones)
      .expanded([shape[0], 1] + shape.dropFirst(2))
    return try Tensor.concatenated([input, feature], along: 1)
  }
}

/// Appends features that say how close each sample is to the others of its batch.
///
/// `sum_j exp(-|M_i - M_j|_1)` less the sample itself, for each of `kernels` matrices; maps are
/// averaged over their places first. Source: Salimans et al., "Improved Techniques for Training
/// GANs", 2016, section 3.2.
public final class MinibatchDiscrimination: Module {
  private let weight: Parameter
  private let kernels: Int
  private let dimensions: Int

  /// Creates a layer for samples of `features` features.
  public init(
    _ features: Int,
    kernels: Int = 100,
    dimensions: Int = 5,
    random: Generator
  ) throws(TensorError) {
    self.kernels = kernels
    self.dimensions = dimensions
    weight = try Parameter(random.normal([features, kernels * dimensions]) * 0.05)
    super.init()
    register(weight, as: "weight")
  }

  /// Returns `[batch, features + kernels, ...]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let shape = try input.shape
    let features = try shape.count > 2 ? input.flattened(2).mean(2) : input
    let matrices = try features.matmul(weight.tensor)
      .reshaped([shape[0], kernels, dimensions])
      .transposed(0, 1)
    // A third of the time of differences, absolutes and sums one after the other.
    let distances = try matrices.distances(to: matrices, order: 1)
    let closeness = try ((-distances).exp().sum(2) - 1).transposed(0, 1)
    let ones = Array(repeating: 1, count: shape.count - 2)
    let spread = try closeness.reshaped([shape[0], kernels] + ones)
      .expanded([shape[0], kernels] + shape.dropFirst(2))
    return try Tensor.concatenated([input, spread], along: 1)
  }
}
