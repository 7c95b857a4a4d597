// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension GaussianStatistics {
  /// Returns the squared Frechet (2-Wasserstein) distance of two normal distributions.
  ///
  /// `|m1 - m2|^2 + Tr(C1) + Tr(C2) - 2 Tr((C1 C2)^(1/2))`. The last trace is the sum of the square
  /// roots of the eigenvalues of the symmetric matrix `F C2 F^T`, where `C1 = F^T F`, which are those
  /// of `C1 C2`. `F` has as many rows as `C1` has rank, so that singular covariances need no
  /// jitter: `F` is the centered rows where they are fewer than the features, else a Cholesky
  /// factor, with pivoting where the covariance is singular.
  ///
  /// - Parameter other: Statistics of the same number of features.
  /// - Returns: At least 0 up to rounding, in squared units of the features.
  /// - Throws: `EvaluationError` where sizes differ, `TensorError`.
  /// - Complexity: O(size^3), or O(count^3 + count^2 size) with fewer rows than features.
  /// - Source: Dowson and Landau, "The Frechet distance between multivariate normal distributions",
  ///   1982; Heusel et al., "GANs Trained by a Two Time-Scale Update Rule", 2017, arXiv:1706.08500.
  public func frechetDistance(to other: GaussianStatistics) throws -> Double {
    guard size == other.size else {
      throw EvaluationError(
        .samples,
        "statistics of \(size) and of \(other.size) features: use the same extractor for both, and pixels of images of one size (--size)"
      )
    }
    return try noGrad {
      let difference = try (mean - other.mean).square().sum().item()
      let root = try rootTrace(with: other)
      return try difference + trace() + other.trace() - 2 * root
    }
  }

  /// `Tr((C1 C2)^(1/2))`.
  private func rootTrace(with other: GaussianStatistics) throws(TensorError) -> Double {
    switch (form, other.form) {
    case (.rows(let first), .rows(let second)):
      let cross = try first.matmul(second.transposed())
      let isWide = try first.shape[0] <= second.shape[0]
      let square =
        try isWide
        ? cross.matmul(cross.transposed()) : cross.transposed().matmul(cross)
      return try Self.sumOfRoots(square)
    case (.rows(let rows), .covariance(let matrix)), (.covariance(let matrix), .rows(let rows)):
      return try Self.rootTrace(factor: rows, matrix)
    case (.covariance(let first), .covariance(let second)):
      return try Self.rootTrace(first, second)
    }
  }

  private static func rootTrace(_ first: Tensor, _ second: Tensor) throws(TensorError) -> Double {
    let alive = try liveFeatures(first, second)
    guard let alive else { return 0 }
    let (a, b) = (try alive(first), try alive(second))
    if let factor = try? a.cholesky() { return try rootTrace(lower: factor, b) }
    if let factor = try? b.cholesky() { return try rootTrace(lower: factor, a) }
    let (left, right) = (try PivotedCholesky(a).factor, try PivotedCholesky(b).factor)
    return try left.shape[0] <= right.shape[0]
      ? rootTrace(factor: left, b) : rootTrace(factor: right, a)
  }

  /// A way to leave out the features that are constant in one of both, which add nothing and make
  /// the matrix singular; nil where none is left.
  private static func liveFeatures(
    _ first: Tensor,
    _ second: Tensor
  ) throws(TensorError) -> ((Tensor) throws(TensorError) -> Tensor)? {
    let one: [Double] = try first.diagonal().array()
    let two: [Double] = try second.diagonal().array()
    let indices = one.indices.filter { one[$0] > 0 && two[$0] > 0 }
    guard !indices.isEmpty else { return nil }
    guard indices.count < one.count else { return { (matrix) throws(TensorError) in matrix } }
    let list = try Tensor(indices)
    return { (matrix) throws(TensorError) in
      try matrix.gathered(at: list).gathered(at: list, along: 1)
    }
  }

  private static func rootTrace(
    factor: Tensor,
    _ matrix: Tensor
  ) throws(TensorError) -> Double {
    try sumOfRoots(factor.matmul(matrix).matmul(factor.transposed()))
  }

  /// With `factor = L^T` of a lower triangular `L`: a third of the products, because half of `L` is 0
  /// and the eigenvalues are read from the lower triangle alone.
  private static func rootTrace(
    lower: Tensor,
    _ matrix: Tensor
  ) throws(TensorError) -> Double {
    let size = try lower.shape[0]
    let ranges = SquaredDistances.ranges(size, max(32, (size + 7) / 8))
    var columns: [Tensor] = []  // of matrix L, whose block j reads the rows of L from j on
    for range in ranges {
      let (first, length) = (range.lowerBound, size - range.lowerBound)
      let part = try lower.narrowed(first, length: length)
        .narrowed(first, length: range.count, along: 1)
      columns.append(try matrix.narrowed(first, length: length, along: 1).matmul(part))
    }
    let product = try Tensor.concatenated(columns, along: 1)
    var rows: [Tensor] = []
    for range in ranges {
      let (first, length) = (range.lowerBound, size - range.lowerBound)
      let part = try lower.narrowed(first, length: length)
        .narrowed(first, length: range.count, along: 1)
      let left = try product.narrowed(first, length: length)
        .narrowed(0, length: range.upperBound, along: 1)
      rows.append(try part.transposed().matmul(left).padded([0, size - range.upperBound]))
    }
    return try sumOfRoots(Tensor.concatenated(rows))
  }

  private static func sumOfRoots(_ matrix: Tensor) throws(TensorError) -> Double {
    try matrix.symmetricEigenvalues().clamped(low: 0).sqrt().sum().item()
  }
}
