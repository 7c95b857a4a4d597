// SPDX-License-Identifier: Apache-2.0

package import SaddleTorch

/// The distribution that latents are drawn from.
public enum LatentDistribution: String, CaseIterable, Codable, Sendable {
  /// Standard normal.
  case normal
  /// Uniform on -1...1.
  case uniform

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .normal: "standard normal"
    case .uniform: "uniform from -1 to 1"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] { self == .normal ? ["gaussian"] : [] }
}

extension LatentDistribution {
  /// Draws latents of a shape.
  package func draw(
    _ shape: [Int],
    using random: Random,
    dtype: DType = .float32
  ) throws(TensorError) -> Tensor {
    switch self {
    case .normal: try random.normal(shape, dtype: dtype)
    case .uniform: try random.uniform(shape, low: -1, high: 1, dtype: dtype)
    }
  }
}
