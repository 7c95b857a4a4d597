// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Stochastic gradient descent, by the engine's fused kernel.
///
/// `b = momentum * b + g`, `w -= learningRate * b`; with `nesterov`, `g + momentum * b` in place of
/// `b`. Weight decay is added to the gradient.
public final class SGD: Optimizer {
  /// How much of the last direction is kept.
  public let momentum: Double
  /// Whether the direction is that of one step further.
  public let nesterov: Bool

  /// Creates an optimizer of groups.
  public init(
    _ groups: [ParameterGroup],
    momentum: Double = 0,
    nesterov: Bool = false
  ) throws(TensorError) {
    self.momentum = momentum
    self.nesterov = nesterov
    try super.init(groups, slots: momentum == 0 ? [] : ["momentum_buffer"])
  }

  /// Creates an optimizer of one module's parameters.
  public convenience init(
    _ module: Module,
    learningRate: Double,
    momentum: Double = 0,
    weightDecay: Double = 0
  ) throws(TensorError) {
    let group = ParameterGroup(
      module.parameters(),
      learningRate: learningRate,
      weightDecay: weightDecay
    )
    try self.init([group], momentum: momentum)
  }

  public override func step() throws(TensorError) {
    for (index, group) in members.enumerated() {
      let momenta = slot("momentum_buffer", of: index)
      try perform("sgd", []) { failure in
        group.list.with { parameters in
          let run = { (momenta: UnsafePointer<OpaquePointer?>?) in
            st_sgd_step(
              parameters,
              group.list.count,
              momenta,
              group.learningRate,
              self.momentum,
              self.nesterov,
              group.weightDecay,
              failure
            )
          }
          return momenta?.with(run) ?? run(nil)
        }
      }
    }
  }
}
