// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

@Suite struct ShapeTests {
  private func numbers(_ shape: [Int]) throws -> Tensor {
    try Tensor.arange(to: Double(shape.reduce(1, *)), dtype: .float64).reshaped(shape)
  }

  @Test func viewsKeepTheElements() throws {
    let a = try numbers([2, 3])
    try expect(try a.transposed(), is: [0, 3, 1, 4, 2, 5], shape: [3, 2], tolerance: 0)
    try expect(try a.permuted(1, 0), is: [0, 3, 1, 4, 2, 5], shape: [3, 2], tolerance: 0)
    try expect(try a.reshaped(3, -1), is: [0, 1, 2, 3, 4, 5], shape: [3, 2], tolerance: 0)
    try expect(try numbers([2, 2, 2]).flattened(1), is: (0..<8).map(Double.init), shape: [2, 4])
    #expect(try a.unsqueezed(1).shape == [2, 1, 3])
    #expect(try a.unsqueezed(1).squeezed(1).shape == [2, 3])
    try expect(
      try vector(1, 2).unsqueezed(1).expanded([-1, 2]),
      is: [1, 1, 2, 2],
      shape: [2, 2]
    )
    try expect(try vector(1, 2).repeated([2, 2]), is: [1, 2, 1, 2, 1, 2, 1, 2], shape: [2, 4])
    try expect(try vector(1, 2).repeatedInterleaving(2, along: 0), is: [1, 1, 2, 2])
    try expect(try a.flipped(1), is: [2, 1, 0, 5, 4, 3])
    try expect(try a.rolled(1, along: 1), is: [2, 0, 1, 5, 3, 4])
  }

  @Test func partsAndJoins() throws {
    let a = try numbers([2, 3])
    try expect(try a.select(1), is: [3, 4, 5], shape: [3])
    try expect(try a.select(-1, along: 1), is: [2, 5])
    try expect(try a.narrowed(1, length: 2, along: 1), is: [1, 2, 4, 5], shape: [2, 2])
    try expect(try a.strided(by: 2, along: 1), is: [0, 2, 3, 5])
    try expect(try a.strided(from: 1, along: 1), is: [1, 2, 4, 5])
    let parts = try a.split(into: 3, along: -1)
    try expect(try Tensor.concatenated(parts, along: 1), is: [0, 1, 2, 3, 4, 5], shape: [2, 3])
    #expect(throws: TensorError.self) { try a.split(into: 2, along: 1) }
    #expect(throws: TensorError.self) { try a.split(into: 1, along: 5) }
    try expect(try Tensor.stacked([vector(1, 2), vector(3, 4)], along: 1), is: [1, 3, 2, 4])
  }

  @Test func picksByIndexAndMask() throws {
    let a = try numbers([2, 3])
    try expect(try a.gathered(at: Tensor([2, 0]), along: 1), is: [2, 0, 5, 3], shape: [2, 2])
    let indices = try Tensor([2, 0], shape: [2, 1])
    try expect(try a.elements(at: indices, along: 1), is: [2, 3], shape: [2, 1])
    let ones = try Tensor.ones([2, 1], dtype: .float64)
    try expect(try a.scattering(ones, at: indices, along: 1), is: [0, 1, 1, 1, 4, 5])
    try expect(try a.selected(where: a .> 3), is: [4, 5])
    try expect(try a.filled(with: -1, where: a .> 3), is: [0, 1, 2, 3, -1, -1])
    try expect(try a.replaced(by: -a, unless: a .< 2), is: [0, 1, -2, -3, -4, -5])
    try expect(try (a .> 3).nonZeroIndices(), is: [1, 1, 1, 2], shape: [2, 2])
    try expect(try numbers([2, 2]).lowerTriangle(), is: [0, 0, 2, 3])
    try expect(try numbers([2, 2]).upperTriangle(diagonal: 1), is: [0, 1, 0, 0])
    try expect(try numbers([2, 2]).diagonal(), is: [0, 3])
    try expect(try Tensor([1, 0]).oneHot(classes: 3), is: [0, 1, 0, 1, 0, 0], shape: [2, 3])
  }

  @Test func padsInEveryMode() throws {
    let row = try numbers([1, 1, 1, 4])
    let amounts = [2, 1, 0, 0]
    try expect(try row.padded(amounts), is: [0, 0, 0, 1, 2, 3, 0])
    try expect(try row.padded(amounts, mode: .constant(7)), is: [7, 7, 0, 1, 2, 3, 7])
    try expect(try row.padded(amounts, mode: .reflect), is: [2, 1, 0, 1, 2, 3, 2])
    try expect(try row.padded(amounts, mode: .replicate), is: [0, 0, 0, 1, 2, 3, 3])
    try expect(try row.padded(amounts, mode: .circular), is: [2, 3, 0, 1, 2, 3, 0])
  }

  @Test func createsTensors() throws {
    try expect(try Tensor.full([2], 3), is: [3, 3])
    try expect(try Tensor.linspace(from: 0, to: 1, count: 5), is: [0, 0.25, 0.5, 0.75, 1])
    try expect(try Tensor.identity(2), is: [1, 0, 0, 1], shape: [2, 2])
    try expect(try Tensor.arange(from: 1, to: 2, step: 0.5), is: [1, 1.5])
    #expect(try Tensor(2.5).shape == [])
    #expect(try Tensor([Float]()).shape == [0])
    #expect(try Tensor.zeros([0, 3]).array(of: Float.self) == [])
    let deep = try Tensor.ones([Int](repeating: 1, count: 20))
    #expect(try deep.shape.count == 20)
    let bytes = try Tensor(bytes: Data([0, 0, 128, 63]), shape: [1], dtype: .float32)
    #expect(try bytes.item() == 1)
    #expect(try Tensor([1.5, -2]).bytes().count == 16)
  }

  @Test func channelsLastChangesMemoryOnly() throws {
    let images = try numbers([2, 3, 2, 2])
    let last = try images.contiguous(.channelsLast)
    #expect(try last.isContiguous(.channelsLast))
    #expect(try !last.isContiguous())
    #expect(try last.array(of: Double.self) == images.array(of: Double.self))
    let layer = try Conv2d(3, 4, kernel: 2, using: Random(seed: 0))
    let before = try layer.forward(images.to(.float32), mode: .inference)
    try layer.to(.channelsLast)
    #expect(try layer.weight.tensor.isContiguous(.channelsLast))
    let after = try layer.forward(last.to(.float32), mode: .inference)
    try expect(after, is: before.array(), tolerance: 1e-5)
  }
}
