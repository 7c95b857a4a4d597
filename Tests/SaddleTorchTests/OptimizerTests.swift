// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

/// Optimizers against their formulas in Double, one weight with the gradients given.
@Suite struct OptimizerTests {
  private let gradients = [0.5, -1.0, 2.0, 0.25, 0.0, -3.0]

  private func parameter(_ value: Double) throws -> Parameter { try Parameter(Tensor([value])) }

  private func run(
    _ parameter: Parameter,
    _ optimizer: Optimizer,
    _ expected: [Double]
  ) throws {
    for (gradient, wanted) in zip(gradients, expected) {
      try parameter.setGradient(Tensor([gradient]))
      try optimizer.step()
      // float64, moments and bias corrections a few roundings each
      try expect(parameter.tensor, is: [wanted], tolerance: 1e-12)
    }
  }

  @Test func adamWithBiasCorrection() throws {
    for (decay, decoupled) in [(0.0, false), (0.1, false), (0.1, true)] {
      var (w, m, v) = (1.0, 0.0, 0.0)
      var expected: [Double] = []
      for (index, gradient) in gradients.enumerated() {
        let t = Double(index + 1)
        if decoupled { w -= 0.1 * decay * w }
        let g = decoupled ? gradient : gradient + decay * w
        m = 0.5 * m + 0.5 * g
        v = 0.9 * v + 0.1 * g * g
        w -= 0.1 * (m / (1 - pow(0.5, t))) / ((v / (1 - pow(0.9, t))).squareRoot() + 1e-8)
        expected.append(w)
      }
      let parameter = try parameter(1)
      let group = ParameterGroup([("w", parameter)], learningRate: 0.1, weightDecay: decay)
      let optimizer =
        decoupled
        ? try AdamW([group], betas: (0.5, 0.9)) : try Adam([group], betas: (0.5, 0.9))
      try run(parameter, optimizer, expected)
    }
  }

  @Test func firstAdamStepIsTheLearningRate() throws {
    let parameter = try parameter(0)
    let optimizer = try Adam([ParameterGroup([("w", parameter)], learningRate: 0.01)])
    try parameter.setGradient(Tensor([1e-3]))
    try optimizer.step()
    // lr * g / (|g| + epsilon)
    try expect(parameter.tensor, is: [-0.01 * 1e-3 / (1e-3 + 1e-8)], tolerance: 1e-12)
  }

  @Test func amsgradKeepsTheLargestDenominator() throws {
    var (w, m, v, largest) = (1.0, 0.0, 0.0, 0.0)
    var expected: [Double] = []
    for (index, g) in gradients.enumerated() {
      let t = Double(index + 1)
      m = 0.9 * m + 0.1 * g
      v = 0.5 * v + 0.5 * g * g
      largest = max(largest, v)
      w -= 0.1 * (m / (1 - pow(0.9, t))) / ((largest / (1 - pow(0.5, t))).squareRoot() + 1e-8)
      expected.append(w)
    }
    let parameter = try parameter(1)
    let group = ParameterGroup([("w", parameter)], learningRate: 0.1)
    try run(parameter, Adam([group], betas: (0.9, 0.5), amsgrad: true), expected)
  }

  @Test func gradientDescentWithMomentum() throws {
    for (momentum, nesterov) in [(0.0, false), (0.9, false), (0.9, true)] {
      var (w, b) = (1.0, 0.0)
      var expected: [Double] = []
      for gradient in gradients {
        let g = gradient + 0.01 * w
        b = momentum * b + g
        w -= 0.1 * (nesterov ? g + momentum * b : momentum == 0 ? g : b)
        expected.append(w)
      }
      let parameter = try parameter(1)
      let group = ParameterGroup([("w", parameter)], learningRate: 0.1, weightDecay: 0.01)
      try run(parameter, SGD([group], momentum: momentum, nesterov: nesterov), expected)
    }
  }

