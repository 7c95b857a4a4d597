// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// A convolution or a linear layer whose weights are scaled in every pass (equalized learning rate).
final class EqualizedLayer: Module {
  private let weight: Parameter
  private let bias: Parameter
  private let scale: Double
  private let kernel: Int

  /// Creates a layer with weights N(0, 1).
  ///
  /// - Parameter kernel: Side of the kernel; 0 makes a linear layer.
  init(
    _ inputs: Int,
    _ outputs: Int,
    kernel: Int = 0,
    biases: Int? = nil,
    gain: Double = 2.0.squareRoot(),
    using random: Random
  ) throws(TensorError) {
    let shape = kernel == 0 ? [outputs, inputs] : [outputs, inputs, kernel, kernel]
    weight = try Parameter(random.normal(shape))
    bias = try Parameter(.zeros([biases ?? outputs]))
    scale = gain / Double(inputs * max(1, kernel * kernel)).squareRoot()
    self.kernel = kernel
    super.init()
    register(weight, as: "weight")
    register(bias, as: "bias")
  }

  override var kind: String {
    (kernel > 0 ? "Conv2d \(kernel)x\(kernel)" : "Linear") + " equalized"
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let scaled = try weight.tensor * scale
    guard try weight.tensor.shape.count == 2 else {
      return try input.conv2d(scaled, bias: bias.tensor, padding: kernel / 2)
    }
    let product = try input.linear(scaled)
    let (outputs, biases) = (try product.shape[1], try bias.tensor.shape[0])
    guard outputs != biases else { return try product + bias.tensor }
    // One bias a map, of a linear layer that makes maps.
    let shape = try product.shape
    return try (product.reshaped([shape[0], biases, -1]) + bias.tensor.reshaped([1, biases, 1]))
      .reshaped(shape)
  }
}
