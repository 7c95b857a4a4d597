// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

/// The thirteen traps in which published rules raise false alarms, one test each.
@Suite struct TrapTests {
  /// 1: MuseGAN's critic loss converges around 10^8 as usual.
  @Test func largeSteadyCriticIsHealthy() {
    let diagnosis = Trace("loss/d: -1e8x1500 ~5e6; loss/g: 3e8x1500 ~5e6").diagnosis(.wasserstein)
    #expect(diagnosis.alarms.isEmpty)
    #expect(diagnosis.health == .healthy)
  }

  /// 2: accuracy at logit 0 means nothing for Wasserstein, the sign nothing for least squares.
  @Test func signsOfAnotherBoundaryAreNoAccuracy() {
    let critic = Trace(
      "loss/d: -0.5x500; loss/g: 4x500; accuracy/real: 0x500; accuracy/fake: 1x500"
    )
    #expect(critic.diagnosis(.wasserstein).alarms.isEmpty)
    let squares = Trace("loss/d: 0.2x500; loss/g: 0.2x500; signs/real: 1x500; signs/fake: -1x500")
    #expect(squares.diagnosis(.leastSquares).alarms.isEmpty)
  }

  /// 3: a relativistic log writes the sign of a difference under the same key.
  @Test func signsOfADifferenceAreNoAccuracy() {
    let trace = Trace(
      "loss/d: 0.6x500; loss/g: 0.8x500; signs/real: 0.99x500; signs/fake: -0.99x500"
    )
    #expect(!trace.diagnosis(.relativisticPaired).alarms.contains(.discriminatorDominates))
  }

  /// 4: the penalty inside the logged loss, applied every 16 steps, leaves a comb.
  @Test func lazyPenaltyIsNoOscillation() {
    var context = RunContext(objective: .nonSaturating)
    context.lazyRegularizationInterval = 16
    var noise = SeededNoise(seed: 4)
    let observations = (1...3000).map { step in
      let penalty = step % 16 == 0 ? 0.9 : 0
      return Observation(
        step: step,
        [
          .lossDiscriminator: 1.2 + penalty + 0.05 * noise.next(),
          .lossGenerator: 0.8 + 0.05 * noise.next(), .penaltyR1: penalty,
        ]
      )
    }
    #expect(Trace(observations).diagnosis(context).alarms.isEmpty)
    let unlogged = observations.map { observation in
      var observation = observation
      observation[.penaltyR1] = nil
      return observation
    }
    #expect(Trace(unlogged).diagnosis(context).alarms.isEmpty)
  }

  /// 5: a generator loss that rises through the whole run, with good images.
  @Test func risingGeneratorLossIsHealthy() {
    var noise = SeededNoise(seed: 5)
    let observations = (1...2000).map { step in
      Observation(
        step: step,
        [
          .lossDiscriminator: 1.1 + 0.01 * noise.next(), .lossGenerator: 0.8 + Double(step) / 1000,
        ]
      )
    }
    #expect(Trace(observations).diagnosis(.nonSaturating).alarms.isEmpty)
  }

  /// 6: a discriminator loss near zero while good, and phases of zero that pass.
  @Test func lowLossWithGoodSamplesAndPassingZerosAreHealthy() {
    var good = Trace("loss/d: 0.15x1000 ~0.05; loss/g: 2x1000 ~0.3")
    for index in stride(from: 0, to: 1000, by: 20) {
      good.observations[index][.metricFID] = 60 - Double(index) / 20
    }
    #expect(good.diagnosis(.hinge).alarms.isEmpty)
    let passing = Trace("loss/d: 1.2x500 ~0.1 0.01x60 1.2x900 ~0.1; loss/g: 0.9x1460 ~0.1")
    #expect(passing.diagnosis(.nonSaturating).alarms.isEmpty)
  }

  /// 7: warm-up, and a resume whose step counter jumps back.
  @Test func warmUpAndResumeAreHealthy() {
    let warm = Trace("loss/d: 7.3 5 3.1 0.02x12 1.9x900 ~0.1; loss/g: 3 9 0.1 5x12 0.2x900 ~0.2")
    #expect(warm.diagnosis(.hinge).alarms.isEmpty)
    var resumed = Trace("loss/d: 0.8x600 ~0.1 1.9x40 0.8x600 ~0.1; loss/g: 1.2x1240 ~0.1")
    for index in 600..<1240 { resumed.observations[index].step -= 200 }
    let diagnosis = resumed.diagnosis(.hinge)
    #expect(diagnosis.alarms.isEmpty)
    #expect(diagnosis.events.contains { $0.kind == .resume && $0.step == 401 })
  }

  /// 8: NaN masked by the trainer: the loss stays finite while learning stops.
  @Test func maskedNaNIsSeen() {
    let trace = Trace(
      "loss/d: 1.3x400; loss/g: 0.7x400; grad_norm/g: 1x200 0x200; non_finite/g: 0x200 9x200"
    )
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(diagnosis.alarms.contains(.nonFinite))
    #expect(diagnosis.health == .dead)
  }

  /// 9: a single odd batch.
  @Test func whiteImageIsHealthy() {
    let trace = Trace("loss/d: 1.3x500 ~0.1 40 1.3x500 ~0.1; loss/g: 0.8x500 ~0.1 25 0.8x500 ~0.1")
    #expect(trace.diagnosis(.nonSaturating).findings.allSatisfy { $0.severity == .notice })
  }

  /// 10: averaged logs hide fast oscillation; the report says so.
  @Test func averagedLogStatesItsLimit() {
    var context = RunContext(objective: .nonSaturating)
    context.valuesAreSmoothed = true
    let diagnosis = Trace("loss/d: 1.3x300; loss/g: 0.8x300", stride: 50).diagnosis(context)
    #expect(diagnosis.notes.contains { $0.contains("100 steps") && $0.contains("Nyquist") })
    #expect(diagnosis.notes.contains { $0.contains("averages") })
  }

  /// 11: in paired tasks level rules apply to the adversarial part only.
  @Test func pairedTasksAreNotJudgedByTheTotalLoss() {
    let trace = Trace(
      "loss/g: 45x800 ~5; loss/g_reconstruction: 42x800 ~5; loss/d: 0.3x800 ~0.1"
    )
    #expect(trace.diagnosis(.nonSaturating).alarms.isEmpty)
  }

  /// 12: ADA that raises p to hold r_t is no fault; at its end with r_t above target it is.
  @Test func risingAugmentationIsHealthyUntilItIsAtItsEnd() {
    let rising = (1...1000).map { step in
      Observation(
        step: step,
        [.lossDiscriminator: 1, .augmentation: Double(step) / 1500, .signsReal: 0.6]
      )
    }
    #expect(Trace(rising).diagnosis(.nonSaturating).alarms.isEmpty)
    let end = Trace("loss/d: 0.5x600; augmentation/p: 0.1x100 1x500; signs/real: 0.8x600")
    #expect(end.diagnosis(.nonSaturating).alarms.contains(.memorization))
  }

  /// 13: comparisons of single evaluations, and absolute gradient thresholds.
  @Test func singleComparisonsAndAbsoluteGradientsAreNoEvidence() {
    let metric = Trace("metrics/fid: 60 50 45 58 44 43 55 42 41 40 52 39")
    #expect(metric.diagnosis().alarms.isEmpty)
    let gradients = Trace(
      "grad_norm/g: 3e-9x500 ~1e-9; grad_norm/d: 4e4x500 ~1e3; loss/d: -1x500; loss/g: 2x500"
    )
    #expect(gradients.diagnosis(.wasserstein).alarms.isEmpty)
  }
}
