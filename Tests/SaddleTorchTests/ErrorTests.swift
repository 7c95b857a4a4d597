// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

@Suite struct ErrorTests {
  @Test func namesOperationShapesAndCause() throws {
    let error = #expect(throws: TensorError.self) {
      try Tensor.ones([64, 128]).matmul(.ones([100, 256]))
    }
    #expect(error?.kind == .torch)
    #expect(error?.operation == "matmul")
    #expect(error?.shapes == [[64, 128], [100, 256]])
    let text = try #require(error).description
    #expect(text.hasPrefix("matmul: [64, 128] x [100, 256]: mm: mat1 and mat2 shapes cannot be"))
    #expect(!text.contains("Exception raised from") && !text.contains("frame #"))
  }

  @Test func namesDataTypesThatDiffer() throws {
    let error = #expect(throws: TensorError.self) {
      try Tensor.ones([2, 2]).matmul(.ones([2, 2], dtype: .float64))
    }
    #expect(error?.description.hasPrefix("matmul: [2, 2] float32 x [2, 2] float64: ") == true)
  }

  @Test func tooLargeIsOutOfMemory() throws {
    // 4 EiB fit the address arithmetic, but no machine.
    let error = #expect(throws: TensorError.self) { try Tensor.zeros([1 << 30, 1 << 30]) }
    #expect(error?.kind == .outOfMemory)
    #expect(error?.shapes == [[1 << 30, 1 << 30]])
  }

  @Test func hostileShapesAreErrors() throws {
    for shape in [[-1], [Int.max, Int.max], [Int.max], [2, -3], [Int.min]] {
      #expect(throws: TensorError.self) { try Tensor.zeros(shape) }
      #expect(throws: TensorError.self) { try Tensor([Float(1), 2], shape: shape) }
      #expect(throws: TensorError.self) { try Random(seed: 0).normal(shape) }
    }
    let error = #expect(throws: TensorError.self) { try Tensor([1.0, 2], shape: [3]) }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.description == "tensor: [3]: 2 elements given")
  }

  @Test func hugeSizesOfLayersAreErrors() throws {
    let random = try Random(seed: 0)
    #expect(throws: TensorError.self) { try Linear(Int.max, 2, using: random) }
    #expect(throws: TensorError.self) { try Linear(-1, 2, using: random) }
    #expect(throws: TensorError.self) { try Conv2d(3, 2, kernel: 1 << 40, using: random) }
    #expect(throws: TensorError.self) { try Conv2d(3, 2, kernel: -3, using: random) }
    #expect(throws: TensorError.self) {
      try ConvTranspose2d(1 << 62, 1 << 62, kernel: 4, using: random)
    }
    #expect(throws: TensorError.self) {
      try Upsample(Int.max).forward(.ones([1, 1, 2, 2]), mode: .training)
    }
    let view = try Tensor.ones([1]).expanded([1 << 31, 1 << 31])
    #expect(throws: TensorError.self) { try view.expanded([1 << 40, 1 << 31, 1 << 31]).count }
    let error = #expect(throws: TensorError.self) { try random.normal([1 << 30, 1 << 30]) }
    #expect(error?.kind == .outOfMemory)
    #expect(error?.shapes == [[1 << 30, 1 << 30]])
    #expect(throws: TensorError.self) { try Engine.load(library: "/nowhere.so") }
  }

  @Test func indicesOutOfRangeAreErrors() throws {
    let a = try Tensor.ones([2, 3])
    let attempts: [() throws -> Tensor] = [
      { try a.select(2) }, { try a.select(0, along: 2) }, { try a.narrowed(1, length: 3) },
      { try a.narrowed(0, length: -1) }, { try a.sum(2) }, { try a.permuted(0, 0) },
      { try a.gathered(at: Tensor([5])) }, { try a.strided(by: 0) }, { try a.reshaped(4, -1) },
      { try Tensor.stacked([]) }, { try Tensor.concatenated([a, .ones([2])]) },
      { try a.padded([1]) }, { try a.padded([5, 5], mode: .reflect) }, { try a.top(9).values },
      { try a.oneHot(classes: 2) }, { try a.to(.int64).oneHot(classes: 1) },
      { try a.conv2d(.ones([1, 1, 3, 3])) }, { try a.singularValues().cholesky() },
      { try Tensor.ones([1, 2, 4, 4]).conv2d(.ones([1, 2, 3, 3]), stride: 0) },
      { try Tensor.ones([1, 2, 2, 2]).conv2d(.ones([1, 2, 3, 3])) },
      { try Tensor.ones([1, 3, 2, 2]).groupNormalized(2) }, { try a.repeated([1]) },
      { try a.flipped(0, 0) }, { try a.embedded(Tensor([7])) },
      { try Tensor.arange(to: 5, step: 0) }, { try Tensor.arange(to: .nan) },
      { try Tensor.linspace(from: 0, to: 1, count: -1) }, { try Tensor.identity(-1) },
    ]
    for (index, attempt) in attempts.enumerated() {
      #expect(throws: TensorError.self, "attempt \(index)") { try attempt() }
    }
  }

  @Test func itemNeedsOneElement() throws {
    #expect(throws: TensorError.self) { try Tensor.ones([2]).item() }
    #expect(try Tensor.scalars([Tensor(1.5), Tensor([2]), Tensor(true)]) == [1.5, 2, 1])
    #expect(try Tensor.scalars([]) == [])
    let error = #expect(throws: TensorError.self) {
      try Tensor.scalars([Tensor(1.0), .ones([2])])
    }
    #expect(error?.cause == "tensor 1 has 2 elements, not one")
  }

  @Test func backwardNeedsAScalarWithHistory() throws {
    #expect(throws: TensorError.self) { try Tensor.ones([2]).requiringGrad().backward() }
    #expect(throws: TensorError.self) { try Tensor(1.0).backward() }
    #expect(throws: TensorError.self) { try Tensor([1]).requiringGrad() }
    let loss = try Tensor(1.0).requiringGrad().square()
    try loss.backward()
    #expect(throws: TensorError.self) { try loss.backward() }
    let x = try vector(1, 2).requiringGrad()
    #expect(throws: TensorError.self) { try grad([x * 2], [x], gradients: []) }
    #expect(throws: TensorError.self) { try grad([x * 2], [x], gradients: [vector(1)]) }
    try expect(try grad([x * 2], [x], gradients: [vector(1, 3)])[0], is: [2, 6])
  }

  @Test func missingDeviceIsAnError() throws {
    guard try Engine.count(of: .cuda(0)) == 0 else { return }
    #expect(throws: TensorError.self) { try Tensor.ones([1], device: .cuda(0)) }
    #expect(throws: TensorError.self) { try Tensor.ones([1]).to(.cuda(0)) }
    #expect(throws: TensorError.self) { try Random(seed: 0, device: .cuda(0)) }
    #expect(try Engine.count(of: .cpu) == 1)
  }

  @Test func devicesHaveNames() {
    #expect(Device("cpu") == .cpu)
    #expect(Device("cuda") == .cuda(0))
    #expect(Device("cuda:3").map { "\($0)" } == "cuda:3")
    for name in ["", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:999", "cpu:0"] {
      #expect(Device(name) == nil)
    }
  }

  @Test func engineIsTheOneThisWasBuiltFor() throws {
    try Engine.check()
    #expect(try Engine.version.hasPrefix("2."))
    #expect(Engine.builtVersion.hasPrefix(try Engine.version))
    #expect(try Engine.threads >= 1)
    #expect(throws: TensorError.self) { try Engine.setThreads(0) }
  }
}
