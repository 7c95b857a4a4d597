// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

/// A differentiable function of one tensor.
struct GradientRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let shape: [Int]
  let run: @Sendable (Tensor) throws -> Tensor
}

private func constant(_ shape: [Int], seed: UInt64 = 11) throws -> Tensor {
  try Random(seed: seed).normal(shape, dtype: .float64)
}

private let rows: [GradientRow] = {
  var rows: [GradientRow] = []
  func row(_ name: String, _ shape: [Int], _ run: @escaping @Sendable (Tensor) throws -> Tensor) {
    rows.append(GradientRow(testDescription: name, shape: shape, run: run))
  }
  let image = [2, 2, 4, 4]
  row("linear", [3, 4]) { try $0.linear(constant([2, 4])).tanh() }
  row("matmul", [2, 3]) { try $0.matmul(constant([3, 2])).sigmoid() }
  row("conv2d", image) {
    try $0.conv2d(constant([3, 2, 3, 3]), stride: 2, padding: 1).softplus()
  }
  row("convTranspose2d", image) {
    try $0.convTranspose2d(constant([2, 1, 4, 4]), stride: 2, padding: 1).tanh()
  }
  row("conv2d by its weight", [1, 2, 2, 2]) { try constant(image).conv2d($0).square() }
  row("batchNorm", image) { try $0.batchNormalized().tanh() }
  row("instanceNorm", image) { try $0.instanceNormalized().tanh() }
  row("layerNorm", [3, 4]) { try $0.layerNormalized([4]).tanh() }
  row("groupNorm", image) { try $0.groupNormalized(2).tanh() }
  row("avgPool", image) { try $0.averagePooled(2).exp() }
  row("bilinear", image) { try $0.resized(height: 3, width: 5).tanh() }
  row("nearest", image) { try $0.resized(height: 8, width: 8, mode: .nearest).tanh() }
  row("reflection", image) { try $0.padded([1, 1, 2, 0], mode: .reflect).tanh() }
  row("softmax", [3, 4]) { try $0.softmax(1).square() }
  row("logSumExp", [3, 4]) { try $0.logSumExp(1) }
  row("variance", [3, 4]) { try $0.variance(0) }
  row("standardDeviation", [3, 4]) { try $0.standardDeviation(0) }
  row("norm", [3, 4]) { try $0.norm(1) }
  row("distances", [3, 4]) { try $0.distances(to: constant([2, 4])) }
  row("cat and slices", [4, 3]) { x in
    let joined = try Tensor.concatenated([x.narrowed(1, length: 2), x.select(0).unsqueezed(0)])
    return try joined.exp()
  }
  row("gather", [4, 3]) { try $0.gathered(at: Tensor([3, 0, 3])).exp() }
  row("eigenvalues", [3, 3]) { x in
    try (x + x.transposed()).symmetricEigenvalues().sin()
  }
  return rows
}()

/// Gradients against central differences, in float64.
///
/// A difference of step 1e-5 is exact to about 1e-9 (its square times third derivatives, and
/// rounding divided by it); 1e-6 leaves room for the functions' scales.
@Suite struct GradientCheckTests {
  private func check(
    _ input: Tensor,
    _ run: (Tensor) throws -> Tensor
  ) throws {
    let leaf = try input.requiringGrad()
    let weights = try constant(run(leaf).shape, seed: 5)
    func value(_ x: Tensor) throws -> Tensor { try (run(x) * weights).sum() }
    let gradient = try grad([value(leaf)], [leaf])[0]
    let elements: [Double] = try input.array()
    var differences: [Double] = []
    for index in elements.indices {
      var ends: [Double] = []
      for step in [1e-5, -1e-5] {
        var moved = elements
        moved[index] += step
        // The function may take gradients itself.
        let point = try Tensor(moved, shape: input.shape).requiringGrad()
        ends.append(try value(point).detach().item())
      }
      differences.append((ends[0] - ends[1]) / 2e-5)
    }
    try expect(gradient, is: differences, tolerance: 1e-6)
  }

  @Test(arguments: rows)
  func gradientIsTheDifference(_ row: GradientRow) throws {
    try check(constant(row.shape, seed: 3), row.run)
  }

  /// What gradient penalties need: the gradient of the gradient.
  @Test(arguments: rows.filter { !["distances"].contains($0.testDescription) })
  func secondDerivativeIsTheDifferenceOfTheFirst(_ row: GradientRow) throws {
    try check(constant(row.shape, seed: 3)) { x in
      let output = try row.run(x)
      let weights = try constant(output.shape, seed: 5)
      return try grad([(output * weights).sum()], [x], createGraph: true)[0]
    }
  }
}
