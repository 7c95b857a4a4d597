// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The factor of a symmetric positive semidefinite matrix of any rank, in `.float64`.
///
/// Each step takes the largest diagonal element left, until none is above rounding. It costs a tenth
/// of an eigen-decomposition with vectors. Columns are finished one by one within a block; what a block
/// takes away from the rest is one matrix product.
///
/// - Source: Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990; LAPACK's
///   dpstrf for the order of work and the bound.
struct PivotedCholesky {
  /// Shape `[rank, size]`; `factor^T factor` is the matrix.
  let factor: Tensor

  init(_ matrix: Tensor, blockSize: Int = 128) throws(TensorError) {
    let size = try matrix.shape[0]
    var rest = matrix
    var blocks: [Tensor] = []
    var rank = 0
    var bound: Double?
    while rank < size {
      var diagonal: [Double] = try rest.diagonal().array()
      let limit = bound ?? (diagonal.max() ?? 0) * Double(size) * Double.ulpOfOne
      bound = limit
      let block = try Self.block(
        of: rest,
        &diagonal,
        limit,
        most: min(blockSize, size - rank)
      )
      guard !block.isEmpty else { break }
      rank += block.count
      let rows = try Tensor(block.flatMap { $0 }, shape: [block.count, size])
      blocks.append(rows)
      if block.count < blockSize { break }
      rest = try rest - rows.transposed().matmul(rows)
    }
    factor = try blocks.isEmpty ? Tensor.zeros([1, size], dtype: .float64) : .concatenated(blocks)
  }

  /// The next rows of the factor, fewer than `most` where the diagonal is used up.
  private static func block(
    of rest: Tensor,
    _ diagonal: inout [Double],
    _ limit: Double,
    most: Int
  ) throws(TensorError) -> [[Double]] {
    var rows: [[Double]] = []
    while rows.count < most {
      guard let pivot = diagonal.indices.max(by: { diagonal[$0] < diagonal[$1] }),
        diagonal[pivot] > limit
      else { break }
      var row: [Double] = try rest.select(pivot).array()
      for earlier in rows { subtract(earlier, times: earlier[pivot], from: &row) }
      let root = diagonal[pivot].squareRoot()
      for index in row.indices {
        row[index] /= root
        diagonal[index] -= row[index] * row[index]
      }
      diagonal[pivot] = 0
      rows.append(row)
    }
    return rows
  }

  private static func subtract(_ other: [Double], times share: Double, from row: inout [Double]) {
    for index in row.indices { row[index] -= share * other[index] }
  }
}
