// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

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
    using random: Random
  ) throws(TensorError) {
    self.kernels = kernels
    self.dimensions = dimensions
    weight = try Parameter(random.normal([features, kernels * dimensions]) * 0.05)
    super.init()
    register(weight, as: "weight")
  }

  /// Yes: each sample is compared with all others.
  public override var mixesBatch: Bool { true }

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
