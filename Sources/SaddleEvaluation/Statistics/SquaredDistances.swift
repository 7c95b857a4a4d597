// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Squared Euclidean distances of many rows to many rows, a tile at a time.
///
/// `|x - y|^2` is one matrix product of the rows `[-2 x, |x|^2, 1]` and `[y, 1, |y|^2]`. Both sides
/// are moved by the same vector before, so that little is lost where the features are far from 0.
struct SquaredDistances {
  /// Rows and columns of a tile: 4 MB of distances, which stay in the processor's cache while they
  /// are looked at.
  static let usualTile = 1024

  private let left: Tensor
  private let right: Tensor
  /// The tiles' rows.
  let rows: [Range<Int>]
  /// The tiles' columns.
  let columns: [Range<Int>]

  init(_ first: Features, _ second: Features, tile: Int? = nil) throws {
    try Features.check(first, second)
    let type: DType =
      try first.matrix.dtype == .float64 && second.matrix.dtype == .float64 ? .float64 : .float32
    let center = try first.matrix.mean(0)
    left = try Self.augmented(first.matrix - center, isLeft: true, type)
    right = try Self.augmented(second.matrix - center, isLeft: false, type)
    rows = Self.ranges(first.count, tile ?? Self.usualTile)
    columns = Self.ranges(second.count, tile ?? Self.usualTile)
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

  /// Cuts `0..<count` into ranges of that size; the last may be shorter.
  static func ranges(_ count: Int, _ size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// Returns the distances of some rows to some columns.
  func tile(_ rows: Range<Int>, _ columns: Range<Int>) throws(TensorError) -> Tensor {
    let (x, y) = (
      try left.narrowed(rows.lowerBound, length: rows.count),
      try right.narrowed(columns.lowerBound, length: columns.count)
    )
    return try x.matmul(y.transposed())
  }
}
