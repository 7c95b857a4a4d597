// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Where a game is played: the device, and this process's place among those that share the work.
public struct Placement {
  /// Where tensors are.
  public var device: Device
  /// This process's number, 0 ..< count; rank 0 writes files.
  public var rank: Int
  /// Processes that play the same game.
  public var count: Int
  /// What averages gradients over the processes; nil where there is one.
  public var gradients: (any GradientExchange)?

  /// One process on the processor.
  public static var cpu: Placement { Placement(device: .cpu) }

  /// Creates a placement.
  public init(
    device: Device,
    rank: Int = 0,
    count: Int = 1,
    gradients: (any GradientExchange)? = nil
  ) {
    self.device = device
    self.rank = rank
    self.count = count
    self.gradients = gradients
  }
}

/// Replaces gradients by their mean over processes, between a backward pass and the update.
public protocol GradientExchange: AnyObject {
  /// Exchanges the gradients of all parameters of a network.
  func exchange(_ network: Module) throws(TensorError)
}
