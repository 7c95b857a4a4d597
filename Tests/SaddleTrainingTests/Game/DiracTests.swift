// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Trajectories from (1, 1) with step 0.2, computed with the notebooks of
/// LMescheder/GAN_stability@c1f64c9 and anew by `dirac_values` of `Scripts/reference_values.py`.
///
/// The tolerance is the printed digits' rounding.
@Suite struct DiracTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var updates: UpdateOrder
    var points: [(step: Int, theta: Double, psi: Double)]
    var make: @Sendable () -> (loss: any AdversarialLoss, regularizers: [any Regularizer])
    var testDescription: String { "\(name), \(updates.rawValue)" }
  }

  static let cases: [Case] = [
    Case(
      name: "GAN",
      updates: .simultaneous,
      points: [
        (1, 0.9462117157, 1.0537882843), (10, 0.2570533744, 1.4176821683),
        (100, 0.1881074118, 1.9535885706), (500, -2.1616112825, -2.2177753965),
      ],
      make: { (SaturatingLoss(), []) }
    ),
    Case(
      name: "NS-GAN",
      updates: .simultaneous,
      points: [
        (1, 0.8537882843, 1.0537882843), (10, -0.3582619623, 1.2028005080),
        (100, -0.1213514493, -0.7314736026), (500, 0.5483373190, 0.3304410558),
      ],
      make: { (NonSaturatingLoss(), []) }
    ),
    Case(
      name: "WGAN, clip 1",
      updates: .simultaneous,
      points: [
        (1, 0.8, 1.0), (10, -0.92032, 0.608), (100, 0.7872062824, 0.9996986211),
        (500, -0.0656407822, 1.0),
      ],
      make: { (WassersteinLoss(), [WeightClipping(bound: 1)]) }
    ),
    // The field has lambda (|psi| - g0), the gradient of (lambda / 2) (|psi| - g0)^2.
    Case(
      name: "WGAN-GP",
      updates: .simultaneous,
      points: [
        (1, 0.8, 1.2), (10, -1.3400826657, 0.5388045562), (100, 0.1803436408, 1.7902209364),
        (500, -0.1808491943, -1.7926941401),
      ],
      make: { (WassersteinLoss(), [GradientPenalty(weight: 0.35, target: 1)]) }
    ),
    Case(
      name: "R1, gamma 0.3",
      updates: .simultaneous,
      points: [
        (1, 0.9462117157, 0.9937882843), (10, 0.3649321983, 0.8915369678),
        (100, -0.0796252225, -0.0588109484),
      ],
      make: { (SaturatingLoss(), [ZeroCenteredGradientPenalty.r1(gamma: 0.3)]) }
    ),
    Case(
      name: "R1, gamma 1",
      updates: .simultaneous,
      points: [
        (1, 0.9462117157, 0.8537882843), (10, 0.5593248944, 0.3610389266),
        (100, 0.0002800244, 0.0002555936),
      ],
      make: { (SaturatingLoss(), [ZeroCenteredGradientPenalty.r1(gamma: 1)]) }
    ),
    Case(
      name: "R2, gamma 1",
      updates: .simultaneous,
      points: [
        (1, 0.9462117157, 0.8537882843), (10, 0.5593248944, 0.3610389266),
        (100, 0.0002800244, 0.0002555936),
      ],
      make: { (SaturatingLoss(), [ZeroCenteredGradientPenalty.r2(gamma: 1)]) }
    ),
    Case(
      name: "GAN",
      updates: .alternatingGeneratorFirst,
      points: [
        (1, 0.9462117157, 1.0529211130), (10, 0.2596009529, 1.3946230857),
        (100, -1.2699060658, -0.5976902053), (500, 0.6868336612, 1.2440072943),
      ],
      make: { (SaturatingLoss(), []) }
    ),
    Case(
      name: "NS-GAN",
      updates: .alternatingGeneratorFirst,
      points: [(500, 0.2048884920, 0.1965533328)],
      make: { (NonSaturatingLoss(), []) }
    ),
    Case(
      name: "WGAN, clip 1",
      updates: .alternatingGeneratorFirst,
      points: [(500, 0.9790762973, 0.3003815198)],
      make: { (WassersteinLoss(), [WeightClipping(bound: 1)]) }
    ),
    Case(
      name: "R1, gamma 0.3",
      updates: .alternatingGeneratorFirst,
      points: [(10, 0.3682738536, 0.8718096910), (100, -0.0505994734, -0.0340764821)],
      make: { (SaturatingLoss(), [ZeroCenteredGradientPenalty.r1(gamma: 0.3)]) }
    ),
    Case(
      name: "R1, gamma 1",
      updates: .alternatingGeneratorFirst,
      points: [(100, 0.0008832875, 0.0006442380)],
      make: { (SaturatingLoss(), [ZeroCenteredGradientPenalty.r1(gamma: 1)]) }
    ),
  ]

  @Test(arguments: cases, [true, false])
  func followsTheReferenceTrajectory(_ row: Case, joinsBatches: Bool) throws {
    let (loss, regularizers) = row.make()
    let dirac = try DiracGame(
      loss: loss,
      updates: row.updates,
      regularizers: regularizers,
      joinsBatches: joinsBatches
    )
    for point in row.points {
      let (theta, psi) = try dirac.play(until: point.step)
      #expect(abs(theta - point.theta) < 6e-11, "theta at step \(point.step)")
      #expect(abs(psi - point.psi) < 6e-11, "psi at step \(point.step)")
    }
  }

  @Test(arguments: [
    (0.3, UpdateOrder.simultaneous, 2.64266e-6, 1e-11),
    (1.0, .simultaneous, 9.5e-22, 1e-22),
    (0.3, .alternatingGeneratorFirst, 2.30e-7, 1e-9),
  ])
  func r1ContractsToTheReferenceRadius(
    gamma: Double,
    updates: UpdateOrder,
    radius: Double,
    tolerance: Double
  ) throws {
    let dirac = try DiracGame(
      loss: SaturatingLoss(),
      updates: updates,
      regularizers: [ZeroCenteredGradientPenalty.r1(gamma: gamma)]
    )
    let (theta, psi) = try dirac.play(until: 500)
    #expect(abs((theta * theta + psi * psi).squareRoot() - radius) < tolerance)
  }

  /// With D first and G second the orbit is the generator-first one half a turn of play earlier:
  /// from the weights after a lone discriminator update, both go the same way.
  @Test func discriminatorFirstIsTheSameOrbitAfterOneUpdate() throws {
    let first = try DiracGame(loss: WassersteinLoss(), updates: .alternating)
    let (theta, psi) = try first.play(until: 1)
    // D: psi = 1 + h; G: theta = 1 - h psi.
    #expect(abs(psi - 1.2) < 1e-15)
    #expect(abs(theta - (1 - 0.2 * 1.2)) < 1e-15)
  }

  @Test func moreDiscriminatorStepsMultiplyItsMove() throws {
    let dirac = try DiracGame(
      loss: WassersteinLoss(),
      updates: .alternating,
      discriminatorSteps: 5
    )
    let (theta, psi) = try dirac.play(until: 1)
    #expect(abs(psi - 2) < 1e-15)
    #expect(abs(theta - 0.6) < 1e-15)
    #expect(dirac.game.imagesSeen == 10)
  }

  /// The modulus of the eigenvalues is the contraction per step: `sqrt(1 - hD gamma)`.
  @Test func twoTimeScalesContractWithTheirSpectralRadius() throws {
    let dirac = try DiracGame(
      loss: SaturatingLoss(),
      updates: .alternatingGeneratorFirst,
      regularizers: [ZeroCenteredGradientPenalty.r1(gamma: 0.3)],
      generatorRate: 0.05,
      discriminatorRate: 0.2
    )
    func energy(_ step: Int) throws -> Double {
      let (theta, psi) = try dirac.play(until: step)
      return log(theta * theta + psi * psi) / 2
    }
    // Whole turns average the ellipse out: the angle per step is atan2(0.03903124, 0.96875).
    let turn = 2 * Double.pi / atan2(0.03903124, 0.96875)
    let start = 400
    let end = start + Int((4 * turn).rounded())
    let rate = try exp((-energy(start) + energy(end)) / Double(end - start))
    #expect(abs(rate - 0.96953597) < 2e-4)
  }
}
