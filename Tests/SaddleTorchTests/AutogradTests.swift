// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

/// Gradients and penalties of discriminators whose closed forms stand beside them; float64, so that
/// 1e-12 is rounding only.
@Suite struct AutogradTests {
  @Test func gradientOfALinearDiscriminatorIsItsWeight() throws {
    let weight = try vector(3, 4).requiringGrad()
    let input = try matrix([[1, 2], [5, -1]]).requiringGrad()
    let scores = try input.matmul(weight)
    let gradient = try grad([scores.sum()], [input], createGraph: true)[0]
    try expect(gradient, is: [3, 4, 3, 4], shape: [2, 2], tolerance: 0)
    // R1 = (gamma / 2) |w|^2, its gradient gamma w
    let penalty = try (5.0 * gradient.square().sum(1)).mean()
    try expect(penalty, is: [125], tolerance: 0)
    let byWeight = try grad([penalty], [weight])[0]
    try expect(byWeight, is: [30, 40], tolerance: 0)
  }

  @Test func gradientPenaltyOfALinearDiscriminator() throws {
    // D(x) = 2 sum(x) in four dimensions: |grad| = 4, penalty (4 - 1)^2
    let input = try Tensor.ones([3, 4], dtype: .float64).requiringGrad()
    let scores = try (2.0 * input).sum(1)
    let gradient = try grad([scores.sum()], [input], createGraph: true)[0]
    let penalty = try (gradient.norm(1) - 1.0).square().mean()
    try expect(penalty, is: [9], tolerance: 0)
  }

  @Test func penaltyOfAQuadraticDiscriminatorNeedsSecondDerivatives() throws {
    // D(x) = a |x|^2 / 2: R1 = (gamma / 2) a^2 E|x|^2, by a: gamma a E|x|^2
    let a = try Tensor(1.5).requiringGrad()
    let input = try matrix([[1, 2], [3, 0]]).requiringGrad()
    let scores = try a * input.square().sum(1) * 0.5
    let gradient = try grad([scores.sum()], [input], createGraph: true)[0]
    let penalty = try (1.0 * gradient.square().sum(1)).mean()
    try expect(penalty, is: [2.25 * 7], tolerance: 1e-12)
    try penalty.backward()
    try expect(try #require(try a.gradient), is: [2 * 1.5 * 7], tolerance: 1e-12)
  }

  @Test func gradientPenaltyThroughALayerReachesItsWeight() throws {
    let random = try Random(seed: 1)
    let layer = try Linear(2, 1, bias: false, using: random)
    try layer.weight.assign(matrix([[0.6, 0.8]]) * 3.0)
    let input = try random.normal([5, 2]).requiringGrad()
    let scores = try layer.forward(input, mode: .training)
    let gradient = try grad([scores.sum()], [input], createGraph: true)[0]
    try (gradient.norm(1) - 1.0).square().mean().backward()
    // d/dw (|w| - 1)^2 = 2 (|w| - 1) w / |w|
    try expect(try #require(try layer.weight.gradient), is: [2.4, 3.2], tolerance: 1e-6)
  }

  @Test func noGradRecordsNothingAndEndsOnErrors() throws {
    let input = try vector(1, 2).requiringGrad()
    let silent = try noGrad { () throws(TensorError) in try (input * 2.0).requiresGrad }
    #expect(!silent)
    #expect(throws: TensorError.self) {
      try noGrad { () throws(TensorError) in _ = try input.matmul(.ones([3], dtype: .float64)) }
    }
    let recorded = try (input * 2.0).requiresGrad
    #expect(recorded)
  }

  @Test func unusedInputIsAnError() throws {
    let (a, b) = (try vector(1).requiringGrad(), try vector(2).requiringGrad())
    #expect(throws: TensorError.self) { try grad([a.sum()], [b]) }
  }

  @Test func gradientsAddUpUntilZeroed() throws {
    let layer = try Linear(1, 1, bias: false, using: Random(seed: 0))
    let input = try Tensor([Float(2)], shape: [1, 1])
    for _ in 0..<2 { try layer.forward(input, mode: .training).sum().backward() }
    try expect(try #require(try layer.weight.gradient), is: [4], tolerance: 0)
    try layer.zeroGradients()
    let gradient = try layer.weight.gradient
    #expect(gradient == nil)
  }

  @Test func frozenParametersGetNoGradientAndPassThroughOthers() throws {
    let random = try Random(seed: 0)
    let (first, second) = (
      try Linear(2, 2, using: random), try Linear(2, 1, using: random)
    )
    try second.bias?.setTrainable(false)
    let input = try random.normal([3, 2])
    try second.frozen {
      let hidden = try first.forward(input, mode: .training)
      try second.forward(hidden, mode: .training).sum().backward()
    }
    #expect(try first.weight.gradient != nil)
    #expect(try second.weight.gradient == nil)
    #expect(try second.weight.tensor.requiresGrad)
    #expect(try second.bias?.tensor.requiresGrad == false)
  }

  @Test func frozenEndsWithAnErrorAndNotWithAnInnerOne() throws {
    struct Stop: Error {}
    let layer = try Linear(2, 1, using: Random(seed: 0))
    try layer.frozen {
      try layer.frozen {}
      #expect(try !layer.weight.tensor.requiresGrad)
    }
    #expect(throws: Stop.self) { try layer.frozen { throw Stop() } }
    #expect(try layer.weight.tensor.requiresGrad)
  }
}
