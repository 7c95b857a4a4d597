// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Batch normalization whose scale and shift are chosen by the class.
///
/// Scales start at 1 and shifts at 0. Source: de Vries et al., 2017; Miyato and Koyama, "cGANs with
/// Projection Discriminator", 2018.
public final class ConditionalBatchNorm2d: Module {
  private let norm: BatchNorm2d
  private let scale: Parameter
  private let shift: Parameter

  /// Creates a layer for `classes` classes.
  public init(_ channels: Int, classes: Int) throws(TensorError) {
    norm = try BatchNorm2d(channels, affine: false)
    scale = try Parameter(.ones([classes, channels]))
    shift = try Parameter(.zeros([classes, channels]))
    super.init()
    register(norm, as: "norm")
    register(scale, as: "scale")
    register(shift, as: "shift")
  }

  /// Fails: the class must be known.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  /// Returns `scale[label] * normalized + shift[label]`.
  public override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    let labels = try condition.needLabels("conditional batch norm")
    let shape = [try input.shape[0], try input.shape[1], 1, 1]
    let normalized = try norm(input, mode: mode)
    return try normalized * scale.tensor.gathered(at: labels).reshaped(shape)
      + shift.tensor.gathered(at: labels).reshaped(shape)
  }
}

extension Condition {
  /// The labels, which a conditional layer can't do without.
  func needLabels(_ layer: String) throws(TensorError) -> Tensor {
    guard let labels else {
      throw TensorError(.invalidArgument, layer, cause: "the samples have no class labels")
    }
    return labels
  }
}
