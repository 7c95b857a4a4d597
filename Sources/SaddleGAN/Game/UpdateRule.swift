// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// How the moves of a task become updates: in turns, at once, looking ahead.
///
/// A rule is written once for all tasks. It asks the game for gradients and updates, and keeps what
/// it remembers from step to step as `state`.
///
/// ```swift
/// import SaddleGAN
///
/// final class AtOnce: UpdateRule {
///   func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
///     try game.differentiateAll(next())
///     try game.updateAll()
///   }
/// }
/// ```
public protocol UpdateRule: Stateful, Controllable {
  /// Makes all updates of a step.
  ///
  /// - Parameters:
  ///   - game: What is played.
  ///   - next: Gives the next data.
  func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws
}
