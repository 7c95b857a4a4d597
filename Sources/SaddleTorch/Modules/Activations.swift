// SPDX-License-Identifier: Apache-2.0

/// `max(x, 0)`, element by element.
public final class ReLU: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.relu()
  }
}

/// Hyperbolic tangent, element by element.
public final class Tanh: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.tanh()
  }
}

/// `1 / (1 + exp(-x))`, element by element.
public final class Sigmoid: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.sigmoid()
  }
}

/// `log(1 + exp(x))`, element by element.
public final class Softplus: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.softplus()
  }
}

/// `x * sigmoid(x)`, element by element.
public final class SiLU: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.silu()
  }
}

/// `x * Phi(x)`, element by element.
public final class GELU: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.gelu()
  }
}

/// `x` where positive, else `slope * x`.
public final class LeakyReLU: Module {
  private let slope: Double

  /// Creates an activation; DCGAN uses a slope of 0.2.
  public init(slope: Double = 0.01) {
    self.slope = slope
    super.init()
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.leakyReLU(slope: slope)
  }
}

/// `x` where positive, else `alpha * (exp(x) - 1)`.
public final class ELU: Module {
  private let alpha: Double

  /// Creates an activation that goes down to `-alpha`.
  public init(alpha: Double = 1) {
    self.alpha = alpha
    super.init()
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.elu(alpha: alpha)
  }
}

/// `x` where positive, else `weight * x`; the weight is trained, one or one a channel.
public final class PReLU: Module {
  private let weight: Parameter

  /// Creates an activation with slopes of `slope`.
  public init(_ count: Int = 1, slope: Double = 0.25, device: Device = .cpu) throws(TensorError) {
    weight = try Parameter(.full([count], slope, device: device))
    super.init()
    register(weight, as: "weight")
  }

  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.preLU(slope: weight.tensor)
  }
}

/// Gives back its input.
public final class Identity: Module {
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor { input }
}

/// Sets elements to 0 with a probability while training and scales the others up to match.
public final class Dropout: Module {
  private let probability: Double
  private let random: Random

  /// Creates a layer that draws from `random`, whose state belongs in checkpoints.
  public init(_ probability: Double = 0.5, using random: Random) {
    self.probability = probability
    self.random = random
    super.init()
  }

  /// Returns the tensor with dropped elements in training, itself in inference.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    mode == .training ? try input.dropout(probability, using: random) : input
  }
}
