// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A two-dimensional distribution whose truth is known.
public struct Mixture: Equatable, Sendable {
  /// The means, for mixtures of equally likely normals; empty for the spiral.
  public let means: [SIMD2<Double>]
  /// Standard deviation per axis.
  public let sigma: Double
  /// `ring`, `grid` or `spiral`.
  public let name: String
  private let scale: Double

  /// Returns equally likely normals at `radius * (cos 2 pi i / modes, sin 2 pi i / modes)`.
  ///
  /// The defaults are PacGAN's 2D-ring (Lin et al., NeurIPS 2018, `config.py` at 190853e). The code
  /// that Unrolled GAN published places the last mode on the first (`linspace` with both ends), so
  /// its picture has seven; here `modes` is what it says.
  ///
  /// - Parameters:
  ///   - modes: Number of normals, at least 1.
  ///   - radius: Distance of the means from the origin.
  ///   - sigma: Standard deviation per axis, positive.
  /// - Throws: `DataError` of code `.invalidConfiguration` naming the value that makes no sense.
  public static func ring(
    modes: Int = 8,
    radius: Double = 1,
    sigma: Double = 0.01
  ) throws(DataError) -> Mixture {
    try check("modes", modes >= 1 && modes <= 1 << 16, "1...65536", "\(modes)")
    try check("radius", radius > 0 && radius.isFinite, "positive", "\(radius)")
    let means = (0..<modes).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(modes)
      return SIMD2(radius * cos(angle), radius * sin(angle))
    }
    return try Mixture(name: "ring", means: means, sigma: sigma)
  }

  /// Returns equally likely normals on a square grid around the origin.
  ///
  /// The defaults are PacGAN's 2D-grid: means {-4, -2, 0, 2, 4}^2, sigma 0.05.
  ///
  /// - Parameters:
  ///   - side: Means along an axis, at least 1.
  ///   - spacing: Distance between neighbors.
  ///   - sigma: Standard deviation per axis, positive.
  /// - Throws: `DataError` of code `.invalidConfiguration` naming the value that makes no sense.
  public static func grid(
    side: Int = 5,
    spacing: Double = 2,
    sigma: Double = 0.05
  ) throws(DataError) -> Mixture {
    try check("side", side >= 1 && side <= 256, "1...256", "\(side)")
    try check("spacing", spacing > 0 && spacing.isFinite, "positive", "\(spacing)")
    let axis = (0..<side).map { spacing * (Double($0) - Double(side - 1) / 2) }
    let means = axis.flatMap { x in axis.map { y in SIMD2(x, y) } }
    return try Mixture(name: "grid", means: means, sigma: sigma)
  }

  /// Returns the swiss roll, `t (cos t, sin t)` scaled to a radius, plus noise.
  ///
  /// `t` is uniform in 1.5 pi ... 4.5 pi, as in scikit-learn's `make_swiss_roll` without its height
  /// axis. The WGAN-GP toy (igul222/improved_wgan_training at fa66c57, `gan_toy.py`) has noise 0.25
  /// and divides by 7.5, which is radius 1.885 and sigma 0.0333 here.
  ///
  /// - Parameters:
  ///   - radius: Distance of the outer end from the origin.
  ///   - sigma: Standard deviation of the noise per axis, at least 0.
  /// - Returns: The distribution; it has no modes.
  /// - Throws: `DataError` of code `.invalidConfiguration` naming the value that makes no sense.
  public static func spiral(
    radius: Double = 1.885,
    sigma: Double = 0.0333
  ) throws(DataError) -> Mixture {
    try check("radius", radius > 0 && radius.isFinite, "positive", "\(radius)")
    return try Mixture(name: "spiral", means: [], sigma: sigma, scale: radius / (4.5 * Double.pi))
  }

  private init(
    name: String,
    means: [SIMD2<Double>],
    sigma: Double,
    scale: Double = 1
  ) throws(DataError) {
    let isPossible = sigma.isFinite && (means.isEmpty ? sigma >= 0 : sigma > 0)
    try Self.check("sigma", isPossible, "positive", "\(sigma)")
    self.name = name
    self.means = means
    self.sigma = sigma
    self.scale = scale
  }

  private static func check(
    _ key: String,
    _ isPossible: Bool,
    _ range: String,
    _ value: String
  ) throws(DataError) {
    if !isPossible {
      throw DataError(.invalidConfiguration, "data.\(key) must be \(range), and it is \(value)")
    }
  }

  /// Standard deviation per axis of all points, the mean of both axes' squares under the root.
  ///
  /// The spiral's is that of a thousand equal parts of its angle.
  public var deviation: Double {
    let parts = 1000
    let centers =
      means.isEmpty ? (0..<parts).map { arm((Double($0) + 0.5) / Double(parts)) } : means
    let count = Double(centers.count)
    let middle = centers.reduce(SIMD2(), +) / count
    let squares = centers.reduce(0.0) { $0 + (($1 - middle) * ($1 - middle)).sum() }
    return (squares / (2 * count) + sigma * sigma).squareRoot()
  }

  /// The spiral's middle line, from its inner end (0) to its outer one (1).
  private func arm(_ share: Double) -> SIMD2<Double> {
    let angle = 1.5 * Double.pi * (1 + 2 * share)
    return SIMD2(cos(angle), sin(angle)) * (angle * scale)
  }

  /// What the distribution is made of, for comparing two runs.
  package var fingerprint: String {
    "\(name) modes \(means.count) sigma \(sigma) scale \(scale) first "
      + (means.first.map { "(\($0.x), \($0.y))" } ?? "none")
  }

  /// Draws one point: its mode (0 for the spiral) and place.
  ///
  /// - Parameter stream: Gives exactly three values.
  /// - Returns: The mode's index and the point.
  public func sample(_ stream: inout RandomStream) -> (mode: Int, point: SIMD2<Double>) {
    let choice = stream.unit()
    let (x, y) = stream.normalPair()
    let noise = SIMD2(x, y) * sigma
    if means.isEmpty { return (0, arm(choice) + noise) }
    // `choice` is in (0, 1]; the last mode takes the closed end.
    let mode = min(means.count - 1, Int(choice * Double(means.count)))
    return (mode, means[mode] + noise)
  }
}

