// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension DiscriminatorConfiguration {
  /// The layer that looks across the batch, and how many features it appends; nil for none.
  func batchLayer(
    features: Int,
    using random: Random
  ) throws(TensorError) -> (module: Module, added: Int)? {
    switch batchStatistics {
    case .none: return nil
    case .deviation: return (MinibatchDeviation(), 1)
    case .discrimination:
      let kernels = min(100, features)
      return (try MinibatchDiscrimination(features, kernels: kernels, using: random), kernels)
    }
  }
}