  @Test func rmspropPlainCenteredAndWithMomentum() throws {
    for (momentum, centered) in [(0.0, false), (0.0, true), (0.8, true)] {
      var (w, s, a, b) = (1.0, 0.0, 0.0, 0.0)
      var expected: [Double] = []
      for gradient in gradients {
        let g = gradient + 0.01 * w
        s = 0.9 * s + 0.1 * g * g
        a = 0.9 * a + 0.1 * g
        let direction = g / ((centered ? s - a * a : s).squareRoot() + 1e-8)
        b = momentum * b + direction
        w -= 0.1 * (momentum == 0 ? direction : b)
        expected.append(w)
      }
      let parameter = try parameter(1)
      let group = ParameterGroup([("w", parameter)], learningRate: 0.1, weightDecay: 0.01)
      let optimizer = try RMSprop([group], alpha: 0.9, momentum: momentum, centered: centered)
      try run(parameter, optimizer, expected)
    }
  }

  @Test func groupsHaveTheirOwnLearningRates() throws {
    let (a, b) = (try parameter(1), try parameter(1))
    let optimizer = try SGD([
      ParameterGroup([("a", a)], learningRate: 0.1), ParameterGroup([("b", b)], learningRate: 1),
    ])
    let step = { () throws in
      try a.setGradient(Tensor([1.0]))
      try b.setGradient(Tensor([1.0]))
      try optimizer.step()
    }
    try step()
    try expect(a.tensor, is: [0.9])
    try expect(b.tensor, is: [0])
    optimizer.groups[1].learningRate = 0.5
    try step()
    try expect(b.tensor, is: [-0.5])
    optimizer.learningRate = 0
    try step()
    try expect(a.tensor, is: [0.8])
  }

  @Test func parametersWithoutGradientStay() throws {
    let (a, b) = (try parameter(1), try parameter(1))
    let optimizer = try Adam([ParameterGroup([("a", a), ("b", b)], learningRate: 0.1)])
    try optimizer.step()
    try a.setGradient(Tensor([1.0]))
    try optimizer.step()
    try expect(a.tensor, is: [0.9])
    try expect(b.tensor, is: [1], tolerance: 0)
    let state = optimizer.state()
    #expect(
      state.names == ["exp_avg.a", "exp_avg.b", "exp_avg_sq.a", "exp_avg_sq.b", "step.a", "step.b"]
    )
    try expect(try #require(state["step.a"]), is: [1], tolerance: 0)
    try expect(try #require(state["step.b"]), is: [0], tolerance: 0)
    try optimizer.zeroGradients()
    #expect(try a.gradient == nil)
  }

  @Test func memoryLayoutOfTheGradientDoesNotMatter() throws {
    let random = try Random(seed: 0)
    var results: [[Float]] = []
    let (start, slope) = (try random.normal([4, 3, 2, 2]), try random.normal([4, 3, 2, 2]))
    for layout in [MemoryLayout2D.contiguous, .channelsLast] {
      let parameter = try Parameter(start)
      let optimizer = try Adam([ParameterGroup([("w", parameter)], learningRate: 0.1)])
      try parameter.setGradient(slope.contiguous(layout))
      try optimizer.step()
      results.append(try parameter.tensor.array())
    }
    #expect(results[0] == results[1])
  }

  @Test func stateFollowsAParameterIntoAnotherLayoutAndType() throws {
    let random = try Random(seed: 0)
    var results: [[Double]] = []
    let (start, slope) = (try random.normal([2, 3, 2, 2]), try random.normal([2, 3, 2, 2]))
    for moves in [false, true] {
      let layer = try Conv2d(3, 2, kernel: 2, bias: false, using: random)
      try layer.weight.assign(start)
      let optimizer = try Adam(layer, learningRate: 0.1)
      for step in 0..<3 {
        if moves && step == 1 { try layer.to(.channelsLast) }
        if moves && step == 2 { try layer.to(.float64) }
        let dtype = try layer.weight.tensor.dtype
        try layer.weight.setGradient((slope + Double(step)).to(dtype))
        try optimizer.step()
      }
      results.append(try layer.weight.tensor.array())
    }
    // float32 against float64 in the last step
    #expect(zip(results[0], results[1]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(Set(results[1]).count == 24)
  }

  @Test func groupsCantBeExchanged() throws {
    let (a, b) = (try parameter(1), try parameter(1))
    let optimizer = try SGD([ParameterGroup([("a", a)], learningRate: 1)], momentum: 0.5)
    optimizer.groups = [
      ParameterGroup([("b", b), ("c", b)], learningRate: 0.25),
      ParameterGroup([], learningRate: 1),
    ]
    #expect(optimizer.groups.count == 1)
    #expect(optimizer.groups[0].parameters.map(\.name) == ["a"])
    try a.setGradient(Tensor([1.0]))
    try b.setGradient(Tensor([1.0]))
    try optimizer.step()
    try expect(a.tensor, is: [0.75])
    try expect(b.tensor, is: [1])
  }

  @Test func badStatesAndDoubleNamesAreRefused() throws {
    let (a, b) = (try parameter(1), try parameter(1))
    #expect(throws: TensorError.self) {
      try SGD([ParameterGroup([("a", a), ("a", b)], learningRate: 1)])
    }
    let optimizer = try Adam([ParameterGroup([("a", a)], learningRate: 1)])
    var state = optimizer.state()
    state["step.a"] = nil
    state["extra"] = try Tensor([1.0])
    let error = #expect(throws: TensorError.self) { try optimizer.load(state) }
    #expect(error?.description.contains("missing 'step.a'; unexpected 'extra'") == true)
  }
}

