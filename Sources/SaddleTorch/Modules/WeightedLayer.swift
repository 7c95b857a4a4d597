// SPDX-License-Identifier: Apache-2.0
import CTorch

/// A layer with a weight, perhaps a bias, and perhaps spectral normalization of the weight.
open class WeightedLayer: Module {
  /// The weight, registered as `weight`, with spectral normalization as `weight_orig`.
  public final let weight: Parameter
  /// The bias, registered as `bias`.
  public final let bias: Parameter?
  private final var spectral: (u: Buffer, v: Buffer, dimension: Int)?

  /// Creates a layer with PyTorch's initial values: both even in `-bound...bound`, where
  /// `bound = 1 / sqrt(fanIn)`.
  init(
    weight shape: [Int],
    bias size: Int?,
    fanIn: Int,
    using random: Random
  ) throws(TensorError) {
    let bound = fanIn > 0 ? 1 / Double(fanIn).squareRoot() : 0
    weight = try Parameter(random.uniform(shape, low: -bound, high: bound))
    if let size {
      bias = try Parameter(random.uniform([size], low: -bound, high: bound))
    } else {
      bias = nil
    }
    super.init()
    register(weight, as: "weight")
    if let bias { register(bias, as: "bias") }
  }

  /// Power iterations of each forward pass in training, of a spectrally normalized layer.
  public final var powerIterations = 1

  /// The type, and whether its weight is normalized.
  open override var kind: String {
    "\(type(of: self))\(details)" + (spectral == nil ? "" : " spectral")
  }

  /// What stands behind the type's name in `kind`.
  open var details: String { "" }

  /// The dimension of the weight that counts outputs.
  open var outputDimension: Int { 0 }

  /// Divides the weight by an estimate of its largest singular value from now on.
  ///
  /// Each forward pass in training takes `powerIterations`; the state is kept in `weight_u` and
  /// `weight_v`, as by `torch.nn.utils.spectral_norm`. Starts with 15 iterations.
  ///
  /// - Returns: The layer itself.
  /// - Source: Miyato et al., "Spectral Normalization for Generative Adversarial Networks", 2018,
  ///   arXiv:1802.05957.
  @discardableResult
  public final func spectrallyNormalized(using random: Random) throws(TensorError) -> Self {
    guard spectral == nil else { return self }
    let shape = try weight.tensor.shape
    let rows = shape[outputDimension]
    let columns = shape.reduce(1, *) / max(rows, 1)
    let u = try Buffer(random.normal([rows]))
    let v = try Buffer(random.normal([columns]))
    rename(parameter: "weight", to: "weight_orig")
    register(u, as: "weight_u")
    register(v, as: "weight_v")
    spectral = (u, v, outputDimension)
    _ = try noGrad { () throws(TensorError) in try effectiveWeight(iterations: 15) }
    return self
  }

  /// The weight as the layer uses it.
  public final func effectiveWeight(_ mode: Mode) throws(TensorError) -> Tensor {
    guard spectral != nil else { return weight.tensor }
    return try effectiveWeight(iterations: mode == .training ? powerIterations : 0)
  }

  private final func effectiveWeight(iterations: Int) throws(TensorError) -> Tensor {
    guard let (u, v, dimension) = spectral else { return weight.tensor }
    return try call("spectral_norm", [weight.tensor]) { out, failure in
      st_spectral_norm(
        weight.tensor.pointer,
        u.tensor.pointer,
        v.tensor.pointer,
        dimension,
        iterations,
        1e-12,
        out,
        failure
      )
    }
  }
}

/// `input * weight^T + bias`.
///
/// Weight `[outputs, inputs]`.
public final class Linear: WeightedLayer {
  /// Creates a layer with PyTorch's initial values.
  public init(
    _ inputs: Int,
    _ outputs: Int,
    bias: Bool = true,
    using random: Random
  ) throws(TensorError) {
    try super.init(
      weight: [outputs, inputs],
      bias: bias ? outputs : nil,
      fanIn: inputs,
      using: random
    )
  }

