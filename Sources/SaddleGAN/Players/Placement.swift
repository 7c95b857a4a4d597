// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// How processes share a game: each plays it on samples of its own, with gradients that are the mean
/// over all of them.
public struct Placement {
  /// Processes that play the same game.
  public var count: Int
  /// What averages gradients over the processes; nil where there is one.
  public var gradients: (any GradientExchange)?

  /// A game that one process plays by itself.
  public static var alone: Placement { Placement() }

  /// Creates a placement; a count below 1 is 1.
  public init(count: Int = 1, gradients: (any GradientExchange)? = nil) {
    self.count = max(1, count)
    self.gradients = gradients
  }
}

/// Replaces gradients by their mean over processes, between a backward pass and the update.
public protocol GradientExchange: AnyObject {
  /// Exchanges the gradients of all parameters of a network.
  func exchange(_ network: Module) throws(TensorError)
}