@Suite struct GradientToolTests {
  private func module(_ gradients: [Float]) throws -> Linear {
    let layer = try Linear(gradients.count, 1, using: Random(seed: 0))
    try layer.weight.setGradient(Tensor(gradients, shape: [1, gradients.count]))
    return layer
  }

  @Test func clipsByNorm() throws {
    let layer = try module([3, 4])
    try expect(try layer.gradientNorm(), is: [5])
    try expect(try layer.gradientNorms(), is: [5, 0], shape: [2])
    try expect(try layer.clipGradients(norm: 1), is: [5])
    try expect(try #require(try layer.weight.gradient), is: [0.6, 0.8])
    try layer.clipGradients(norm: 10)
    try expect(try #require(try layer.weight.gradient), is: [0.6, 0.8])
    try layer.zeroGradients()
    try expect(try layer.clipGradients(norm: 1), is: [0])
  }

  @Test func normIsThatOfAllParametersTogether() throws {
    let layer = try module([3, 0])
    try layer.bias?.setGradient(Tensor([Float(4)]))
    try expect(try layer.gradientNorms(), is: [3, 4])
    try expect(try layer.clipGradients(norm: 2.5), is: [5])
    try expect(try #require(try layer.bias?.gradient), is: [2])
  }

  @Test func clipsByValue() throws {
    let layer = try module([3, -4, 0.25])
    try layer.clipGradients(value: 0.5)
    try expect(try #require(try layer.weight.gradient), is: [0.5, -0.5, 0.25])
  }

  @Test func clippingHidesNothing() throws {
    let layer = try module([1, .nan])
    try layer.clipGradients(norm: 1)
    #expect(try layer.firstNonFiniteGradient() == "weight")
    #expect(try layer.firstNonFiniteParameter() == nil)
    try layer.clipGradients(value: 1)
    #expect(try layer.firstNonFiniteGradient() == "weight")
    let infinite = try module([1, .infinity])
    try infinite.clipGradients(norm: 1)
    #expect(try infinite.firstNonFiniteGradient() == "weight")
  }

  @Test func clampsParametersAndAverages() throws {
    let random = try Random(seed: 0)
    let (a, b) = (try BatchNorm1d(2), try BatchNorm1d(2))
    try b.weight?.assign(Tensor([Float(3), -1]))
    _ = try b.forward(random.normal([4, 2]), mode: .training)
    try a.average(with: b, decay: 0.75)
    try expect(try #require(a.weight?.tensor), is: [1.5, 0.5])
    let (mine, theirs) = (try a.stateDictionary(), try b.stateDictionary())
    for name in ["running_mean", "num_batches_tracked"] {
      #expect(try mine[name]?.bytes() == theirs[name]?.bytes())
    }
    try b.clampParameters(0.01)
    try expect(try #require(b.weight?.tensor), is: [0.01, -0.01])
    #expect(throws: TensorError.self) { try a.average(with: module([1]), decay: 0) }
    #expect(throws: TensorError.self) { try a.average(with: Sequential([]), decay: 0) }
    #expect(try Tensor.norms([vector(3, 4), vector(5, 12)]).array() == [5, 13])
  }
}
