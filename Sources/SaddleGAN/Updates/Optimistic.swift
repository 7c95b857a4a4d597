// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Optimistic updates: twice the optimizer's step less its last one, which is 0 at first.
///
/// With gradient descent OGDA, with Adam optimistic Adam. Source: Daskalakis et al., "Training GANs
/// with Optimism", 2018; GauthierGidel/Variational-Inequality-GAN@141122a, optim/omd.py.
public final class Optimistic: UpdateRule {
  private var last: [Tensor]?

  /// Creates the rule, which has no settings.
  public init() {}

  /// Makes the optimizers' steps and corrects them by the last ones.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let weights = try game.parameters().map(\.tensor)
    let start = try weights.copied()
    try game.differentiateAll(next())
    try game.updateAll()
    var steps: [Tensor] = []
    try noGrad { () throws(TensorError) in
      for (index, weight) in weights.enumerated() {
        let made = try (weight - start[index]).clone()
        var target = try start[index] + made * 2
        if let last { target = try target - last[index] }
        try weight.overwrite(target)
        steps.append(made)
      }
    }
    last = steps
    for player in game.players { try game.task.constrain(player) }
  }

  /// The steps that the optimizers made last, which the next ones are corrected by.
  public func state() throws(TensorError) -> StateDictionary { .numbered("step", last) }

  /// Goes on from the last steps.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    last = try state.numbered("step")
  }
}
