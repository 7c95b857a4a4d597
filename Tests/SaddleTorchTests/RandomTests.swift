// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

@Suite struct RandomTests {
  @Test func sameSeedSameNumbers() throws {
    let (a, b) = (try Random(seed: 42), try Random(seed: 42))
    #expect(try a.normal([5]).array(of: Float.self) == b.normal([5]).array(of: Float.self))
    try a.seed(42)
    let again: [Float] = try a.normal([5]).array()
    let other: [Float] = try Random(seed: 43).normal([5]).array()
    #expect(again != other)
  }

  /// `torch.rand(3, generator=torch.Generator().manual_seed(0))`, documented in many tutorials.
  @Test func drawsAsPyTorchDoes() throws {
    let values = try Random(seed: 0).uniform([3])
    try expect(values, is: [0.49625658988952637, 0.7682217955589294, 0.08847743272781372])
  }

  @Test func stateIsSavedAndRestored() throws {
    let random = try Random(seed: 1)
    _ = try random.normal([3])  // leaves a cached second value behind
    let state = try random.state
    #expect(try state.dtype == .uint8)
    let expected: [Float] = try random.normal([7]).array()
    let restored = try Random(seed: 9)
    try restored.restore(Tensor(state.array(of: UInt8.self)))
    #expect(try restored.normal([7]).array(of: Float.self) == expected)
  }

  @Test func damagedStatesAreRefused() throws {
    let random = try Random(seed: 1)
    let state = try random.state.array(of: UInt8.self)
    #expect(throws: TensorError.self) { try random.restore(Tensor([1.0])) }
    #expect(throws: TensorError.self) { try random.restore(Tensor([UInt8](state.dropLast()))) }
    #expect(throws: TensorError.self) { try random.restore(Tensor([UInt8]())) }
    let zeros = [UInt8](repeating: 255, count: state.count)
    #expect(throws: TensorError.self) { try random.restore(Tensor(zeros)) }
  }

  @Test func distributionsHaveTheirMoments() throws {
    let random = try Random(seed: 3)
    let count = 40_000
    // Means within five standard errors.
    let normal = try random.normal([count], mean: 2, standardDeviation: 3)
    #expect(abs(try normal.mean().item() - 2) < 5 * 3 / 200)
    #expect(abs(try normal.standardDeviation().item() - 3) < 5 * 3 / 200)
    let uniform = try random.uniform([count], low: -1, high: 3)
    #expect(abs(try uniform.mean().item() - 1) < 5 * 1.155 / 200)
    #expect(try uniform.min().item() >= -1)
    #expect(try uniform.max().item() < 3)
    let coins = try random.bernoulli([count], probability: 0.2)
    #expect(abs(try coins.mean().item() - 0.2) < 5 * 0.4 / 200)
    let dice: [Int] = try random.integers([count], in: 1..<7).array()
    #expect(Set(dice) == [1, 2, 3, 4, 5, 6])
    let order: [Int] = try random.permutation(100).array()
    #expect(order.sorted() == Array(0..<100) && order != Array(0..<100))
    let drawn: [Int] = try random.multinomial(vector(0, 1, 3), count: 4000, replacement: true)
      .array()
    #expect(!drawn.contains(0))
    // 3000 expected, deviation 27
    #expect(abs(drawn.filter { $0 == 2 }.count - 3000) < 140)
    #expect(throws: TensorError.self) { try random.bernoulli([1], probability: 2) }
    #expect(throws: TensorError.self) { try random.normal([1], standardDeviation: -1) }
    #expect(throws: TensorError.self) { try random.integers([1], in: 3..<3) }
    #expect(throws: TensorError.self) { try random.permutation(-1) }
  }
}
