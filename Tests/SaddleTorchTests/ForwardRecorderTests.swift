// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleTorch

@Suite struct ForwardRecorderTests {
  private let random: Random

  init() throws { random = try Random(seed: 1) }

  private func multiplyAdds(_ layer: Module, _ shape: [Int]) throws -> Int {
    let input = try random.normal(shape)
    let ran = try ForwardRecorder.record(layer) { () throws(TensorError) in
      _ = try layer.forward(input, mode: .inference)
    }
    return ran.reduce(0) { $0 + $1.multiplyAdds }
  }

  /// Outputs x inputs.
  @Test func aLinearLayerCostsItsWeightASample() throws {
    #expect(try multiplyAdds(Linear(7, 5, using: random), [3, 7]) == 3 * 7 * 5)
  }

  /// Each of 16 x 9 x 9 outputs is a sum of 3 x 4 x 4 products; (20 + 2 - 4) / 2 + 1 = 10 at padding 1.
  @Test func aConvolutionCostsItsKernelAnOutput() throws {
    let layer = try Conv2d(3, 16, kernel: 4, stride: 2, padding: 1, using: random)
    #expect(try multiplyAdds(layer, [2, 3, 20, 20]) == 2 * (16 * 10 * 10) * (3 * 4 * 4))
    let grouped = try Conv2d(4, 8, kernel: 3, groups: 2, using: random)
    #expect(try multiplyAdds(grouped, [1, 4, 5, 5]) == (8 * 3 * 3) * (2 * 3 * 3))
  }

  /// Each of 8 x 5 x 5 inputs is spread over 3 x 4 x 4 places.
  @Test func aTransposedConvolutionCostsItsKernelAnInput() throws {
    let layer = try ConvTranspose2d(8, 3, kernel: 4, stride: 2, padding: 1, using: random)
    #expect(try multiplyAdds(layer, [2, 8, 5, 5]) == 2 * (8 * 5 * 5) * (3 * 4 * 4))
  }

  @Test func partsAreNotedUnderTheirNamesInTheOrderOfTheirCalls() throws {
    let network = Sequential(named: [
      ("a", try Linear(4, 6, using: random)), ("b", Sequential([ReLU(), Tanh()])),
    ])
    let ran = try ForwardRecorder.record(network) { () throws(TensorError) in
      _ = try network.forward(random.normal([2, 4]), mode: .training)
    }
    #expect(ran.map(\.name) == ["", "a", "b", "b.0", "b.1"])
    #expect(ran.map(\.calls) == [1, 1, 1, 1, 1])
    #expect(ran[1].outputShape == [2, 6])
    // The input was made within; linear, relu and tanh give 12 numbers each.
    #expect(ran.map(\.outputBytes) == [2 * 4 * 4, 48, 0, 48, 48])
  }

  @Test func viewsTakeNoMemory() throws {
    let network = Flatten()
    let input = try random.normal([2, 3, 4])
    let ran = try ForwardRecorder.record(network) { () throws(TensorError) in
      _ = try network.forward(input, mode: .inference)
    }
    #expect(ran.map(\.outputBytes) == [0])
  }

  @Test func nothingIsNotedAfterwardsOrAfterAnError() throws {
    let layer = try Linear(4, 6, using: random)
    let wrong = try random.normal([2, 5])
    #expect(throws: TensorError.self) {
      _ = try ForwardRecorder.record(layer) { () throws(TensorError) in
        _ = try layer.forward(wrong, mode: .inference)
      }
    }
    #expect(OperationObserver.current == nil)
  }

  @Test func kindsTellKernelsApart() throws {
    #expect(try Conv2d(1, 1, kernel: 4, stride: 2, using: random).kind == "Conv2d 4x4/2")
    let spectral = try Linear(2, 2, using: random).spectrallyNormalized(using: random)
    #expect(spectral.kind == "Linear spectral")
    #expect(Tanh().kind == "Tanh")
  }
}
