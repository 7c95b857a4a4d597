// SPDX-License-Identifier: Apache-2.0

extension MixtureEvaluator {
  /// A generator that has learned nothing, or all: what a table of mode counts must be read against.
  public enum Control: String, CaseIterable, Sendable, Codable {
    /// Uniform noise on the modes' bounding box with a margin (ring: half a radius, grid: half a spacing).
    case uniform
    /// The mixture itself.
    case perfect

    /// What it is, as a table names it.
    public var title: String {
      switch self {
      case .uniform: "control: uniform noise"
      case .perfect: "control: the data's own distribution"
      }
    }
  }

  /// Judges a control's points.
  ///
  /// - Parameters:
  ///   - control: Which one.
  ///   - count: Number of points.
  ///   - seed: Seed of the points.
  public func evaluate(_ control: Control, count: Int, seed: UInt64) -> Result {
    switch control {
    case .perfect: return evaluate(MixtureSource(mixture, seed: seed).nextBatch(size: count).values)
    case .uniform:
      let margin = self.margin
      let low = mixture.means.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) } - margin
      let high =
        mixture.means.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) } + margin
      var random = RandomStream(seed: seed, stream: 7)
      var points: [Float] = []
      points.reserveCapacity(2 * count)
      for _ in 0..<max(0, count) {
        points.append(Float(low.x + (high.x - low.x) * random.unit()))
        points.append(Float(low.y + (high.y - low.y) * random.unit()))
      }
      return evaluate(points)
    }
  }

  /// Half the ring's radius, or half the grid's spacing.
  private var margin: SIMD2<Double> {
    guard let first = mixture.means.first else { return SIMD2(repeating: 0) }
    let others = mixture.name == "ring" ? [SIMD2(0.0, 0.0)] : Array(mixture.means.dropFirst())
    let squares = others.map { (($0 - first) * ($0 - first)).sum() }
    return SIMD2(repeating: (squares.min() ?? 0).squareRoot() / 2)
  }
}
