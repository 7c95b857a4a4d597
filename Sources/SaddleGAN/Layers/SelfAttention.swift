// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Each position of a map looks at all others; starts as the identity (gamma is 0 at first).
///
/// Source: Zhang et al., "Self-Attention Generative Adversarial Networks", 2019: 1x1 convolutions to
/// C/8 (query, key) and C/2 (value), keys and values pooled by 2, spectral norm where asked for.
public final class SelfAttention: Module {
  private let query: Conv2d
  private let key: Conv2d
  private let value: Conv2d
  private let output: Conv2d
  private let gamma: Parameter
  private let pool = MaxPool2d(2)

  /// Creates a block for maps of `channels` channels.
  public init(_ channels: Int, spectralNorm: Bool, using random: Random) throws(TensorError) {
    func projection(_ inputs: Int, _ outputs: Int) throws(TensorError) -> Conv2d {
      let layer = try Conv2d(inputs, outputs, kernel: 1, bias: false, using: random)
      return spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    let (small, half) = (max(1, channels / 8), max(1, channels / 2))
    query = try projection(channels, small)
    key = try projection(channels, small)
    value = try projection(channels, half)
    output = try projection(half, channels)
    gamma = try Parameter(.zeros([1]))
    super.init()
    register(query, as: "query")
    register(key, as: "key")
    register(value, as: "value")
    register(output, as: "output")
    register(gamma, as: "gamma")
  }

  /// Returns `input + gamma * attended`, the same shape; sides must be even.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let shape = try input.shape
    let queries = try query(input, mode: mode).flattened(2).transposed(1, 2)
    let keys = try pool(key(input, mode: mode), mode: mode).flattened(2)
    let values = try pool(value(input, mode: mode), mode: mode).flattened(2)
    let weights = try queries.matmul(keys).softmax(-1)
    let attended = try values.matmul(weights.transposed(1, 2))
      .reshaped([shape[0], -1, shape[2], shape[3]])
    return try input + output(attended, mode: mode) * gamma.tensor
  }
}
