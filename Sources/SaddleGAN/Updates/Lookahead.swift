// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Lookahead-minmax: every so many steps slow weights go part of the way to the fast ones, and all
/// start again from there.
///
/// Source: Chavdarova et al., "Taming GANs with Lookahead-Minmax", 2021.
public final class Lookahead: UpdateRule {
  /// The rule that moves the fast weights.
  public let inner: any UpdateRule
  /// Steps between two pulls.
  public let every: Int
  /// How far the slow weights go towards the fast ones, 0...1.
  public var alpha: Double
  private var slow: [Tensor]?

  /// Creates the rule.
  public init(of inner: any UpdateRule, every: Int, alpha: Double = 0.5) {
    self.inner = inner
    self.every = max(1, every)
    self.alpha = alpha
  }

  /// Makes the inner rule's step, and a pull where one is due.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let weights = try game.parameters().map(\.tensor)
    let slow = try self.slow ?? weights.copied()
    self.slow = slow
    try inner.step(game, next)
    guard game.step % every == 0 else { return }
    var pulled: [Tensor] = []
    try noGrad { () throws(TensorError) in
      for (slow, fast) in zip(slow, weights) {
        pulled.append(try (slow + (fast - slow) * alpha).clone())
      }
    }
    try weights.assign(pulled)
    self.slow = pulled
  }

  /// How far the slow weights go, and what the inner rule has.
  public var controls: [Control] {
    [Control("training.lookahead.alpha", of: self, \.alpha)] + inner.controls
  }

  /// The slow weights, and what the inner rule remembers.
  public func state() throws(TensorError) -> StateDictionary {
    var state = StateDictionary.numbered("slow", slow)
    state.merge(try inner.state())
    return state
  }

  /// Goes on from slow weights.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    slow = try state.numbered("slow")
    try inner.restore(state)
  }
}
