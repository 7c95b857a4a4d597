// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Eigenvalues at the equilibrium of the Dirac-GAN, from the training loop's own map near it.
///
/// The step is 0.2. Closed forms: Mescheder, Geiger and Nowozin, 2018; `eigenvalues` of
/// `Scripts/reference_values.py`.
@Suite struct DiracEigenvalueTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var updates = UpdateOrder.simultaneous
    var rates = (generator: 0.2, discriminator: 0.2)
    /// Eigenvalues of one step's map.
    var real: (Double, Double)
    var imaginary: Double
    var make: @Sendable () -> (loss: any AdversarialLoss, regularizers: [any Regularizer])
  }

  private static func r1(_ gamma: Double) -> [any Regularizer] {
    [ZeroCenteredGradientPenalty.r1(gamma: gamma)]
  }

  static let cases: [Case] = [
    // Simultaneous steps: 1 + h times the eigenvalues of the field.
    Case(testDescription: "GAN: +- 0.5 i", real: (1, 1), imaginary: 0.1) { (SaturatingLoss(), []) },
    Case(testDescription: "NS-GAN: +- 0.5 i", real: (1, 1), imaginary: 0.1) {
      (NonSaturatingLoss(), [])
    },
    Case(testDescription: "RpGAN: +- 0.5 i", real: (1, 1), imaginary: 0.1) {
      (RelativisticPairedLoss(), [])
    },
    Case(testDescription: "WGAN: +- i", real: (1, 1), imaginary: 0.2) { (WassersteinLoss(), []) },
    Case(
      testDescription: "R1 0.3: -0.15 +- 0.4769696 i",
      real: (1 - 0.2 * 0.15, 1 - 0.2 * 0.15),
      imaginary: 0.2 * 0.4769696
    ) { (SaturatingLoss(), r1(0.3)) },
    Case(testDescription: "R1 2: -1 +- 0.8660254", real: (0.97320508, 0.62679492), imaginary: 0) {
      (SaturatingLoss(), r1(2))
    },
    Case(
      testDescription: "R1 + R2 double gamma",
      real: (0.97320508, 0.62679492),
      imaginary: 0
    ) { (SaturatingLoss(), r1(1) + [ZeroCenteredGradientPenalty.r2(gamma: 1)]) },
    // Alternating steps: the determinant is 1 - h gamma.
    Case(
      testDescription: "alternating, R1 1",
      updates: .alternatingGeneratorFirst,
      real: (0.92701562, 0.86298438),
      imaginary: 0
    ) { (SaturatingLoss(), r1(1)) },
    Case(
      testDescription: "two time scales, R1 0.3",
      rates: (0.05, 0.2),
      real: (0.97, 0.97),
      imaginary: 0.04
    ) { (SaturatingLoss(), r1(0.3)) },
    Case(
      testDescription: "alternating, two time scales, R1 0.3",
      updates: .alternatingGeneratorFirst,
      rates: (0.05, 0.2),
      real: (0.96875, 0.96875),
      imaginary: 0.03903124
    ) { (SaturatingLoss(), r1(0.3)) },
  ]

  /// Trace and determinant of the map of one step, in theta and psi, at a distance from 0.
  private func map(
    _ make: () throws -> DiracGame,
    distance: Double
  ) throws -> (trace: Double, determinant: Double) {
    var columns: [(Double, Double)] = []
    for start in [(distance, 0.0), (0.0, distance)] {
      let toy = try make()
      try toy.generator.theta.assign(Tensor([start.0], shape: [1]))
      try toy.discriminator.psi.assign(Tensor([-start.1], shape: [1]))
      let end = try toy.play(until: 1)
      columns.append((end.theta / distance, end.psi / distance))
    }
    return (
      columns[0].0 + columns[1].1,
      columns[0].0 * columns[1].1 - columns[1].0 * columns[0].1
    )
  }

  @Test(arguments: cases)
  func theLoopHasTheEigenvaluesOfTheTheory(_ row: Case) throws {
    let (trace, determinant) = try map(
      {
        let (loss, regularizers) = row.make()
        return try DiracGame(
          loss: loss,
          updates: row.updates,
          regularizers: regularizers,
          generatorRate: row.rates.generator,
          discriminatorRate: row.rates.discriminator
        )
      },
      distance: 1e-6
    )
    // Printed digits, and the field's curvature within a distance of 1e-6.
    #expect(abs(trace - (row.real.0 + row.real.1)) < 1e-6)
    #expect(abs(determinant - (row.real.0 * row.real.1 + row.imaginary * row.imaginary)) < 1e-6)
  }

  /// Instance noise acts in expectation: -0.25 sigma^2 on the discriminator's side of the field.
  ///
  /// At a distance of 0.05, 2^20 samples leave a standard deviation of 1.4 % to chance and under 1 % to
  /// curvature.
  @Test(arguments: [1.0, 2.0])
  func instanceNoiseDampsTheDiscriminator(_ sigma: Double) throws {
    let count = 1 << 20
    let real = try Tensor.zeros([count, 1], dtype: .float64)
    let toy = try DiracGame(loss: SaturatingLoss(), updates: .simultaneous) {
      $0.batchSize = count
      $0.transforms = [InstanceNoise(sigma: sigma)]
    }
    let distance = 0.05
    try toy.generator.theta.assign(Tensor([0.0], shape: [1]))
    try toy.discriminator.psi.assign(Tensor([-distance], shape: [1]))
    _ = try toy.game.play { RealBatch(real) }
    let psi: Double = try -toy.discriminator.psi.tensor.item()
    // Both batches carry noise: psi' = psi + h (f''(0) sigma^2 psi) * 2, f''(0) = -1/4.
    let slope = (psi / distance - 1) / 0.2
    #expect(abs(slope - -0.5 * sigma * sigma) < 0.05 * sigma * sigma)
  }
}
