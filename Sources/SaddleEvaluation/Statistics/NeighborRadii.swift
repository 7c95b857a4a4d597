// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension Features {
  /// Returns the squared distance of each row to its `k`-th nearest other row, for several `k`.
  ///
  /// Half of the symmetric matrix of distances is computed, tile by tile.
  ///
  /// - Parameters:
  ///   - neighbors: The `k`s, each 1 or more and less than `count`.
  ///   - tile: Rows and columns of a tile; nil chooses. The result doesn't depend on it.
  ///   - progress: Called with the share done, 0...1.
  /// - Returns: One vector of shape `[count]` for each `k`.
  /// - Throws: `EvaluationError` of code `.samples` where there are too few rows, `TensorError`.
  func neighborRadii(
    _ neighbors: [Int],
    tile: Int? = nil,
    progress: (Double) throws -> Void = { _ in }
  ) throws -> [Tensor] {
    let most = neighbors.max() ?? 1
    guard most < count, neighbors.allSatisfy({ $0 >= 1 }) else {
      throw EvaluationError(
        .samples,
        "\(count) samples have no \(most) neighbors each: take at least \(most + 1), "
          + "or a smaller k"
      )
    }
    let distances = try SquaredDistances(self, self, tile: tile)
    let ranges = distances.rows
    // A row's nearest is itself, at 0.
    var nearest = ranges.map { _ in SmallestElements(most + 1) }
    for i in ranges.indices {
      for j in ranges.indices[i...] {
        var block = try distances.tile(ranges[i], ranges[j])
        if i == j { block = try block * (1 - .identity(ranges[i].count, dtype: block.dtype)) }
        try nearest[i].add(rowsOf: block)
        if i != j { try nearest[j].add(columnsOf: block) }
      }
      let left = Double(ranges.count - i - 1) / Double(ranges.count)
      try progress(1 - left * left)
    }
    var parts: [Tensor] = []
    for part in nearest { parts.append(try part.finish()) }
    let all = try Tensor.concatenated(parts)
    return try neighbors.map { try all.select($0, along: 1) }
  }
}
