// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Optimal discriminators of two distributions on five atoms.
///
/// The atoms are those of smolix/d2l-neu@13fe15c, relativistic.md; `five_atoms` of
/// `Scripts/reference_values.py` has the optima to nine digits, which is the tolerance.
@Suite struct FiveAtomTests {
  private static let p = [0.35, 0.25, 0.20, 0.12, 0.08]
  private static let q = [0.02, 0.05, 0.13, 0.30, 0.50]
  private static let logits = zip(p, q).map { log($0 / $1) }

  /// Expected discriminator loss and its gradient with respect to the five scores.
  private func expectedLoss(
    _ loss: any AdversarialLoss,
    scores values: [Double]
  ) throws -> (value: Double, slope: [Double]) {
    let scores = try Tensor(values).requiringGrad()
    // All pairs of a real and a fake atom, each with its probability.
    let pairs = Self.p.indices.flatMap { real in Self.q.indices.map { (real, $0) } }
    let real = try scores.gathered(at: Tensor(pairs.map { Int64($0.0) }))
    let fake = try scores.gathered(at: Tensor(pairs.map { Int64($0.1) }))
    let weights = try Tensor(pairs.map { Self.p[$0.0] * Self.q[$0.1] })
    let each = try loss.discriminatorLoss(real: Scores(real), fake: Scores(fake))
    let total = try (each * weights).sum()
    return (try total.item(), try grad([total], [scores])[0].array())
  }

  @Test func optimalLogitsAreTheRatio() {
    let wanted = [2.86220088, 1.60943791, 0.43078292, -0.91629073, -1.83258146]
    for (found, wanted) in zip(Self.logits, wanted) { #expect(abs(found - wanted) < 5e-9) }
  }

  @Test func theLogisticOptimumIsTheJensenShannonDivergence() throws {
    let (value, slope) = try expectedLoss(NonSaturatingLoss(), scores: Self.logits)
    #expect(abs(-value - -0.918194197) < 5e-10)
    #expect(abs(-value - (2 * 0.234050082 - log(4))) < 2e-9)
    #expect(slope.allSatisfy { abs($0) < 1e-12 })
  }

  @Test func thePairedOptimumIsThatOfTheProducts() throws {
    let (value, slope) = try expectedLoss(RelativisticPairedLoss(), scores: Self.logits)
    #expect(abs(-value + log(2) - 0.376889913) < 5e-10)
    #expect(slope.allSatisfy { abs($0) < 1e-12 })
    let shifted = try expectedLoss(RelativisticPairedLoss(), scores: Self.logits.map { $0 + 3 })
    #expect(abs(shifted.value - value) < 1e-12)
  }

  @Test func theLeastSquaresOptimum() throws {
    let best = zip(Self.p, Self.q).map { $0 / ($0 + $1) }
    let (value, slope) = try expectedLoss(LeastSquaresLoss(), scores: best)
    #expect(abs(value - 0.147026634) < 5e-10)
    #expect(slope.allSatisfy { abs($0) < 1e-12 })
  }
}
