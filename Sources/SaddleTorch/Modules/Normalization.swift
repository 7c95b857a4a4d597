// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Batch normalization of channels (the second dimension), with running statistics.
open class BatchNorm: Module {
  /// Scale, registered as `weight`; nil without `affine`.
  public final let weight: Parameter?
  /// Shift, registered as `bias`; nil without `affine`.
  public final let bias: Parameter?
  private final let runningMean: Buffer
  private final let runningVariance: Buffer
  private final let batches: Buffer
  private final let momentum: Double
  private final let epsilon: Double

  /// Number of dimensions that inputs have.
  open var rank: Int { 4 }
  /// Yes: statistics are the batch's.
  public final override var mixesBatch: Bool { true }

  /// Creates a layer; running statistics move by `momentum` of the way to the batch's.
  public init(
    _ channels: Int,
    epsilon: Double = 1e-5,
    momentum: Double = 0.1,
    affine: Bool = true,
    device: Device = .cpu
  ) throws(TensorError) {
    self.epsilon = epsilon
    self.momentum = momentum
    weight = affine ? try Parameter(.ones([channels], device: device)) : nil
    bias = affine ? try Parameter(.zeros([channels], device: device)) : nil
    runningMean = try Buffer(.zeros([channels], device: device))
    runningVariance = try Buffer(.ones([channels], device: device))
    batches = try Buffer(.zeros([], dtype: .int64, device: device))
    super.init()
    if let weight { register(weight, as: "weight") }
    if let bias { register(bias, as: "bias") }
    register(runningMean, as: "running_mean")
    register(runningVariance, as: "running_var")
    register(batches, as: "num_batches_tracked")
  }

  /// Returns the batch normalized: in training with its own statistics, which the running ones
  /// follow; in inference with the running ones.
  public final override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let training = mode == .training
    return try call("batch_norm", [input]) { out, failure in
      st_batch_norm_tracked(
        input.pointer,
        weight?.tensor.pointer,
        bias?.tensor.pointer,
        runningMean.tensor.pointer,
        runningVariance.tensor.pointer,
        batches.tensor.pointer,
        rank,
        training,
        momentum,
        epsilon,
        out,
        failure
      )
    }
  }
}

/// Batch normalization of `[batch, channels]`.
public final class BatchNorm1d: BatchNorm {
  /// Two dimensions.
  public override var rank: Int { 2 }
}

/// Batch normalization of `[batch, channels, height, width]`.
public final class BatchNorm2d: BatchNorm {}

/// Normalization of each image's channels; without scale and shift unless `affine`.
public final class InstanceNorm2d: Module {
  private let weight: Parameter?
  private let bias: Parameter?
  private let epsilon: Double

  /// Creates a layer; `epsilon` is added to each variance.
  public init(
    _ channels: Int,
    epsilon: Double = 1e-5,
    affine: Bool = false,
    device: Device = .cpu
  ) throws(TensorError) {
    self.epsilon = epsilon
    weight = affine ? try Parameter(.ones([channels], device: device)) : nil
    bias = affine ? try Parameter(.zeros([channels], device: device)) : nil
    super.init()
    if let weight { register(weight, as: "weight") }
    if let bias { register(bias, as: "bias") }
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.instanceNormalized(weight: weight?.tensor, bias: bias?.tensor, epsilon: epsilon)
  }
}

/// Normalization over the last dimensions of each sample.
public final class LayerNorm: Module {
  private let shape: [Int]
  private let weight: Parameter
  private let bias: Parameter
  private let epsilon: Double

  /// Creates a layer for last dimensions of the sizes `shape`.
  public init(
    _ shape: [Int],
    epsilon: Double = 1e-5,
    device: Device = .cpu
  ) throws(TensorError) {
    self.shape = shape
    self.epsilon = epsilon
    weight = try Parameter(.ones(shape, device: device))
    bias = try Parameter(.zeros(shape, device: device))
    super.init()
    register(weight, as: "weight")
    register(bias, as: "bias")
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.layerNormalized(shape, weight: weight.tensor, bias: bias.tensor, epsilon: epsilon)
  }
}

/// Normalization over groups of channels of each sample.
public final class GroupNorm: Module {
  private let groups: Int
  private let weight: Parameter
  private let bias: Parameter
  private let epsilon: Double

  /// Creates a layer; `channels` must be divisible by `groups`.
  public init(
    _ groups: Int,
    _ channels: Int,
    epsilon: Double = 1e-5,
    device: Device = .cpu
  ) throws(TensorError) {
    self.groups = groups
    self.epsilon = epsilon
    weight = try Parameter(.ones([channels], device: device))
    bias = try Parameter(.zeros([channels], device: device))
    super.init()
    register(weight, as: "weight")
    register(bias, as: "bias")
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.groupNormalized(groups, weight: weight.tensor, bias: bias.tensor, epsilon: epsilon)
  }
}
