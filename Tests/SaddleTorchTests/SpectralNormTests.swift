// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

@Suite struct SpectralNormTests {
  /// [[3, 0], [4, 5]] from u = (1, 0), v first, then u: `spectral_norm` of
  /// `Scripts/reference_values.py`.
  @Test func estimatesFollowThePowerIteration() throws {
    let random = try Random(seed: 0)
    let layer = try Linear(2, 2, bias: false, using: random)
      .spectrallyNormalized(using: random)
    var state = StateDictionary()
    state["weight_orig"] = try matrix([[3, 0], [4, 5]])
    state["weight_u"] = try vector(1, 0)
    state["weight_v"] = try vector(0, 1)
    try layer.to(.float64)
    try layer.load(state)
    for sigma in [5.0, 6.67174603, 6.70774957, 6.70819832] {
      let weight = try layer.effectiveWeight(.training)
      // The goldens have nine digits.
      try expect(weight, is: [3, 0, 4, 5].map { $0 / sigma }, tolerance: 5e-9)
    }
    for _ in 0..<50 { _ = try layer.effectiveWeight(.training) }
    let limit = sqrt(45.0)
    try expect(
      try layer.effectiveWeight(.inference),
      is: [3, 0, 4, 5].map { $0 / limit },
      tolerance: 1e-12
    )
  }

  @Test func inferenceLeavesTheStateAlone() throws {
    let random = try Random(seed: 1)
    let layer = try Conv2d(3, 8, kernel: 3, using: random)
      .spectrallyNormalized(using: random)
    #expect(
      try layer.stateDictionary().names == ["weight_orig", "bias", "weight_u", "weight_v"]
    )
    let before = try layer.stateDictionary().copied()
    _ = try layer.forward(.ones([1, 3, 5, 5]), mode: .inference)
    let after = try layer.stateDictionary()
    #expect(try before["weight_u"]?.bytes() == after["weight_u"]?.bytes())
    _ = try layer.forward(.ones([1, 3, 5, 5]), mode: .training)
    #expect(try before["weight_u"]?.bytes() != after["weight_u"]?.bytes())
  }

  @Test func largestSingularValueBecomesOneForEveryLayer() throws {
    let random = try Random(seed: 2)
    let layers: [WeightedLayer] = [
      try Linear(6, 4, using: random), try Conv2d(3, 5, kernel: 3, using: random),
      try ConvTranspose2d(3, 5, kernel: 3, using: random),
      try Embedding(7, 3, using: random),
    ]
    for layer in layers {
      try layer.spectrallyNormalized(using: random)
      for _ in 0..<100 { _ = try layer.effectiveWeight(.training) }
      let weight = try layer.effectiveWeight(.inference)
      let isTransposed = layer.outputDimension == 1
      let matrix = try (isTransposed ? weight.transposed(0, 1) : weight).flattened(1)
      try expect(try matrix.singularValues().max(), is: [1], tolerance: 1e-4)
    }
  }

  @Test func gradientReachesTheOriginalWeightTwice() throws {
    // w / |w| for a single row: the gradient is orthogonal to w.
    let random = try Random(seed: 3)
    let layer = try Linear(2, 1, bias: false, using: random)
      .spectrallyNormalized(using: random)
    try layer.weight.assign(matrix([[3, 4]]))
    let input = try Tensor([Float(1), 0], shape: [1, 2]).requiringGrad()
    let first = try layer.forward(input, mode: .training)
    _ = try layer.forward(input, mode: .training)  // a later pass must not disturb the first
    let gradient = try grad([first.sum()], [input], createGraph: true)[0]
    try expect(gradient, is: [0.6, 0.8])
    // d/dw (w1 / |w|) = (1/5) (1 - 9/25, -12/25)
    try gradient.select(0, along: 1).sum().backward()
    try expect(try #require(try layer.weight.gradient), is: [0.128, -0.096])
  }
}
