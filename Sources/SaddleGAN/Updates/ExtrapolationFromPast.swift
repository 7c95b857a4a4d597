// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Extrapolation from the past: the trial step goes along the last gradient, which saves a pass.
///
/// Source: Gidel et al., "A Variational Inequality Perspective on GANs", 2019, section 3.2.
public final class ExtrapolationFromPast: UpdateRule {
  private var past: [Tensor]?

  /// Creates the rule; its first step has no past and makes no trial.
  public init() {}

  /// Makes the trial and the step.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let parameters = try game.parameters()
    let weights = parameters.map(\.tensor)
    let start = try weights.copied()
    if let past {
      for (parameter, gradient) in zip(parameters, past) { try parameter.setGradient(gradient) }
      try game.updateAll()
    }
    try game.differentiateAll(next())
    var gradients: [Tensor] = []
    for parameter in parameters {
      gradients.append(try parameter.gradient?.clone() ?? parameter.tensor.detach().zerosLike())
    }
    past = gradients
    try weights.assign(start)
    try game.updateAll()
  }

  /// The last gradient.
  public func state() throws(TensorError) -> StateDictionary { .numbered("past", past) }

  /// Goes on from a gradient.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    past = try state.numbered("past")
  }
}
