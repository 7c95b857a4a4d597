// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

@Suite struct LayerTests {
  private func images(_ shape: [Int], _ elements: [Double]) throws -> Tensor {
    try Tensor(elements, shape: shape)
  }

  @Test func linearAddsTheBias() throws {
    let result = try matrix([[1, 2]]).linear(matrix([[3, 4], [5, 6]]), bias: vector(0.5, -1))
    try expect(result, is: [11.5, 16], shape: [1, 2], tolerance: 0)
  }

  @Test func convolutionByHand() throws {
    let image = try images([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let kernel = try images([1, 1, 2, 2], [1, 0, 0, -1])
    try expect(try image.conv2d(kernel), is: [-4, -4, -4, -4], shape: [1, 1, 2, 2])
    let strided = try image.conv2d(kernel, bias: vector(10), stride: 2, padding: 1)
    // Windows at (-1,-1), (-1,1), (1,-1), (1,1): -1, -3, -7, 5 - 9
    try expect(strided, is: [9, 7, 3, 6], shape: [1, 1, 2, 2])
    let dilated = try image.conv2d(kernel, dilation: 2)
    try expect(dilated, is: [-8], shape: [1, 1, 1, 1])
  }

  @Test func transposedConvolutionIsTheAdjoint() throws {
    // <conv(x), y> = <x, convT(y)> for the same kernel.
    let random = try Random(seed: 5)
    let kernel = try random.normal([3, 2, 4, 4], dtype: .float64)
    let x = try random.normal([2, 2, 8, 8], dtype: .float64)
    let forward = try x.conv2d(kernel, stride: 2, padding: 1)
    let y = try random.normal(forward.shape, dtype: .float64)
    let back = try y.convTranspose2d(kernel, stride: 2, padding: 1)
    #expect(try back.shape == x.shape)
    let left = try (forward * y).sum().item()
    try expect(try (x * back).sum(), is: [left], tolerance: 1e-11)
  }

  @Test func groupsSeparateChannels() throws {
    let random = try Random(seed: 0)
    let layer = try Conv2d(4, 4, kernel: 1, groups: 4, bias: false, using: random)
    #expect(try layer.weight.tensor.shape == [4, 1, 1, 1])
    try layer.weight.assign(Tensor([Float(1), 2, 3, 4], shape: [4, 1, 1, 1]))
    let result = try layer.forward(.ones([1, 4, 1, 1]), mode: .training)
    try expect(result, is: [1, 2, 3, 4])
    #expect(throws: TensorError.self) {
      try Conv2d(3, 4, kernel: 1, groups: 2, using: random)
    }
    #expect(throws: TensorError.self) {
      try Conv2d(3, 4, kernel: 1, groups: 0, using: random)
    }
  }

