// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

@Suite struct ReductionTests {
  @Test func reducesAllOrSomeDimensions() throws {
    let a = try matrix([[1, 2, 6], [4, 0, -1]])
    try expect(try a.sum(), is: [12], shape: [], tolerance: 0)
    try expect(try a.sum(0), is: [5, 2, 5], shape: [3], tolerance: 0)
    try expect(try a.sum(1, keep: true), is: [9, 3], shape: [2, 1], tolerance: 0)
    try expect(try a.sum(0, 1, keep: true), is: [12], shape: [1, 1], tolerance: 0)
    try expect(try a.mean(), is: [2], tolerance: 0)
    try expect(try a.mean(-1), is: [3, 1], tolerance: 0)
    try expect(try a.max(), is: [6], tolerance: 0)
    try expect(try a.max(0), is: [4, 2, 6], tolerance: 0)
    try expect(try a.min(1), is: [1, -1], tolerance: 0)
    try expect(try a.argmax(1), is: [2, 0], tolerance: 0)
    try expect(try a.argmin(0), is: [0, 1, 1], tolerance: 0)
    try expect(try a.norm(), is: [sqrt(58.0)], tolerance: 1e-15)
    try expect(try a.norm(1, order: 1), is: [9, 5], tolerance: 0)
    try expect(try a.cumulativeSum(1), is: [1, 3, 9, 4, 4, 3], tolerance: 0)
  }

  @Test func varianceDividesByTheCountLessTheCorrection() throws {
    let a = try vector(1, 2, 3, 6)
    try expect(try a.variance(), is: [14.0 / 3], tolerance: 1e-15)
    try expect(try a.variance(correction: 0), is: [3.5], tolerance: 1e-15)
    let rows = try matrix([[1, 3], [2, 2]])
    try expect(try rows.standardDeviation(1, correction: 0), is: [1, 0], tolerance: 1e-15)
    try expect(
      try rows.variance(0, keep: true),
      is: [0.5, 0.5],
      shape: [1, 2],
      tolerance: 1e-15
    )
  }

  @Test func softmaxStaysFiniteFarOut() throws {
    let a = try vector(1000, 1000 + log(3), -1000)
    try expect(try a.softmax(0), is: [0.25, 0.75, 0], tolerance: 1e-12)
    try expect(try a.logSoftmax(0), is: [-log(4), log(0.75), -2000 - log(4)], tolerance: 1e-12)
    try expect(try a.logSumExp(0), is: [1000 + log(4)], tolerance: 1e-15)
  }

  @Test func sortsAndPicksTheLargest() throws {
    let a = try vector(3, 1, 2, 3)
    let (values, indices) = try a.sorted()
    try expect(values, is: [1, 2, 3, 3], tolerance: 0)
    try expect(indices, is: [1, 2, 0, 3], tolerance: 0)
    try expect(try a.sorted(descending: true).indices, is: [0, 3, 2, 1], tolerance: 0)
    try expect(try a.top(2, largest: false).values, is: [1, 2], tolerance: 0)
    try expect(try Tensor([1, 0, 1, 4]).binCount(), is: [1, 2, 0, 0, 1], tolerance: 0)
  }

  @Test func decompositionsOfMatricesWithKnownResults() throws {
    let symmetric = try matrix([[2, 1], [1, 2]])
    let (values, vectors) = try symmetric.symmetricEigen()
    try expect(values, is: [1, 3], tolerance: 1e-14)
    let rebuilt = try vectors.matmul(values.unsqueezed(1) * vectors.transposed())
    try expect(rebuilt, is: [2, 1, 1, 2], tolerance: 1e-14)
    try expect(try symmetric.symmetricEigenvalues(), is: [1, 3], tolerance: 1e-14)
    let singular = try matrix([[3, 0], [4, 5]]).singularValues()
    try expect(singular, is: [sqrt(45.0), sqrt(5.0)], tolerance: 1e-14)
    try expect(
      try matrix([[4, 2], [2, 5]]).cholesky(),
      is: [2, 0, 1, 2],
      tolerance: 1e-14
    )
    try expect(try symmetric.inverse().matmul(symmetric), is: [1, 0, 0, 1], tolerance: 1e-14)
    try expect(try symmetric.solve(vector(3, 3).unsqueezed(1)), is: [1, 1], tolerance: 1e-14)
    try expect(try symmetric.trace(), is: [4], tolerance: 0)
    let (q, r) = try matrix([[3, 1], [4, 2]]).qr()
    try expect(try q.matmul(r), is: [3, 1, 4, 2], tolerance: 1e-14)
    try expect(try q.transposed().matmul(q), is: [1, 0, 0, 1], tolerance: 1e-14)
    let distances = try matrix([[0, 0], [3, 4]]).distances(to: matrix([[0, 0], [6, 8]]))
    try expect(distances, is: [0, 10, 5, 5], shape: [2, 2], tolerance: 1e-14)
  }

  @Test func summariesTellWhatMonitorsNeed() throws {
    let found = try Tensor.summaries(
      [Tensor([Float(1), -1, 3, 5]), Tensor([2.0]).requiringGrad()],
      threshold: 1
    )
    #expect(found[0].mean == 2)
    #expect(found[0].standardDeviation == sqrt(5.0))
    #expect(found[0].minimum == -1)
    #expect(found[0].maximum == 5)
    #expect(found[0].shareAbove == 0.5)
    #expect(found[0].nonFiniteCount == 0)
    #expect(found[1].mean == 2)
    #expect(found[1].standardDeviation == 0)
    let bad = try Tensor.summaries([Tensor([Float(1), .nan, .infinity]), Tensor([Float.infinity])])
    #expect(bad[0].nonFiniteCount == 2)
    #expect(bad[0].mean.isNaN && bad[0].minimum.isNaN && bad[0].maximum.isNaN)
    #expect(bad[1].nonFiniteCount == 1)
    #expect(bad[1].maximum == .infinity)
    #expect(throws: TensorError.self) { try Tensor.summaries([.zeros([0])]) }
  }
}
