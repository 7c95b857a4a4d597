// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Squared Euclidean distances of many rows to many rows, a block at a time.
///
/// `|x - y|^2` is one matrix product of the rows `[-2 x, |x|^2, 1]` and `[y, 1, |y|^2]`. Both sides
/// are moved by the same vector before, so that little is lost where the features are far from 0.
struct SquaredDistances {
  let left: Tensor
  let right: Tensor
  let leftCount: Int
  let rightCount: Int
  /// Rows of a block: 64 MB of distances, whatever the counts.
  let blockSize: Int

  init(_ first: Features, _ second: Features, blockSize: Int? = nil) throws {
    try Features.check(first, second)
    let type: DType =
      try first.matrix.dtype == .float64 && second.matrix.dtype == .float64 ? .float64 : .float32
    let center = try first.matrix.mean(0)
    left = try Self.augmented(first.matrix - center, isLeft: true, type)
    right = try Self.augmented(second.matrix - center, isLeft: false, type).transposed()
    leftCount = first.count
    rightCount = second.count
    self.blockSize = blockSize ?? max(1, min(leftCount, (1 << 24) / max(rightCount, 1)))
  }

  private static func augmented(
    _ rows: Tensor,
    isLeft: Bool,
    _ type: DType
  ) throws(TensorError) -> Tensor {
    let squares = try rows.square().sum(1, keep: true)
    let ones = try squares.onesLike()
    let parts = try isLeft ? [rows * -2, squares, ones] : [rows, ones, squares]
    return try Tensor.concatenated(parts, along: 1).to(type).contiguous()
  }

  /// The blocks' first rows.
  var starts: StrideTo<Int> { stride(from: 0, to: leftCount, by: blockSize) }

  /// Returns distances of the rows of the block at `start` to the columns from `column` on.
  func block(_ start: Int, from column: Int = 0) throws(TensorError) -> Tensor {
    let rows = try left.narrowed(start, length: min(blockSize, leftCount - start))
    let columns =
      try column == 0 ? right : right.narrowed(column, length: rightCount - column, along: 1)
    return try rows.matmul(columns)
  }
}

extension Features {
  /// Returns the squared distance of each row to its `k`-th nearest other row, for several `k`.
  ///
  /// Half of the symmetric matrix of distances is computed, block by block.
  ///
  /// - Parameters:
  ///   - neighbours: The `k`s, each 1 or more and less than `count`.
  ///   - blockSize: Rows of a block; nil chooses.
  /// - Returns: One vector of shape `[count]` for each `k`.
  /// - Throws: `EvaluationError` of code `.samples` where there are too few rows, `TensorError`.
  func neighbourRadii(_ neighbours: [Int], blockSize: Int? = nil) throws -> [Tensor] {
    let most = neighbours.max() ?? 1
    guard most < count, neighbours.allSatisfy({ $0 >= 1 }) else {
      throw EvaluationError(
        .samples,
        "\(count) samples have no \(most) neighbours each: take at least \(most + 1), "
          + "or a smaller k"
      )
    }
    let distances = try SquaredDistances(self, self, blockSize: blockSize)
    var nearest: [Tensor] = []  // one a block: [rows, most + 1], ascending
    for start in distances.starts {
      let length = min(distances.blockSize, count - start)
      var block = try distances.block(start, from: start)
      let diagonal = try Tensor.identity(length, dtype: block.dtype)
      let own = try block.narrowed(0, length: length, along: 1) * (1 - diagonal)
      let rest = count - start - length
      let others = try block.narrowed(length, length: rest, along: 1)
      if rest > 0 { block = try Tensor.concatenated([own, others], along: 1) } else { block = own }
      try Self.merge(block, into: &nearest, at: start / distances.blockSize, most)
      if rest > 0 {
        try Self.merge(others.transposed(), into: &nearest, below: start, distances, most)
      }
    }
    let all = try Tensor.concatenated(nearest)
    return try neighbours.map { try all.select($0, along: 1) }
  }

  /// Merges columns of a block, transposed, into the neighbours of the rows below it.
  private static func merge(
    _ columns: Tensor,
    into nearest: inout [Tensor],
    below start: Int,
    _ distances: SquaredDistances,
    _ most: Int
  ) throws(TensorError) {
    let total = try columns.shape[0]
    let size = distances.blockSize
    for (offset, first) in stride(from: 0, to: total, by: size).enumerated() {
      let part = try columns.narrowed(first, length: min(size, total - first))
      try merge(part, into: &nearest, at: start / size + 1 + offset, most)
    }
  }

  private static func merge(
    _ candidates: Tensor,
    into nearest: inout [Tensor],
    at index: Int,
    _ most: Int
  ) throws(TensorError) {
    let wanted = most + 1
    let width = try candidates.shape[1]
    let best =
      try width <= wanted
      ? candidates : candidates.contiguous().top(wanted, along: 1, largest: false).values
    guard index < nearest.count else {
      nearest.append(try best.sorted(1).values)
      return
    }
    let joined = try Tensor.concatenated([nearest[index], best], along: 1).sorted(1).values
    let kept = min(wanted, try joined.shape[1])
    nearest[index] = try joined.narrowed(0, length: kept, along: 1)
  }
}
