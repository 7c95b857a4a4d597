// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Unrolled GAN: the last move's gradient passes through steps that the first one would make.
///
/// The first, the discriminator's, itself makes one step. Both move at once. Source: Metz et al.,
/// "Unrolled Generative Adversarial Networks", 2017; poolio/unrolled_gan@67e2c7a (same batch in each
/// step). For tasks of two moves by one player each.
public final class Unrolled: UpdateRule {
  /// Steps that are looked ahead.
  public let steps: Int

  /// Creates the rule; time and memory grow with `steps`.
  public init(steps: Int = 5) { self.steps = steps }

  /// Moves the first at the present weights and the last by looking ahead, both at once.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let phases = game.phases
    guard phases.count == 2, let ahead = phases.first, let behind = phases.last,
      let opponent = try game.movers(of: ahead).first,
      let player = try game.movers(of: behind).first
    else {
      throw TensorError(
        .invalidArgument,
        "unrolled",
        cause: "unrolled updates are for two moves, and the task has \(phases.count)"
      )
    }
    let batch = try next()
    func plain(_ phase: Phase) throws -> Terms {
      let terms = try game.task.plainTerms([phase], batch, game.round)
      guard let first = terms.first else {
        throw TensorError(.other, "unrolled", cause: "the task gives no plain loss")
      }
      return first
    }
    try game.differentiate(ahead, batch, sharesFakes: true)
    let named = opponent.network.parameters()
    var inner = try UnrolledOptimizer(opponent.optimizer, names: named.map(\.name))
    defer { for (_, parameter) in named { parameter.substitute = nil } }
    for _ in 0..<steps {
      let weights = named.map(\.parameter.tensor)
      let gradients = try grad([plain(ahead).total()], weights, createGraph: true)
      let moved = try inner.step(weights, gradients)
      for ((_, parameter), weight) in zip(named, moved) { parameter.substitute = weight }
    }
    let loss = try plain(behind)
    // Asked for by name: a backward pass would add to the opponent's gradient, too.
    let parameters = player.network.parameters().map(\.parameter)
    let gradients = try grad([loss.total()], parameters.map(\.tensor))
    for (parameter, gradient) in zip(parameters, gradients) { try parameter.setGradient(gradient) }
    for (_, parameter) in named { parameter.substitute = nil }
    try game.note(behind, loss)
    try game.updateAll()
  }
}
