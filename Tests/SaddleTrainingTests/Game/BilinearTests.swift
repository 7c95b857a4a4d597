// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// The bilinear game `min_theta max_psi theta psi`: Dirac-GAN with the Wasserstein loss.
///
/// The iterates are linear: `bilinear_values` of `Scripts/reference_values.py`.
@Suite struct BilinearTests {
  @Test func simultaneousUpdatesSpiralOut() throws {
    let game = try DiracGame(loss: WassersteinLoss(), updates: .simultaneous)
    for (step, theta, psi) in [
      (1, 0.8, 1.2), (10, -1.5964340224, 0.6417842176), (50, -1.2586819358, -3.5537426014),
    ] {
      let found = try game.play(until: step)
      #expect(abs(found.theta - theta) < 6e-11)
      #expect(abs(found.psi - psi) < 6e-11)
    }
    let (theta, psi) = try game.play(until: 200)
    #expect(abs((theta * theta + psi * psi).squareRoot() - 71.424783) < 1e-6)
  }

  @Test func alternatingUpdatesCircle() throws {
    let game = try DiracGame(loss: WassersteinLoss(), updates: .alternatingGeneratorFirst)
    for (step, theta, psi) in [
      (1, 0.8, 1.16), (10, -1.2404146614, 0.4020362402), (50, -0.3251235019, -1.3345690930),
    ] {
      let found = try game.play(until: step)
      #expect(abs(found.theta - theta) < 6e-11)
      #expect(abs(found.psi - psi) < 6e-11)
    }
    let (theta, psi) = try game.play(until: 200)
    #expect(abs((theta * theta + psi * psi).squareRoot() - 1.349971) < 1e-6)
  }
}
