// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Updates for games on the bilinear game and the Dirac-GAN, step 0.2: `bilinear_values` and
/// `eigenvalues` of `Scripts/reference_values.py`.
///
/// OGDA's first step is double, as in GauthierGidel/Variational-Inequality-GAN@141122a,
/// optim/omd.py.
@Suite struct LookingAheadTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var updates: UpdateOrder
    var points: [(step: Int, theta: Double, psi: Double)]
    var radius: (value: Double, tolerance: Double)
    var lookahead = 0
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "extragradient",
      updates: .extragradient,
      points: [
        (1, 0.76, 1.16), (10, -1.1100471684, 0.3461048870), (50, 0.0316458649, -0.5304014934),
      ],
      radius: (0.028181, 1e-6)
    ),
    Case(
      name: "optimistic",
      updates: .optimistic,
      points: [
        (1, 0.6, 1.4), (10, -1.2152144896, 0.1131602944), (50, 0.1455117122, -0.4994373045),
      ],
      radius: (0.021249, 1e-6)
    ),
    Case(
      name: "lookahead",
      updates: .simultaneous,
      points: [
        (1, 0.8, 1.2), (10, -0.3052685056, 1.1746060544), (50, 0.6289149360, -0.1941814895),
      ],
      radius: (0.066361, 1e-6),
      lookahead: 5
    ),
    Case(
      name: "unrolled",
      updates: .unrolled,
      points: [
        (1, 0.4, 1.2), (10, -0.4294967296, 0.6442450944), (50, -0.0003425394, 0.0003710844),
      ],
      radius: (0, 1e-12)
    ),
  ]

  @Test(arguments: cases)
  func bilinearTrajectories(_ item: Case) throws {
    let game = try DiracGame(loss: WassersteinLoss(), updates: item.updates) {
      $0.lookaheadEvery = item.lookahead
    }
    for point in item.points {
      let found = try game.play(until: point.step)
      #expect(abs(found.theta - point.theta) < 6e-11)
      #expect(abs(found.psi - point.psi) < 6e-11)
    }
    let (theta, psi) = try game.play(until: 200)
    #expect(
      abs((theta * theta + psi * psi).squareRoot() - item.radius.value) < item.radius.tolerance
    )
  }

  /// With gradient descent, the past extrapolation from z is OGDA's step seen half a step later.
  @Test func extrapolationFromThePastConverges() throws {
    let game = try DiracGame(loss: WassersteinLoss(), updates: .extrapolationFromPast)
    let start = try game.play(until: 1)
    #expect(abs(start.theta - 0.8) < 1e-12 && abs(start.psi - 1.2) < 1e-12)
    // w' = w + h v(w0) = (0.8 - 0.2, 1.2 + 0.2); v there is (-1.4, 0.6).
    let second = try game.play(until: 2)
    #expect(abs(second.theta - 0.52) < 1e-12 && abs(second.psi - 1.32) < 1e-12)
    let (theta, psi) = try game.play(until: 200)
    #expect((theta * theta + psi * psi).squareRoot() < 0.03)
  }

  /// The definition, `v - (gamma / 2) grad |v|^2` with both parts of v, written out by hand.
  ///
  /// The notebooks of LMescheder/GAN_stability leave out each player's own part of `|v|^2`: their
  /// first step is what `grad` of the other player's part alone gives. Both have the same
  /// eigenvalues at 0.
  @Test func consensusFollowsItsDefinition() throws {
    let game = try DiracGame(loss: SaturatingLoss(), updates: .consensus) { $0.consensus = 1 }
    var (theta, psi) = (1.0, 1.0)
    for step in 1...100 {
      let slope = 1 / (1 + exp(psi * theta))
      let bend = -slope * (1 - slope)
      let v = (-psi * slope, theta * slope)
      // Derivatives of (psi^2 + theta^2) slope^2 / 2.
      let radius = psi * psi + theta * theta
      let common = (
        theta * slope * slope + radius * slope * bend * psi,
        psi * slope * slope + radius * slope * bend * theta
      )
      theta += 0.2 * (v.0 - common.0)
      psi += 0.2 * (v.1 - common.1)
      let found = try game.play(until: step)
      #expect(abs(found.theta - theta) < 1e-12 && abs(found.psi - psi) < 1e-12)
    }
    let end = try game.play(until: 500)
    #expect((end.theta * end.theta + end.psi * end.psi).squareRoot() < 1e-9)
  }

  /// Spectral radius of one step near the equilibrium, from the loop's own linear map.
  private func spectralRadius(
    _ loss: any AdversarialLoss,
    _ updates: UpdateOrder,
    configure: (inout ToyRules) -> Void = { _ in }
  ) throws -> Double {
    let small = 1e-6
    var columns: [(Double, Double)] = []
    for start in [(small, 0.0), (0.0, small)] {
      let toy = try DiracGame(loss: loss, updates: updates, configure: configure)
      try toy.generator.theta.assign(Tensor([start.0], shape: [1]))
      try toy.discriminator.psi.assign(Tensor([-start.1], shape: [1]))
      let end = try toy.play(until: 1)
      columns.append((end.theta / small, end.psi / small))
    }
    let trace = columns[0].0 + columns[1].1
    let determinant = columns[0].0 * columns[1].1 - columns[1].0 * columns[0].1
    let discriminant = trace * trace / 4 - determinant
    guard discriminant > 0 else { return determinant.squareRoot() }
    return max(
      abs(trace / 2 + discriminant.squareRoot()),
      abs(trace / 2 - discriminant.squareRoot())
    )
  }

  @Test func spectralRadiiMatchTheirClosedForms() throws {
    let h = 0.2
    let omega = h / 2
    for (found, wanted) in [
      (try spectralRadius(SaturatingLoss(), .simultaneous), 1.0049876),
      (try spectralRadius(SaturatingLoss(), .alternatingGeneratorFirst), 1),
      (try spectralRadius(SaturatingLoss(), .extragradient), 0.99503769),
      (
        try spectralRadius(SaturatingLoss(), .extragradient),
        (1 - omega * omega + omega * omega * omega * omega).squareRoot()
      ),
      (try spectralRadius(WassersteinLoss(), .extragradient), 0.98061205),
      // 1 - h gamma / 4 +- i h / 2 for consensus with gamma 1.
      (
        try spectralRadius(SaturatingLoss(), .consensus) { $0.consensus = 1 },
        ((1 - h * 0.25) * (1 - h * 0.25) + omega * omega).squareRoot()
      ),
    ] {
      // Printed digits, and steps of 1e-6 for the map.
      #expect(abs(found - wanted) < 1e-7)
    }
  }

  @Test func accumulatedBatchesAreOneLargeBatch() throws {
    func weights(_ batch: Int, _ parts: Int) throws -> [Double] {
      let game = try DiracGame(loss: NonSaturatingLoss(), updates: .alternating) {
        $0.accumulation = parts
        $0.batchSize = batch
        $0.joinsBatches = false
      }
      let values = [0.3, -0.2, 0.5, 0.1]
      var start = 0
      for _ in 0..<2 {
        _ = try game.game.play {
          let part = Array(values[start..<start + batch])
          start = (start + batch) % 4
          return try RealBatch(Tensor(part, shape: [batch, 1]))
        }
      }
      return [try game.generator.theta.tensor.item(), try game.discriminator.psi.tensor.item()]
    }
    for (one, two) in zip(try weights(4, 1), try weights(2, 2)) { #expect(abs(one - two) < 1e-12) }
  }

  @Test func negativeMomentumIsAllowed() throws {
    let configuration = try TinyRun.configuration([
      "optimizer.generator.kind=sgd", "optimizer.generator.momentum=-0.3",
      "optimizer.discriminator.kind=sgd", "optimizer.discriminator.momentum=-0.3",
    ])
    let setup = try TrainingSetup(configuration)
    for _ in 0..<5 {
      let observation = try setup.play()[0].observation
      #expect(observation[.lossGenerator]?.isFinite == true)
    }
  }

  /// Every update with every optimizer that it allows, on real networks, resumed bit for bit.
  @Test(arguments: [
    ["training.updates=extragradient"], ["training.updates=extrapolationFromPast"],
    ["training.updates=optimistic"], ["training.lookahead.every=4"],
    ["training.updates=consensus", "regularizers.r1.gamma=0"],
    ["training.updates=unrolled", "regularizers.r1.gamma=0", "training.unrollSteps=3"],
    ["training.accumulate=3"],
    ["training.updates=optimistic", "training.lookahead.every=4"],
  ])
  func isResumedExactly(_ set: [String]) throws {
    let (whole, resumed) = try TinyRun.wholeAndResumed(
      set + ["evaluation.every=0", "logging.samplesEvery=0"]
    )
    #expect(whole == resumed)
  }

  @Test(arguments: [
    (
      ["training.updates=extragradient", "training.discriminatorSteps=2"], "move both networks once"
    ),
    (["training.updates=simultaneous", "training.accumulate=2"], "alternating updates only"),
    (["training.updates=consensus"], "penalties and topK"),
    (
      [
        "training.updates=consensus", "regularizers.r1.gamma=0",
        "generator.conditioning=concatenation", "generator.architecture=resnet",
        "discriminator.architecture=resnet", "discriminator.conditioning=auxiliaryClassifier",
        "data.source=fashion-mnist", "evaluation.every=0",
      ], "penalties and topK"
    ),
    (
      [
        "training.updates=unrolled", "regularizers.r1.gamma=0",
        "optimizer.discriminator.kind=rmsprop",
      ], "allowed: adam, sgd"
    ),
  ])
  func whatCannotBeCombinedIsRefused(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try TinyRun.configuration(set) }
    #expect("\(try #require(error))".contains(reason))
  }
}
