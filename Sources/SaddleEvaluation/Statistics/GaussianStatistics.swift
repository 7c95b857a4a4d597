// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Mean and covariance of features, in `.float64`.
///
/// Where fewer rows than features were seen, the centered rows are kept instead of the covariance:
/// they say the same in less memory, and keep the Frechet distance exact where the covariance is
/// singular.
public struct GaussianStatistics {
  /// Shape `[size]`.
  public let mean: Tensor
  /// Number of rows seen; nil where a file doesn't say.
  public let count: Int?
  /// Number of features.
  public let size: Int
  let form: Form

  enum Form {
    /// Shape `[size, size]`, divided by `count - 1`.
    case covariance(Tensor)
    /// Shape `[count, size]`, divided by `sqrt(count - 1)`: `rows^T rows` is the covariance.
    case rows(Tensor)
  }

  /// Wraps a mean and a covariance.
  ///
  /// - Parameters:
  ///   - mean: Shape `[size]`.
  ///   - covariance: Shape `[size, size]`, symmetric.
  ///   - count: Number of rows they were computed from, if known.
  /// - Throws: `EvaluationError` for other shapes and non-finite numbers, `TensorError`.
  public init(mean: Tensor, covariance: Tensor, count: Int? = nil) throws {
    let (vector, matrix) = (try mean.shape, try covariance.shape)
    guard vector.count == 1, vector[0] > 0, matrix == [vector[0], vector[0]] else {
      throw EvaluationError(
        .samples,
        "a mean of shape \(vector) and a covariance of shape \(matrix) don't belong together"
      )
    }
    let numbers = [try mean.to(.float64), try covariance.to(.float64)]
    guard try Tensor.firstNonFinite(numbers) == nil else {
      throw EvaluationError(.nonFinite, "the mean or the covariance holds NaN or infinity")
    }
    self.init(mean: numbers[0], form: .covariance(numbers[1]), count: count, size: vector[0])
  }

  /// Computes the statistics of features.
  ///
  /// - Parameter features: At least 2 rows.
  /// - Throws: `EvaluationError` for fewer rows, `TensorError`.
  public init(_ features: Features) throws {
    var accumulator = StatisticsAccumulator()
    try accumulator.add(features)
    self = try accumulator.finish()
  }

  init(mean: Tensor, form: Form, count: Int?, size: Int) {
    self.mean = mean
    self.form = form
    self.count = count
    self.size = size
  }

  /// The covariance, divided by `count - 1`.
  ///
  /// Shape `[size, size]`.
  public func covariance() throws(TensorError) -> Tensor {
    switch form {
    case .covariance(let matrix): matrix
    case .rows(let rows): try rows.transposed().matmul(rows)
    }
  }

  /// The trace of the covariance.
  func trace() throws(TensorError) -> Double {
    switch form {
    case .covariance(let matrix): try matrix.trace().item()
    case .rows(let rows): try rows.square().sum().item()
    }
  }
}

/// Adds up mean and covariance batch by batch, in memory that doesn't grow with the count.
///
/// Chan, Golub and LeVeque's update of centered sums in `.float64`; at most `size` rows are kept
/// before they are folded into a `[size, size]` sum.
public struct StatisticsAccumulator {
  private var pending: [Tensor] = []
  private var pendingCount = 0
  private var folded: (count: Int, mean: Tensor, scatter: Tensor)?
  private var size: Int?

  /// Creates an accumulator that has seen nothing.
  public init() {}

  /// Number of rows seen.
  public var count: Int { pendingCount + (folded?.count ?? 0) }

  /// Adds rows.
  ///
  /// - Throws: `EvaluationError` if the number of features changes, `TensorError`.
  public mutating func add(_ features: Features) throws {
    if let size, size != features.size {
      throw EvaluationError(.samples, "\(features.size) features after \(size)")
    }
    size = features.size
    try pending.append(features.matrix.to(.float64))
    pendingCount += features.count
    if folded != nil ? pendingCount >= 512 : pendingCount > features.size { try fold() }
  }

  /// Returns the statistics of all rows seen.
  ///
  /// - Throws: `EvaluationError` of code `.samples` for fewer than 2 rows, `TensorError`.
  public consuming func finish() throws -> GaussianStatistics {
    guard count >= 2, let size else {
      throw EvaluationError(
        .samples,
        "a covariance needs 2 samples or more, and there are \(count)"
      )
    }
    let divisor = Double(count - 1)
    if folded == nil {
      let rows = try Tensor.concatenated(pending)
      let mean = try rows.mean(0)
      let centered = try (rows - mean) / divisor.squareRoot()
      return GaussianStatistics(mean: mean, form: .rows(centered), count: count, size: size)
    }
    if pendingCount > 0 { try fold() }
    guard let folded else { throw EvaluationError(.samples, "no samples") }
    return GaussianStatistics(
      mean: folded.mean,
      form: .covariance(try folded.scatter / divisor),
      count: folded.count,
      size: size
    )
  }

  private mutating func fold() throws {
    let rows = try Tensor.concatenated(pending)
    let added = Double(pendingCount)
    let mean = try rows.mean(0)
    let centered = try rows - mean
    let scatter = try centered.transposed().matmul(centered)
    if let (count, oldMean, oldScatter) = folded {
      let total = Double(count) + added
      let shift = try mean - oldMean
      let between = try shift.unsqueezed(1).matmul(shift.unsqueezed(0))
      folded = (
        count + pendingCount,
        try oldMean + shift * (added / total),
        try oldScatter + scatter + between * (Double(count) * added / total)
      )
    } else {
      folded = (pendingCount, mean, scatter)
    }
    pending = []
    pendingCount = 0
  }
}
