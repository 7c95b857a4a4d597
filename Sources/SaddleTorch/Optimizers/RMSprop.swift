// SPDX-License-Identifier: Apache-2.0
import CTorch

/// RMSprop.
///
/// `s = alpha s + (1 - alpha) g^2`, `w -= learningRate * g / (sqrt(s) + epsilon)`; `centered`
/// subtracts the squared average of the gradient under the root.
///
/// - Source: Tieleman and Hinton, "Lecture 6.5 - rmsprop", 2012; constants as in PyTorch.
public final class RMSprop: Optimizer {
  /// Decay rate of the average of squares.
  public let alpha: Double
  /// Added to the denominator.
  public let epsilon: Double
  /// How much of the last direction is kept.
  public let momentum: Double

  /// Creates an optimizer of groups.
  public init(
    _ groups: [ParameterGroup],
    alpha: Double = 0.99,
    epsilon: Double = 1e-8,
    momentum: Double = 0,
    centered: Bool = false
  ) throws(TensorError) {
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    let slots =
      ["square_avg"] + (centered ? ["grad_avg"] : []) + (momentum == 0 ? [] : ["momentum_buffer"])
    try super.init(groups, slots: slots)
  }

  /// Creates an optimizer of one module's parameters.
  public convenience init(
    _ module: Module,
    learningRate: Double = 1e-2,
    alpha: Double = 0.99,
    weightDecay: Double = 0
  ) throws(TensorError) {
    let group = ParameterGroup(
      module.parameters(),
      learningRate: learningRate,
      weightDecay: weightDecay
    )
    try self.init([group], alpha: alpha)
  }

  public override func step() throws(TensorError) {
    for (index, group) in members.enumerated() {
      guard let squares = slot("square_avg", of: index) else { continue }
      let averages = slot("grad_avg", of: index) ?? HandleList([])
      let momenta = slot("momentum_buffer", of: index) ?? HandleList([])
      try perform("rmsprop", []) { failure in
        group.list.with { parameters in
          squares.with { squares in
            averages.with { averagesPointer in
              momenta.with { momentaPointer in
                st_rmsprop_step(
                  parameters,
                  group.list.count,
                  squares,
                  averages.count == 0 ? nil : averagesPointer,
                  momenta.count == 0 ? nil : momentaPointer,
                  group.learningRate,
                  alpha,
                  epsilon,
                  momentum,
                  group.weightDecay,
                  failure
                )
              }
            }
          }
        }
      }
    }
  }
}
