// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// One of the two networks with what updates it.
public struct Player {
  /// The network.
  public let network: Module
  /// Its optimiser.
  public let optimizer: Optimizer
  /// What bounds its gradient before an update.
  public var clipping: GradientClipping

  /// Creates a player; the optimiser must hold exactly the network's parameters.
  public init(
    network: Module,
    optimizer: Optimizer,
    clipping: GradientClipping = .none
  ) {
    self.network = network
    self.optimizer = optimizer
    self.clipping = clipping
  }
}

/// A bound on a gradient.
public enum GradientClipping: Sendable, Equatable {
  /// No bound.
  case none
  /// The joint L2 norm of all gradients is scaled down to the bound (`clip_grad_norm_`).
  case norm(Double)
  /// Each element is cut to `[-bound, bound]` (`clip_grad_value_`).
  case value(Double)
  /// Each unit's gradient is scaled down to this share of its weights' norm (AGC).
  case adaptive(Double)

  init(_ settings: GradientClipConfiguration) {
    self =
      settings.norm.map { .norm($0) } ?? settings.value.map { .value($0) }
      ?? settings.adaptive.map { .adaptive($0) } ?? .none
  }
}