  /// Returns `[..., outputs]` for `[..., inputs]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.linear(effectiveWeight(mode), bias: bias?.tensor)
  }
}

/// 2-D convolution with a square kernel.
///
/// Weight `[outputs, inputs / groups, kernel, kernel]`.
public final class Conv2d: WeightedLayer {
  /// Side of the kernel.
  public let kernel: Int
  private let stride: Int
  private let padding: Int
  private let groups: Int

  /// Creates a layer with PyTorch's initial values.
  public init(
    _ inputs: Int,
    _ outputs: Int,
    kernel: Int,
    stride: Int = 1,
    padding: Int = 0,
    groups: Int = 1,
    bias: Bool = true,
    using random: Random
  ) throws(TensorError) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.groups = groups
    guard groups > 0, inputs % groups == 0 else {
      throw TensorError(
        .invalidArgument,
        "Conv2d",
        cause: "\(inputs) inputs don't divide into \(groups) groups"
      )
    }
    try super.init(
      weight: [outputs, inputs / groups, kernel, kernel],
      bias: bias ? outputs : nil,
      fanIn: product([inputs / groups, kernel, kernel], "Conv2d"),
      using: random
    )
  }

  /// Side of the kernel, and the stride where it isn't 1.
  public override var details: String { " \(kernel)x\(kernel)" + (stride > 1 ? "/\(stride)" : "") }

  /// Returns `[batch, outputs, height', width']`, `height' = (height + 2 padding - kernel) / stride + 1`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.conv2d(
      effectiveWeight(mode),
      bias: bias?.tensor,
      stride: stride,
      padding: padding,
      groups: groups
    )
  }
}

/// Transposed 2-D convolution with a square kernel.
///
/// Weight `[inputs, outputs, kernel, kernel]`.
public final class ConvTranspose2d: WeightedLayer {
  /// Side of the kernel.
  public let kernel: Int
  /// Pixels between the places of two inputs' kernels.
  public let stride: Int
  private let padding: Int
  private let outputPadding: Int

  /// Creates a layer with PyTorch's initial values (its `fanIn` counts outputs here).
  public init(
    _ inputs: Int,
    _ outputs: Int,
    kernel: Int,
    stride: Int = 1,
    padding: Int = 0,
    outputPadding: Int = 0,
    bias: Bool = true,
    using random: Random
  ) throws(TensorError) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
    try super.init(
      weight: [inputs, outputs, kernel, kernel],
      bias: bias ? outputs : nil,
      fanIn: product([outputs, kernel, kernel], "ConvTranspose2d"),
      using: random
    )
  }

  /// Side of the kernel, and the stride where it isn't 1.
  public override var details: String { " \(kernel)x\(kernel)" + (stride > 1 ? "/\(stride)" : "") }

  /// The second dimension counts outputs.
  public override var outputDimension: Int { 1 }

  /// Returns `[batch, outputs, height', width']`,
  /// `height' = (height - 1) stride - 2 padding + kernel + outputPadding`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.convTranspose2d(
      effectiveWeight(mode),
      bias: bias?.tensor,
      stride: stride,
      padding: padding,
      outputPadding: outputPadding
    )
  }
}

/// A table of vectors, one for each number.
///
/// Weight `[count, size]`, initially N(0, 1).
public final class Embedding: WeightedLayer {
  /// Creates a table.
  public init(_ count: Int, _ size: Int, using random: Random) throws(TensorError) {
    try super.init(weight: [count, size], bias: nil, fanIn: size, using: random)
    try weight.tensor.fillNormal(mean: 0, deviation: 1, random)
  }

  /// Returns `[..., size]` for numbers `[...]` of type `.int64`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try effectiveWeight(mode).embedded(input)
  }
}
