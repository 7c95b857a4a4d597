// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// A network that sees the class as further channels of its input, one a class.
///
/// Source: Mirza and Osindero, "Conditional Generative Adversarial Nets", 2014.
public final class LabelConcatenation: Module {
  private let network: Module
  private let classes: Int

  /// Wraps a network whose input has room for `classes` more channels.
  public init(_ network: Module, classes: Int) {
    self.network = network
    self.classes = classes
    super.init()
    register(network, as: "network")
  }

  /// Fails: the class must be known.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  /// Returns the network's output for the input and its one-hot class.
  public override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    let labels = try condition.needLabels("label concatenation")
    let shape = try input.shape
    let hot = try labels.oneHot(classes: classes).to(input.dtype)
    let ones = Array(repeating: 1, count: shape.count - 2)
    let spread = try hot.reshaped([shape[0], classes] + ones)
      .expanded([shape[0], classes] + shape.dropFirst(2))
    return try network(
      Tensor.concatenated([input, spread], along: 1),
      condition: condition,
      mode: mode
    )
  }
}
