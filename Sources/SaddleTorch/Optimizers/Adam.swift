// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Adam, by the engine's fused kernel.
///
/// `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`,
/// `w -= learningRate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)`; weight decay is added
/// to the gradient, `g + weightDecay * w`.
///
/// - Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, arXiv:1412.6980.
public class Adam: Optimizer {
  /// Decay rates of the averages of gradients and of their squares.
  public final var betas: (Double, Double)
  /// Added to the denominator.
  public final var epsilon: Double
  var isDecoupled: Bool { false }

  /// Creates an optimizer of groups.
  public init(
    _ groups: [ParameterGroup],
    betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8,
    amsgrad: Bool = false
  ) throws(TensorError) {
    self.betas = betas
    self.epsilon = epsilon
    let slots = ["exp_avg", "exp_avg_sq"] + (amsgrad ? ["max_exp_avg_sq"] : [])
    try super.init(groups, slots: slots, scalarSlots: ["step"])
  }

  /// Creates an optimizer of one module's parameters.
  public convenience init(
    _ module: Module,
    learningRate: Double = 1e-3,
    betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8,
    weightDecay: Double = 0
  ) throws(TensorError) {
    let group = ParameterGroup(
      module.parameters(),
      learningRate: learningRate,
      weightDecay: weightDecay
    )
    try self.init([group], betas: betas, epsilon: epsilon)
  }

  public final override func step() throws(TensorError) {
    for (index, group) in members.enumerated() {
      guard let averages = slot("exp_avg", of: index),
        let squares = slot("exp_avg_sq", of: index),
        let steps = slot("step", of: index)
      else { continue }
      let maxima = slot("max_exp_avg_sq", of: index)
      try perform("adam", []) { failure in
        group.list.with { parameters in
          averages.with { averages in
            squares.with { squares in
              steps.with { steps in
                let run = { (maxima: UnsafePointer<OpaquePointer?>?) in
                  st_adam_step(
                    parameters,
                    group.list.count,
                    averages,
                    squares,
                    maxima,
                    steps,
                    group.learningRate,
                    self.betas.0,
                    self.betas.1,
                    self.epsilon,
                    group.weightDecay,
                    self.isDecoupled,
                    failure
                  )
                }
                return maxima?.with(run) ?? run(nil)
              }
            }
          }
        }
      }
    }
  }
}

/// Adam with weight decay apart from the gradient: `w -= learningRate * weightDecay * w`.
///
/// - Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019,
///   arXiv:1711.05101.
public final class AdamW: Adam {
  override var isDecoupled: Bool { true }

  /// Creates an optimizer of one module's parameters.
  public convenience init(
    _ module: Module,
    learningRate: Double = 1e-3,
    betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8,
    decay: Double = 0.01
  ) throws(TensorError) {
    let group = ParameterGroup(
      module.parameters(),
      learningRate: learningRate,
      weightDecay: decay
    )
    try self.init([group], betas: betas, epsilon: epsilon)
  }
}
