// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

/// Expects a tensor's elements, one by one, within `absolute + relative * |expected|`.
///
/// The default tolerance is 8 roundings of float32, relative; tests with longer chains say theirs.
func expect(
  _ tensor: Tensor,
  is expected: [Double],
  shape: [Int]? = nil,
  tolerance: Double = 1e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let values: [Double] = try tensor.array()
  #expect(values.count == expected.count, sourceLocation: sourceLocation)
  for (value, wanted) in zip(values, expected) {
    let isClose = abs(value - wanted) <= tolerance * (1 + abs(wanted))
    let isSame = value == wanted || (value.isNaN && wanted.isNaN)
    #expect(
      isClose || isSame,
      "\(values) where \(expected) is due",
      sourceLocation: sourceLocation
    )
  }
  if let shape {
    let found = try tensor.shape
    #expect(found == shape, sourceLocation: sourceLocation)
  }
}

/// A matrix of float64.
func matrix(_ rows: [[Double]]) throws -> Tensor {
  try Tensor(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])
}

/// A vector of float64.
func vector(_ elements: Double...) throws -> Tensor { try Tensor(elements) }