  @Test func batchNormTracksStatistics() throws {
    let layer = try BatchNorm2d(1)
    // Mean 2.5, variance 1.25 (biased) and 5/3 (unbiased, what the running variance follows)
    let input = try Tensor([Float(1), 2, 3, 4], shape: [2, 1, 1, 2])
    let output = try layer.forward(input, mode: .training)
    let scale = 1 / (1.25 + 1e-5).squareRoot()
    try expect(output, is: [-1.5, -0.5, 0.5, 1.5].map { $0 * scale })
    let state = try layer.stateDictionary()
    #expect(
      state.names == ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]
    )
    try expect(try #require(state["running_mean"]), is: [0.25])
    try expect(try #require(state["running_var"]), is: [0.9 + 0.1 * 5 / 3])
    try expect(try #require(state["num_batches_tracked"]), is: [1])
    let used = try layer.forward(input, mode: .inference)
    let running = 1 / (0.9 + 0.1 * 5 / 3 + 1e-5).squareRoot()
    try expect(used, is: [0.75, 1.75, 2.75, 3.75].map { $0 * running })
    try expect(try #require(state["num_batches_tracked"]), is: [1])
    #expect(throws: TensorError.self) { try layer.forward(.ones([4, 1]), mode: .training) }
    #expect(throws: TensorError.self) { try layer.forward(.ones([4, 2, 1, 1]), mode: .training) }
    let single = #expect(throws: TensorError.self) {
      try layer.forward(.ones([1, 1, 1, 1]), mode: .training)
    }
    #expect(single?.kind == .invalidArgument)
  }

  @Test func normalizationsGiveMeanZeroAndVarianceOne() throws {
    let input = try Random(seed: 2).normal([3, 4, 5, 5], mean: 7, standardDeviation: 3)
    let modules: [(Module, [Int])] = [
      (try InstanceNorm2d(4, affine: true), [2, 3]), (try LayerNorm([4, 5, 5]), [1, 2, 3]),
      (try GroupNorm(1, 4), [1, 2, 3]), (try BatchNorm2d(4), [0, 2, 3]),
    ]
    for (module, over) in modules {
      let output = try module.forward(input, mode: .training)
      #expect(try output.shape == [3, 4, 5, 5])
      let order = ([0, 1, 2, 3].filter { !over.contains($0) }) + over
      let rows = try output.permuted(order[0], order[1], order[2], order[3])
      let groups = order.prefix(4 - over.count).map { [3, 4, 5, 5][$0] }.reduce(1, *)
      let flat = try rows.reshaped(groups, -1)
      try expect(try flat.mean(1), is: [Double](repeating: 0, count: groups), tolerance: 1e-5)
      let variances = try flat.variance(1, correction: 0)
      try expect(variances, is: [Double](repeating: 1, count: groups), tolerance: 1e-4)
    }
  }

  @Test func poolsAndResamples() throws {
    let image = try images([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8])
    try expect(try image.averagePooled(2), is: [3.5, 5.5], shape: [1, 1, 1, 2])
    try expect(try image.maxPooled(2), is: [6, 8])
    try expect(try image.averagePooled(height: 1, width: 1), is: [4.5])
    let small = try images([1, 1, 1, 2], [0, 1])
    try expect(try small.resized(height: 1, width: 4, mode: .nearest), is: [0, 0, 1, 1])
    try expect(try small.resized(height: 1, width: 4), is: [0, 0.25, 0.75, 1])
    try expect(
      try small.resized(height: 1, width: 3, alignCorners: true),
      is: [0, 0.5, 1],
      tolerance: 1e-12
    )
    // Halving with a triangle as wide as two output pixels: weights 1/8 3/8 3/8 1/8, cut off at
    // the edge to 3/7 3/7 1/7.
    let row = try images([1, 1, 1, 4], [0, 7, 0, 0])
    let halved = try row.resized(height: 1, width: 2, antialias: true)
    try expect(halved, is: [3, 1], tolerance: 1e-12)
    #expect(throws: TensorError.self) {
      try row.resized(height: 1, width: 2, mode: .nearest, antialias: true)
    }
    let shuffled = try images([1, 4, 1, 1], [1, 2, 3, 4]).pixelShuffled(2)
    try expect(shuffled, is: [1, 2, 3, 4], shape: [1, 1, 2, 2])
    #expect(try shuffled.pixelUnshuffled(2).shape == [1, 4, 1, 1])
  }

  @Test func unfoldsAndFoldsBack() throws {
    let image = try images([1, 1, 3, 3], (1...9).map(Double.init))
    let columns = try image.unfolded(2)
    #expect(try columns.shape == [1, 4, 4])
    try expect(try columns.select(0).select(0, along: 1), is: [1, 2, 4, 5])
    let counts = try image.onesLike().unfolded(2).folded(height: 3, width: 3, size: 2)
    try expect(counts, is: [1, 2, 1, 2, 4, 2, 1, 2, 1])
  }

  @Test func gridsMoveImages() throws {
    let image = try images([1, 1, 1, 4], [1, 2, 3, 4])
    let mirror = try Tensor([-1.0, 0, 0, 0, 1, 0], shape: [1, 2, 3])
    let grid = try mirror.affineGrid([1, 1, 1, 4])
    try expect(try image.gridSampled(grid), is: [4, 3, 2, 1], tolerance: 1e-12)
    let shift = try Tensor([1.0, 0, 0.5, 0, 1, 0], shape: [1, 2, 3]).affineGrid([1, 1, 1, 4])
    try expect(try image.gridSampled(shift), is: [2, 3, 4, 0], tolerance: 1e-12)
    let held = try image.gridSampled(shift, mode: .nearest, padding: .replicate)
    try expect(held, is: [2, 3, 4, 4])
    #expect(throws: TensorError.self) { try image.gridSampled(grid, padding: .circular) }
  }

  @Test func smallModules() throws {
    let input = try Tensor([Float(-1), 2, -3, 4], shape: [1, 1, 2, 2])
    let run = { (module: Module) throws in try module.forward(input, mode: .inference) }
    try expect(try run(ReLU()), is: [0, 2, 0, 4])
    try expect(try run(LeakyReLU(slope: 0.5)), is: [-0.5, 2, -1.5, 4])
    try expect(try run(PReLU(slope: 0.1)), is: [-0.1, 2, -0.3, 4])
    try expect(try run(Tanh()), is: [-1, 2, -3, 4].map { tanh($0) })
    try expect(try run(Sigmoid()), is: [-1, 2, -3, 4].map { 1 / (1 + exp(-$0)) })
    try expect(try run(ELU()), is: [expm1(-1), 2, expm1(-3), 4])
    try expect(try run(Identity()), is: [-1, 2, -3, 4])
    #expect(try run(Flatten()).shape == [1, 4])
    #expect(try run(Unflatten([4, 1, 1])).shape == [1, 4, 1, 1])
    #expect(try run(Upsample()).shape == [1, 1, 4, 4])
    #expect(try run(Pad2d(1, mode: .reflect)).shape == [1, 1, 4, 4])
    try expect(try run(AvgPool2d(2)), is: [0.5])
    try expect(try run(MaxPool2d(2)), is: [4])
    try expect(try run(AdaptiveAvgPool2d()), is: [0.5])
    #expect(throws: TensorError.self) { try Upsample().forward(.ones([2, 2]), mode: .training) }
  }

  @Test func dropoutScalesWhatIsLeftAndRestsInInference() throws {
    let random = try Random(seed: 4)
    let layer = Dropout(0.25, using: random)
    let input = try Tensor.ones([10_000])
    let output: [Float] = try layer.forward(input, mode: .training).array()
    #expect(output.allSatisfy { $0 == 0 || abs($0 - 4.0 / 3) < 1e-6 })
    // 2500 expected, deviation sqrt(10000 * 0.25 * 0.75) = 43: six deviations
    let dropped = output.filter { $0 == 0 }.count
    #expect(abs(dropped - 2500) < 260)
    try expect(try layer.forward(input, mode: .inference).sum(), is: [10_000])
    #expect(throws: TensorError.self) { try input.dropout(1, using: random) }
    #expect(throws: TensorError.self) { try input.dropout(.nan, using: random) }
  }

  @Test func embeddingsLookUpRows() throws {
    let layer = try Embedding(3, 2, using: Random(seed: 0))
    try layer.weight.assign(Tensor([Float(0), 1, 2, 3, 4, 5], shape: [3, 2]))
    let rows = try layer.forward(Tensor([2, 0]), mode: .training)
    try expect(rows, is: [4, 5, 0, 1], shape: [2, 2])
    try rows.sum().backward()
    try expect(try #require(try layer.weight.gradient), is: [1, 1, 0, 0, 1, 1])
    #expect(throws: TensorError.self) { try layer.forward(Tensor([3]), mode: .training) }
    #expect(throws: TensorError.self) { try layer.forward(Tensor([-1]), mode: .training) }
  }
}
