// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The few smallest numbers of each row, as tiles of a wide matrix come in.
struct SmallestElements {
  /// Groups that a row is cut into before its elements are sorted.
  private static let groupSize = 16
  /// Parts that wait before they are merged, so that memory doesn't grow with the tiles.
  private static let patience = 16

  private let count: Int
  private var parts: [Tensor] = []

  /// Keeps `count` numbers a row.
  init(_ count: Int) { self.count = count }

  /// Adds a tile, row by row.
  mutating func add(rowsOf tile: Tensor) throws(TensorError) {
    try keep(Self.smallest(count, ofRowsOf: tile))
  }

  /// Adds a tile, column by column, as rows.
  mutating func add(columnsOf tile: Tensor) throws(TensorError) {
    try keep(Self.smallest(count, ofColumnsOf: tile))
  }

  /// Returns the numbers in ascending order, shape `[rows, count]`.
  consuming func finish() throws(TensorError) -> Tensor { try merged() }

  private mutating func keep(_ part: Tensor) throws(TensorError) {
    parts.append(part)
    if parts.count >= Self.patience { parts = [try merged()] }
  }

  private func merged() throws(TensorError) -> Tensor {
    let all = try Tensor.concatenated(parts, along: 1).sorted(1).values
    return try all.narrowed(0, length: min(count, all.shape[1]), along: 1)
  }

  /// The smallest elements lie in the groups with the smallest minima: a look at the minima, which is
  /// fast, leaves few elements to sort.
  private static func smallest(_ count: Int, ofRowsOf tile: Tensor) throws(TensorError) -> Tensor {
    let (rows, width) = (try tile.shape[0], try tile.shape[1])
    let groups = width / groupSize
    guard width % groupSize == 0, groups > count else {
      return try tile.contiguous().top(min(count, width), along: 1, largest: false).values
    }
    let grouped = try tile.reshaped(rows, groupSize, groups)
    let best = try grouped.min(1).top(count, along: 1, largest: false).indices
    let places = try best.unsqueezed(1).expanded([rows, groupSize, count])
    let few = try grouped.elements(at: places, along: 2).flattened(1)
    return try few.top(count, along: 1, largest: false).values
  }

  private static func smallest(
    _ count: Int,
    ofColumnsOf tile: Tensor
  ) throws(TensorError) -> Tensor {
    let (height, columns) = (try tile.shape[0], try tile.shape[1])
    let groups = height / groupSize
    guard height % groupSize == 0, groups > count else {
      return try smallest(count, ofRowsOf: tile.transposed().contiguous())
    }
    let grouped = try tile.reshaped(groupSize, groups, columns)
    let minima = try grouped.min(0).transposed().contiguous()
    let best = try minima.top(count, along: 1, largest: false).indices.transposed()
    let places = try best.unsqueezed(0).expanded([groupSize, count, columns])
    let few = try grouped.elements(at: places, along: 1).flattened(0, 1).transposed()
    return try few.contiguous().top(count, along: 1, largest: false).values
  }
}
