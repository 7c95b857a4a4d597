// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Consensus optimization: all also descend `(weight / 2) |v|^2`, v being everybody's gradient.
///
/// Differentiates through the gradients. Source: Mescheder et al., "The Numerics of GANs", 2017.
public final class Consensus: UpdateRule {
  /// Weight of the common gradient.
  public var weight: Double

  /// Creates the rule; with weight 0 it would be `Simultaneous`.
  public init(weight: Double = 10) { self.weight = weight }

  /// The weight, by the key `training.consensus`.
  public var controls: [Control] { [Control("training.consensus", of: self, \.weight)] }

  /// Differentiates all losses and the square of that gradient, then updates.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let phases = game.phases
    let losses = try game.task.plainTerms(phases, next(), game.round)
    let players = try phases.map { try game.movers(of: $0) }
    var fields: [[Tensor]] = []
    for (players, loss) in zip(players, losses) {
      let weights = players.flatMap { $0.network.parameters().map(\.parameter.tensor) }
      fields.append(try grad([loss.total()], weights, createGraph: true))
    }
    for player in players.joined() { try player.optimizer.zeroGradients() }
    if weight > 0, let norm = try Self.squaredNorm(fields), try norm.requiresGrad {
      try (norm * (weight / 2)).backward()
    }
    for (players, field) in zip(players, fields) {
      let parameters = players.flatMap { $0.network.parameters().map(\.parameter) }
      for (parameter, gradient) in zip(parameters, field) {
        let own = try gradient.detach()
        let common = try parameter.gradient
        try parameter.setGradient(
          common.map { (common) throws(TensorError) in try common + own } ?? own
        )
      }
    }
    for (phase, loss) in zip(phases, losses) { try game.note(phase, loss) }
    try game.updateAll()
  }

  private static func squaredNorm(_ fields: [[Tensor]]) throws(TensorError) -> Tensor? {
    var norm: Tensor?
    for gradient in fields.joined() {
      let square = try gradient.square().sum()
      norm = try norm.map { (norm) throws(TensorError) in try norm + square } ?? square
    }
    return norm
  }
}
