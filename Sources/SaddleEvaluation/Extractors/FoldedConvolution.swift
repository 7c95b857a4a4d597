// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// A convolution with the batch normalization after it folded in: one operation in inference.
///
/// `w' = w * gamma / sqrt(variance + epsilon)`, `b' = beta - mean * gamma / sqrt(variance + epsilon)`.
struct FoldedConvolution {
  private let weight: Tensor
  private let bias: Tensor
  private let stride: Int
  private let padding: [Int]
  private let groups: Int

  /// Reads `conv.weight` and the four tensors of the normalization `norm` from a state dictionary.
  ///
  /// - Parameter padding: Left, right, top, bottom.
  init(
    _ weights: WeightReader,
    conv: String,
    norm: String,
    epsilon: Double,
    stride: Int = 1,
    padding: [Int] = [0, 0, 0, 0],
    groups: Int = 1
  ) throws {
    let kernel = try weights.tensor("\(conv).weight", rank: 4)
    let variance = try weights.tensor("\(norm).running_var", rank: 1)
    let gain = try weights.tensor("\(norm).weight", rank: 1) * (variance + epsilon).rsqrt()
    weight = try (kernel * gain.reshaped(-1, 1, 1, 1)).contiguous(.channelsLast)
    let mean = try weights.tensor("\(norm).running_mean", rank: 1)
    bias = try weights.tensor("\(norm).bias", rank: 1) - mean * gain
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  func callAsFunction(_ input: Tensor) throws(TensorError) -> Tensor {
    let isEven = Set(padding).count == 1
    let padded = try isEven ? input : input.padded(padding)
    return try padded.conv2d(
      weight,
      bias: bias,
      stride: stride,
      padding: isEven ? padding[0] : 0,
      groups: groups
    )
  }
}

/// Takes tensors out of a state dictionary by name, with errors that name what is wrong.
final class WeightReader {
  private let state: StateDictionary
  private let source: String
  init(_ state: StateDictionary, source: String) {
    self.state = state
    self.source = source
  }

  func has(_ name: String) -> Bool { state[name] != nil }

  func tensor(_ name: String, rank: Int) throws -> Tensor {
    guard let tensor = state[name] else {
      throw EvaluationError(
        .file,
        "\(source): no tensor '\(name)'; is it a file of this network's weights?"
      )
    }
    let shape = try tensor.shape
    guard shape.count == rank else {
      throw EvaluationError(.file, "\(source): '\(name)' has the shape \(shape), not \(rank) sizes")
    }
    guard try Tensor.firstNonFinite([tensor]) == nil else {
      throw EvaluationError(.nonFinite, "\(source): '\(name)' holds NaN or infinity")
    }
    return try tensor.to(.float32)
  }
}
