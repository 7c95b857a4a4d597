// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Extragradient: a trial step, the gradient there, and a step by it from where all stood.
///
/// Moments of an optimizer take in both gradients (ExtraAdam). Source: Gidel et al., "A
/// Variational Inequality Perspective on GANs", 2019, algorithms 2 and 4.
public final class Extragradient: UpdateRule {
  /// Creates the rule, which has no settings.
  public init() {}

  /// Makes the trial and the step.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let weights = try game.parameters().map(\.tensor)
    let start = try weights.copied()
    try game.differentiateAll(next())
    try game.updateAll()
    try game.differentiateAll(next())
    try weights.assign(start)
    try game.updateAll()
  }
}
