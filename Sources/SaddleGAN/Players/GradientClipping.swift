// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// A bound on a player's gradient, applied between backward pass and update.
public enum GradientClipping: Sendable, Equatable {
  /// No bound.
  case none
  /// The joint L2 norm of all gradients is scaled down to the bound (`clip_grad_norm_`).
  case norm(Double)
  /// Each element is cut to `[-bound, bound]` (`clip_grad_value_`).
  case value(Double)
  /// Each unit's gradient is scaled down to this share of its weights' norm (AGC).
  case adaptive(Double)

  /// Name and bound, as the configuration has them; nil for none.
  var bound: (name: String, value: Double)? {
    switch self {
    case .none: nil
    case .norm(let value): ("norm", value)
    case .value(let value): ("value", value)
    case .adaptive(let value): ("adaptive", value)
    }
  }

  /// The same kind with another bound.
  func with(bound: Double) -> GradientClipping {
    switch self {
    case .none: .none
    case .norm: .norm(bound)
    case .value: .value(bound)
    case .adaptive: .adaptive(bound)
    }
  }

  func apply(to network: Module) throws(TensorError) {
    switch self {
    case .none: break
    case .norm(let bound): try network.clipGradients(norm: bound)
    case .value(let bound): try network.clipGradients(value: bound)
    case .adaptive(let ratio): try network.clipGradients(adaptive: ratio)
    }
  }
}
