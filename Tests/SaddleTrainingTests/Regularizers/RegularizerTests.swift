// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Penalties of a linear and a quadratic discriminator, whose gradients are `w` and `a x`.
@Suite struct RegularizerTests {
  /// `D(x) = w . x`.
  final class LinearD: Module {
    let w: Parameter
    init(_ w: [Double]) throws(TensorError) {
      self.w = try Parameter(Tensor(w))
      super.init()
      register(self.w, as: "w")
    }
    override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
      try (input * w.tensor).sum(1)
    }
  }

  /// `D(x) = a |x|^2 / 2`.
  final class QuadraticD: Module {
    let a: Parameter
    init(_ a: Double) throws(TensorError) {
      self.a = try Parameter(Tensor([a]))
      super.init()
      register(self.a, as: "a")
    }
    override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
      try input.square().sum(1) * a.tensor * 0.5
    }
  }

  private let real = [[1.0, 2.0], [-3.0, 0.5]]
  private let fake = [[0.0, -1.0], [2.0, 2.0]]

  private func penalty(_ regularizer: any Regularizer, _ network: Module) throws -> Tensor {
    func leaf(_ rows: [[Double]]) throws -> Tensor {
      try Tensor(rows.flatMap { $0 }, shape: [2, 2]).requiringGrad()
    }
    let discriminate = { (samples: Tensor) throws(TensorError) -> Scores in
      try Scores(network.forward(samples, mode: .training))
    }
    let (real, fake) = (try leaf(real), try leaf(fake))
    let batch = PenaltyBatch(
      real: real,
      fake: fake,
      realScores: try discriminate(real),
      fakeScores: try discriminate(fake),
      discriminate: discriminate,
      random: try Random(seed: 3)
    )
    return try #require(try regularizer.penalty(batch))
  }

  private func gradient(_ penalty: Tensor, _ parameter: Parameter) throws -> [Double] {
    try grad([penalty], [parameter.tensor])[0].array()
  }

  @Test func r1OfALinearDiscriminator() throws {
    let network = try LinearD([3, 4])
    let value = try penalty(ZeroCenteredGradientPenalty.r1(gamma: 2), network)
    #expect(try value.item() == 25)
    #expect(try gradient(value, network.w) == [6, 8])
  }

  @Test func r1AndR2OfAQuadraticDiscriminator() throws {
    let network = try QuadraticD(3)
    // Mean squared norms: (1 + 4 + 9 + 0.25) / 2 and (0 + 1 + 4 + 4) / 2.
    let squares: [Double] = [7.125, 4.5]
    let made: [ZeroCenteredGradientPenalty] = [
      .r1(gamma: 0.5), .r2(gamma: 0.5),
    ]
    for (regularizer, square) in zip(made, squares) {
      let value = try penalty(regularizer, network)
      #expect(abs(try value.item() - 0.25 * 9 * square) < 1e-12)
      #expect(abs(try gradient(value, network.a)[0] - 0.5 * 3 * square) < 1e-12)
    }
  }

  @Test func gradientPenaltyOfALinearDiscriminator() throws {
    let network = try LinearD([3, 4])
    let value = try penalty(GradientPenalty(weight: 10, target: 1), network)
    #expect(abs(try value.item() - 160) < 1e-11)
    let slope = try gradient(value, network.w)
    // d/dw 10 (|w| - 1)^2 = 20 (|w| - 1) w / |w|
    #expect(abs(slope[0] - 48) < 1e-11)
    #expect(abs(slope[1] - 64) < 1e-11)
  }

  @Test func clippingKeepsWeightsInTheBox() throws {
    let network = try LinearD([3, -0.005])
    try WeightClipping(bound: 0.01).constrain(network)
    #expect(try network.w.tensor.array(of: Double.self) == [0.01, -0.005])
  }
}
