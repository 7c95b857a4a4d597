// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct SmallestElementsTests {
  /// The plain twin sorts everything; many elements are equal.
  @Test(arguments: [(160, 128), (128, 160), (112, 112), (31, 47), (2, 3)])
  func equalSortedRowsAndColumns(height: Int, width: Int) throws {
    let matrix = try (Golden.gaussian(height, width, seed: 1).matrix * 3).round()
    var (rows, columns) = (SmallestElements(6), SmallestElements(6))
    for _ in 0..<20 { try rows.add(rowsOf: matrix) }  // more than wait before they are merged
    try columns.add(columnsOf: matrix)
    let twice = try Tensor.concatenated([Tensor](repeating: matrix, count: 20), along: 1)
    let expectedRows = try twice.sorted(1).values.narrowed(0, length: 6, along: 1)
    let kept = min(6, height)
    let expectedColumns = try matrix.transposed().contiguous().sorted(1).values
      .narrowed(0, length: kept, along: 1)
    #expect(try rows.finish().array(of: Float.self) == expectedRows.array(of: Float.self))
    #expect(try columns.finish().array(of: Float.self) == expectedColumns.array(of: Float.self))
  }
}
