// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

/// Periods and radii are those of Mescheder and others (2018): step 0.2, start (1, 1); losses are products of both
/// parameters and repeat at half the period of the parameters (2 pi / 0.1 = 62.8 for logistic
/// games, 2 pi / 0.2 = 31.4 for Wasserstein).
@Suite struct DiracGANTests {
  private func period(_ diagnosis: Diagnosis) -> Double? {
    diagnosis.finding(.oscillation)?.evidence.first { $0.quantity == "period" }?.value.value
  }

  @Test func theGameItselfIsThePublishedOne() {
    var game = DiracGAN(.saturating)
    _ = game.run(500)
    // (-2.1616112825, -2.2177753965) after 500 simultaneous steps.
    #expect(abs(game.radius - 3.0970) < 1e-3)
    var regularized = DiracGAN(.r1(0.3))
    _ = regularized.run(500)
    #expect(abs(regularized.radius - 2.64266e-6) < 1e-10)
  }

  @Test func alternatingSaturatingGameIsALimitCycleOfTheKnownPeriod() throws {
    var game = DiracGAN(.saturating, alternates: true)
    let diagnosis = game.run(1500).diagnosis(.saturating)
    let found = try #require(diagnosis.finding(.oscillation))
    #expect(found.severity == .warning)
    #expect(found.summary.contains("limit cycle"))
    // At radius 1.42 the measured period of the parameters is 70.6 (amplitude lengthens it).
    let measured = try #require(period(diagnosis))
    #expect(abs(measured - 35.3) < 2)
  }

  @Test func wassersteinCycleHasHalfThePeriodOfItsParameters() throws {
    var game = DiracGAN(.wasserstein, alternates: true)
    let diagnosis = game.run(1000).diagnosis(.wasserstein)
    let measured = try #require(period(diagnosis))
    #expect(abs(measured - 15.7) < 0.5)
    #expect(diagnosis.alarms.contains(.oscillation))
    #expect(!diagnosis.alarms.contains(.divergence))
  }

  @Test func simultaneousWassersteinGameDiverges() {
    var game = DiracGAN(.wasserstein)
    // The radius grows by 1.0198 a step: losses by five decades in 300 steps.
    let diagnosis = game.run(700).diagnosis(.wasserstein)
    #expect(diagnosis.alarms.contains(.divergence))
    #expect(diagnosis.health == .dead)
  }

  @Test func regularizedGameConvergesInSilence() {
    var game = DiracGAN(.r1(0.3), alternates: true)
    let diagnosis = game.run(1500).diagnosis(.saturating)
    #expect(diagnosis.alarms.isEmpty)
  }

  @Test func nonSaturatingGameSpiralsInAndIsNoWarningInTheEnd() {
    var game = DiracGAN(.nonSaturating, alternates: true)
    let diagnosis = game.run(4000).diagnosis(.nonSaturating)
    #expect(diagnosis.alarms.isEmpty)
  }
}
