// SPDX-License-Identifier: Apache-2.0

/// FID extrapolated to infinitely many fake images.
///
/// FID is a straight line over `1 / N` for large `N`; its intercept is free of the bias of the fake
/// images' count. The reference's own count still matters.
public struct FIDInfinity: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "fid-infinity",
    title: "FID-infinity",
    summary: "FID extrapolated over the count of fake images",
    higherIsBetter: false,
    needs: [.statistics, .features],
    bias: "free of the fake count's bias to first order; the reference's count still counts",
    source: "Chong and Forsyth 2020, arXiv:1911.07023"
  )

  /// Number of counts that the line is laid through.
  public var points = 15

  /// Creates the metric with a line through 15 counts.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["points": "\(points)"] }

  /// Returns the intercept, with a 95 % interval from the regression's standard error.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for fewer than 60 fake images, `TensorError`.
  /// - Complexity: `points` Frechet distances.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.require(input.real.statistics, "statistics of the real images")
    let fake = try MetricInput.require(input.fake.features, "features of the fake images")
    let smallest = min(5000, fake.count / 3)
    guard smallest >= 20 else {
      throw EvaluationError(
        .samples,
        "FID-infinity needs 60 fake images or more, and there are \(fake.count)"
      )
    }
    var pairs: [(x: Double, y: Double)] = []
    for point in 0..<points {
      let share = Double(point) / Double(points - 1)
      let count = smallest + Int((share * Double(fake.count - smallest)).rounded())
      let rows = try Shuffle(fake.count, seed: input.seed &+ UInt64(point)).order.prefix(count)
      let part = try GaussianStatistics(fake.rows(Array(rows)))
      pairs.append((1 / Double(count), try real.frechetDistance(to: part)))
      try input.progress(Double(point + 1) / Double(points))
    }
    let line = Line(pairs)
    let half = Interval.studentQuantile(points - 2) * line.interceptError
    return Measurement(
      line.intercept,
      interval: Interval(
        low: line.intercept - half,
        high: line.intercept + half,
        method: "regression over 1/N, \(points) counts"
      ),
      details: [("slope", line.slope), ("smallest count", Double(smallest))]
    )
  }
}

/// The least-squares line through points.
struct Line {
  let slope: Double
  let intercept: Double
  /// Standard error of the intercept.
  let interceptError: Double

  init(_ points: [(x: Double, y: Double)]) {
    let n = Double(points.count)
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let (meanX, meanY) = (xs.mean, ys.mean)
    let spread = xs.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let product = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    let slope = spread > 0 ? product / spread : 0
    let intercept = meanY - slope * meanX
    let residual = points.reduce(0) { sum, point in
      let error = point.y - intercept - slope * point.x
      return sum + error * error
    }
    let variance = residual / max(n - 2, 1)
    self.slope = slope
    self.intercept = intercept
    interceptError = (variance * (1 / n + (spread > 0 ? meanX * meanX / spread : 0))).squareRoot()
  }
}