/// Draws every batch anew from a `Mixture`.
public final class MixtureSource: DataSource {
  /// The distribution.
  public let mixture: Mixture
  /// Where the next batch starts.
  public var position: DataPosition

  /// Values taken from the stream for one point.
  private static let valuesPerPoint: UInt64 = 3

  private enum Stream {
    static let training: UInt64 = 0x6d69_7874_7261_696e
    static let heldOut: UInt64 = 0x6d69_7874_6865_6c64
    static let examples: UInt64 = 0x6d69_7874_6578_616d
  }

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - mixture: The distribution.
  ///   - seed: Seed of the draws.
  public init(_ mixture: Mixture, seed: UInt64) {
    self.mixture = mixture
    position = DataPosition(seed: seed)
  }

  /// `ring`, `grid` or `spiral`.
  public var name: String { mixture.name }
  /// `[2]`.
  public var exampleShape: [Int] { [2] }
  /// nil: every batch is drawn anew.
  public var exampleCount: Int? { nil }
  /// `mode 0`, `mode 1`, ...; nil for the spiral.
  public var classNames: [String]? {
    mixture.means.isEmpty ? nil : mixture.means.indices.map { "mode \($0)" }
  }
  /// Name, count of modes, sigma and scale: what tells one mixture from another.
  public var fingerprint: String { mixture.fingerprint }
  /// Empty: no files are involved.
  public var report: DataReport { DataReport() }

  /// Draws the next points.
  ///
  /// - Parameter size: Number of points.
  /// - Returns: Raw coordinates, labeled by mode.
  public func nextBatch(size: Int) -> Batch {
    let batch = draw(size, stream: Stream.training, from: position.examplesSeen)
    position.examplesSeen += UInt64(max(0, size))
    return batch
  }

  /// Draws points from a stream that training never reads.
  ///
  /// - Parameter size: Number of points.
  /// - Returns: Always the same points for a seed.
  public func heldOutBatch(size: Int) -> Batch? {
    draw(size, stream: Stream.heldOut, from: 0)
  }

  /// Draws points from a third stream.
  ///
  /// - Parameters:
  ///   - start: Number of points to skip.
  ///   - size: Number of points.
  /// - Returns: Always the same points for a seed.
  public func examples(from start: Int, size: Int) -> Batch {
    draw(size, stream: Stream.examples, from: UInt64(max(0, start)))
  }

  private func draw(_ size: Int, stream: UInt64, from start: UInt64) -> Batch {
    var random = RandomStream(
      seed: position.seed,
      stream: stream,
      taken: start &* Self.valuesPerPoint
    )
    var values: [Float] = []
    var labels: [Int] = []
    values.reserveCapacity(2 * max(0, size))
    for _ in 0..<max(0, size) {
      let (mode, point) = mixture.sample(&random)
      values.append(Float(point.x))
      values.append(Float(point.y))
      labels.append(mode)
    }
    return Batch(
      exampleShape: [2],
      values: values,
      classLabels: mixture.means.isEmpty ? nil : labels
    )
  }
}
