// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// All gradients at the same weights, then all updates: what theory writes down.
public final class Simultaneous: UpdateRule {
  /// Creates the rule, which has no settings.
  public init() {}

  /// Differentiates all moves, then updates.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    try game.differentiateAll(next())
    try game.updateAll()
  }
}
