// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The nearest rows of one set to each row of another.
struct NearestNeighbors {
  /// For each query its neighbors' numbers, nearest first.
  let indices: [[Int]]
  /// For each query its neighbors' distances, in units of the features.
  let distances: [[Double]]

  /// Searches strip by strip, 16 MB of distances at a time.
  ///
  /// - Parameters:
  ///   - queries: Rows to find neighbors of.
  ///   - rows: Where to look.
  ///   - count: Neighbors wanted.
  ///   - selves: For each query its own number in `rows`, which is left out; nil leaves nothing out.
  ///   - blockSize: Rows of a strip; nil chooses.
  /// - Throws: `EvaluationError` where `rows` are too few, `TensorError`.
  init(
    of queries: Features,
    among rows: Features,
    count: Int,
    excluding selves: [Int]? = nil,
    blockSize: Int? = nil
  ) throws {
    let wanted = count + (selves == nil ? 0 : 1)
    guard rows.count >= wanted else {
      throw EvaluationError(.samples, "\(rows.count) real images have no \(wanted) neighbors each")
    }
    let all = try SquaredDistances(queries, rows)
    let height = blockSize ?? max(1, (1 << 22) / rows.count)
    var places: [Int] = []
    var squares: [Double] = []
    for strip in SquaredDistances.ranges(queries.count, height) {
      let (values, found) = try noGrad { () throws(TensorError) in
        try all.tile(strip, 0..<rows.count).top(wanted, along: 1, largest: false)
      }
      places += try found.array(of: Int.self)
      squares += try values.array(of: Double.self)
    }
    var indices: [[Int]] = []
    var distances: [[Double]] = []
    for query in 0..<queries.count {
      let range = query * wanted..<(query + 1) * wanted
      let own = selves.map { $0[query] }
      let kept = range.filter { places[$0] != own }.prefix(count)
      indices.append(kept.map { places[$0] })
      distances.append(kept.map { max(squares[$0], 0).squareRoot() })
    }
    self.indices = indices
    self.distances = distances
  }
}
