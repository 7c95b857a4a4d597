// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

@Suite struct ModuleTests {
  /// DCGAN's generator for 64 pixels, three channels.
  private func dcganGenerator() throws -> Sequential {
    let random = try Random(seed: 0)
    var layers: [Module] = []
    var inputs = 100
    for (index, outputs) in [512, 256, 128, 64].enumerated() {
      layers.append(
        try ConvTranspose2d(
          inputs,
          outputs,
          kernel: 4,
          stride: index == 0 ? 1 : 2,
          padding: index == 0 ? 0 : 1,
          bias: false,
          using: random
        )
      )
      layers += [try BatchNorm2d(outputs), ReLU()]
      inputs = outputs
    }
    layers.append(
      try ConvTranspose2d(64, 3, kernel: 4, stride: 2, padding: 1, bias: false, using: random)
    )
    return Sequential(named: [("main", Sequential(layers + [Tanh()]))])
  }

  @Test func namesAndCountsArePyTorchs() throws {
    let module = try dcganGenerator()
    // Of pytorch/examples@77f55b9, dcgan/main.py: `Scripts/reference_values.py`, `counts`.
    #expect(try module.parameterCount() == 3_576_704)
    let names = try module.stateDictionary().names
    #expect(names.count == 5 + 4 * 5)
    #expect(
      names.prefix(6) == [
        "main.0.weight", "main.1.weight", "main.1.bias", "main.1.running_mean",
        "main.1.running_var", "main.1.num_batches_tracked",
      ]
    )
    #expect(module.modules().map(\.name).prefix(3) == ["", "main", "main.0"])
    let images = try noGrad { () throws(TensorError) in
      try module.forward(.zeros([1, 100, 1, 1]), mode: .inference)
    }
    #expect(try images.shape == [1, 3, 64, 64])
  }

  @Test func loadingListsEverythingThatDoesNotFit() throws {
    let random = try Random(seed: 0)
    let module = try Sequential([
      Linear(2, 3, using: random), BatchNorm1d(3), Linear(3, 1, using: random),
    ])
    let before = try SafeTensors.encode(module.stateDictionary())
    var state = try module.stateDictionary().copied()
    state["0.bias"] = nil
    state["1.running_mean"] = nil
    state["2.weight"] = try Tensor.ones([1, 4])
    state["3.weight"] = try Tensor.ones([1])
    state["0.weight"] = try Tensor.ones([3, 2])
    let error = #expect(throws: TensorError.self) { try module.load(state) }
    #expect(
      error?.cause == "state doesn't fit Sequential: missing '0.bias'; missing '1.running_mean'; "
        + "'2.weight' is [1, 4] where [1, 3] is needed; unexpected '3.weight'"
    )
    // Nothing was changed.
    #expect(try SafeTensors.encode(module.stateDictionary()) == before)
    state["2.weight"] = try Tensor.ones([1, 3])
    try module.load(state, strict: false)
    try expect(try #require(try module.stateDictionary()["2.weight"]), is: [1, 1, 1])
  }

  @Test func convertsInPlaceSoThatOptimizersKeepWorking() throws {
    let layer = try Linear(1, 1, bias: false, using: Random(seed: 0))
    let optimizer = try SGD(layer, learningRate: 1)
    try layer.to(.float64)
    try layer.to(.cpu)
    try layer.weight.assign(matrix([[2]]))
    try layer.forward(matrix([[3]]), mode: .training).sum().backward()
    try optimizer.step()
    try expect(layer.weight.tensor, is: [-1], tolerance: 0)
    #expect(try layer.weight.tensor.dtype == .float64)
    #expect(try layer.weight.tensor.requiresGrad)
  }

  @Test func stateDictionariesKeepOrder() throws {
    var state = StateDictionary()
    for name in ["b", "a", "c"] { state[name] = try Tensor(1.0) }
    #expect(state.names == ["b", "a", "c"])
    state["b"] = nil
    state["missing"] = nil
    state["a"] = try Tensor(5.0)
    #expect(state.names == ["a", "c"])
    #expect(try state["a"]?.item() == 5)
    var outer = StateDictionary()
    outer.merge(state, prefix: "x.")
    #expect(outer.names == ["x.a", "x.c"])
    #expect(outer.removingPrefix("x.").names == ["a", "c"])
  }

  @Test func modulesWithoutForwardSaySo() throws {
    let error = #expect(throws: TensorError.self) {
      try Module().forward(Tensor(1.0), mode: .training)
    }
    #expect(error?.cause == "Module has no forward of one tensor")
  }

  @Test func initializersHaveTheirSpread() throws {
    let random = try Random(seed: 8)
    let (fanIn, fanOut) = (40.0 * 9, 60.0 * 9)
    let spread: [(Initializer, Double)] = [
      (.normal(standardDeviation: 0.02), 0.02), (.uniform(low: -1, high: 1), 1 / sqrt(3.0)),
      (.xavierUniform(gain: 2), 2 * (2 / (fanIn + fanOut)).squareRoot()),
      (.xavierNormal(), (2 / (fanIn + fanOut)).squareRoot()),
      (.kaimingUniform(), (2 / fanIn).squareRoot()),
      (.kaimingNormal(slope: 0.2), (2 / 1.04 / fanIn).squareRoot()),
    ]
    for (initializer, deviation) in spread {
      let parameter = try Parameter(.zeros([60, 40, 3, 3]))
      try parameter.initialize(initializer, using: random)
      // 21 600 draws: the deviation is known to 0.5 %; four of those
      let found = try parameter.tensor.standardDeviation().item()
      #expect(abs(found / deviation - 1) < 0.02, "\(initializer): \(found) for \(deviation)")
      #expect(abs(try parameter.tensor.mean().item()) < deviation * 0.04)
    }
    let vector = try Parameter(.zeros([4]))
    try vector.initialize(.constant(2), using: random)
    try expect(vector.tensor, is: [2, 2, 2, 2])
    #expect(throws: TensorError.self) {
      try vector.initialize(.xavierNormal(), using: random)
    }
    let defaults = try Linear(100, 50, using: random)
    let largest = try defaults.weight.tensor.abs().max().item()
    #expect(largest <= 0.1 && largest > 0.099)
  }

  @Test func orthogonalRowsOrColumns() throws {
    let random = try Random(seed: 8)
    for shape in [[4, 6], [6, 4], [4, 2, 3, 3]] {
      let parameter = try Parameter(.zeros(shape))
      try parameter.initialize(.orthogonal(gain: 3), using: random)
      let flat = try parameter.tensor.detach().flattened(1)
      let isWide = try flat.shape[0] < flat.shape[1]
      let gram = try isWide ? flat.matmul(flat.transposed()) : flat.transposed().matmul(flat)
      let size = try gram.shape[0]
      let expected = try Tensor.identity(size).array(of: Double.self).map { 9 * $0 }
      try expect(gram, is: expected, tolerance: 1e-5)
    }
  }
}
