// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Judges generated points against a mixture of known normals.
///
/// High quality and captured modes follow PacGAN (Lin et al., NeurIPS 2018): a point counts if it is
/// within three standard deviations of its nearest mean. Mode counts alone are no success: uniform
/// noise captures all 25 modes of the grid with 10,000 points, so read `binKL` beside them.
///
/// ```swift
/// import SaddleData
///
/// let mixture = try Mixture.ring(modes: 8)
/// let points = MixtureSource(mixture, seed: 1).nextBatch(size: 2500).values
/// let result = try MixtureEvaluator(mixture).evaluate(points)
/// print(result.modesCaptured, result.highQualityShare, result.binKL)
/// ```
public struct MixtureEvaluator: Sendable {
  /// The distribution the points should follow.
  public let mixture: Mixture

  /// Share of a two-dimensional normal within three standard deviations: `1 - exp(-4.5)`.
  public static let idealHighQualityShare = 1 - exp(-4.5)

  /// What was measured.
  public struct Result: Equatable, Sendable, Codable {
    /// Points judged.
    public var count: Int
    /// Points that are NaN or infinite; they count as not of high quality.
    public var nonFiniteCount: Int
    /// Modes that at least one high-quality point belongs to.
    public var modesCaptured: Int
    /// Modes there are.
    public var modeCount: Int
    /// Share of points within three standard deviations of a mean; a perfect sampler has 0.98889.
    public var highQualityShare: Double
    /// KL of the high-quality points' histogram from uniform, `ln K - H`, in nats.
    ///
    /// It is nil without any such point. One-mode collapse gives `ln K`; an ideal sampler about `(K - 1) / (2 N)`.
    public var reverseKL: Double?
    /// KL of modes and one "off" bin from their true masses `0.98889 / K` and `0.01111`, in nats.
    public var binKL: Double
    /// High-quality points of each mode.
    public var histogram: [Int]
  }

  /// Creates an evaluator.
  ///
  /// - Parameter mixture: The distribution the points should follow.
  /// - Throws: `DataError` of code `.invalidConfiguration` for the spiral, which has no modes.
  public init(_ mixture: Mixture) throws(DataError) {
    guard !mixture.means.isEmpty else {
      throw DataError(.invalidConfiguration, "\(mixture.name) has no modes to count")
    }
    self.mixture = mixture
  }

  /// Judges points.
  ///
  /// - Parameter points: x and y of each point in turn; an odd last number is left out.
  /// - Returns: Counts, shares and divergences.
  /// - Complexity: O(points * modes).
  public func evaluate(_ points: [Float]) -> Result {
    var histogram = [Int](repeating: 0, count: mixture.means.count)
    let count = points.count / 2
    var nonFinite = 0
    let bound = 9 * mixture.sigma * mixture.sigma
    for index in 0..<count {
      let point = SIMD2(Double(points[2 * index]), Double(points[2 * index + 1]))
      guard point.x.isFinite, point.y.isFinite else {
        nonFinite += 1
        continue
      }
      var nearest = (mode: 0, distance: Double.infinity)
      for (mode, mean) in mixture.means.enumerated() {
        let distance = ((point - mean) * (point - mean)).sum()
        if distance < nearest.distance { nearest = (mode, distance) }
      }
      if nearest.distance <= bound { histogram[nearest.mode] += 1 }
    }
    return result(histogram, count: count, nonFinite: nonFinite)
  }

  private func result(_ histogram: [Int], count: Int, nonFinite: Int) -> Result {
    let modes = Double(histogram.count)
    let good = histogram.reduce(0, +)
    let ideal = Self.idealHighQualityShare
    let goodDivergence = good == 0 ? nil : Self.divergence(histogram, of: good, from: 1 / modes)
    let binDivergence =
      count == 0
      ? 0
      : Self.divergence(histogram, of: count, from: ideal / modes)
        + Self.divergence([count - good], of: count, from: 1 - ideal)
    return Result(
      count: count,
      nonFiniteCount: nonFinite,
      modesCaptured: histogram.count { $0 > 0 },
      modeCount: histogram.count,
      highQualityShare: count == 0 ? 0 : Double(good) / Double(count),
      reverseKL: goodDivergence,
      binKL: binDivergence,
      histogram: histogram
    )
  }

  /// Returns the sum of `p ln (p / q)` over bins of equal `q`; empty bins add nothing.
  private static func divergence(_ counts: [Int], of total: Int, from mass: Double) -> Double {
    counts.reduce(0) { sum, count in
      let share = Double(count) / Double(total)
      return count == 0 ? sum : sum + share * log(share / mass)
    }
  }
}
