// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// `shortcut(x) + branch(x)`: two 3x3 convolutions, with doubling or halving of the sides.
///
/// A shortcut has a 1x1 convolution where sides or channels change. The first block of a
/// discriminator has no activation in front and pools before its shortcut's convolution.
final class ResidualBlock: Module {
  enum Change { case up, down, none }

  private let first: Conv2d
  private let second: Conv2d
  private let shortcut: Conv2d?
  private let norms: [Module]
  private let change: Change
  private let isFirst: Bool
  private let upsample = Upsample(2)
  private let pool = AvgPool2d(2)

  /// Creates a block.
  ///
  /// - Parameter normalization: Nil for none; batch norm with that many classes, nil for plain.
  init(
    _ inputs: Int,
    _ outputs: Int,
    resampling: Change,
    isFirst: Bool = false,
    normalization: Int??,
    spectralNorm: Bool,
    using random: Random
  ) throws(TensorError) {
    func convolution(
      _ inputs: Int,
      _ kernel: Int,
      gain: Double
    ) throws(TensorError) -> Conv2d {
      let layer = try Conv2d(
        inputs,
        outputs,
        kernel: kernel,
        padding: kernel / 2,
        using: random
      )
      try layer.weight.initialize(.xavierUniform(gain: gain), using: random)
      if let bias = layer.bias { try bias.initialize(.constant(0), using: random) }
      return spectralNorm ? try layer.spectrallyNormalized(using: random) : layer
    }
    first = try convolution(inputs, 3, gain: 2.0.squareRoot())
    second = try convolution(outputs, 3, gain: 2.0.squareRoot())
    let changes = resampling != .none || inputs != outputs
    shortcut = changes ? try convolution(inputs, 1, gain: 1) : nil
    var norms: [Module] = []
    if let normalization {
      for channels in [inputs, outputs] {
        if let classes = normalization {
          norms.append(try ConditionalBatchNorm2d(channels, classes: classes))
        } else {
          norms.append(try BatchNorm2d(channels))
        }
      }
    }
    self.norms = norms
    change = resampling
    self.isFirst = isFirst
    super.init()
    register(first, as: "conv1")
    register(second, as: "conv2")
    if let shortcut { register(shortcut, as: "shortcut") }
    for (index, norm) in norms.enumerated() { register(norm, as: "norm\(index + 1)") }
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    func normalized(_ tensor: Tensor, _ index: Int) throws(TensorError) -> Tensor {
      guard norms.indices.contains(index) else { return tensor }
      return try norms[index](tensor, condition: condition, mode: mode)
    }
    var branch = isFirst ? input : try normalized(input, 0).relu()
    if change == .up { branch = try upsample(branch, mode: mode) }
    branch = try first(branch, mode: mode)
    branch = try second(normalized(branch, 1).relu(), mode: mode)
    if change == .down { branch = try pool(branch, mode: mode) }
    var side = input
    if change == .up { side = try upsample(side, mode: mode) }
    if change == .down, isFirst { side = try pool(side, mode: mode) }
    if let shortcut { side = try shortcut(side, mode: mode) }
    if change == .down, !isFirst { side = try pool(side, mode: mode) }
    return try branch + side
  }
}
