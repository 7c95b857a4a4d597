// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension Module {
  /// Scales each unit's gradient down to `ratio` times the norm of its weights (AGC).
  ///
  /// A unit is what the first dimension counts, or the whole of a vector; norms of weights count
  /// at least 0.001. Source: Brock et al., "High-Performance Large-Scale Image Recognition Without
  /// Normalization", 2021.
  func clipGradients(adaptive ratio: Double) throws(TensorError) {
    try noGrad { () throws(TensorError) in
      for (_, parameter) in parameters() {
        guard let gradient = try parameter.gradient else { continue }
        let shape = try gradient.shape
        func unitNorms(_ tensor: Tensor) throws(TensorError) -> Tensor {
          guard shape.count > 1 else { return try tensor.square().sum().sqrt() }
          let ones = Array(repeating: 1, count: shape.count - 1)
          return try tensor.flattened(1).square().sum(1).sqrt().reshaped([shape[0]] + ones)
        }
        let bound = try unitNorms(parameter.tensor.detach()).clamped(low: 1e-3) * ratio
        let scale = try (bound / (unitNorms(gradient) + 1e-12)).clamped(high: 1)
        try parameter.setGradient(gradient * scale)
      }
    }
  }
}
