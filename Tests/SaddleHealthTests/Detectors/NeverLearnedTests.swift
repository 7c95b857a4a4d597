// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct NeverLearnedTests {
  @Test func lastingFIDOfTwoHundredIsCritical() {
    let fid = (0..<40).map { _ in " 200" }.joined()
    #expect(Trace("metrics/fid: 230\(fid) ~3").diagnosis().alarms.contains(.neverLearned))
  }

  /// Distances of other networks' features have another scale.
  @Test func theDistanceOfAnotherNetworkIsNotJudged() {
    let fid = (0..<40).map { _ in " 200" }.joined()
    var context = RunContext(objective: .nonSaturating)
    context.metricFeatures = "small"
    let trace = Trace("metrics/fid: 230\(fid) ~3")
    #expect(!trace.diagnosis(context).alarms.contains(.neverLearned))
  }

  @Test func poorStartThatImprovesIsNot() {
    let trace = Trace("metrics/fid: 300 290 280 270 250 240 230 220 210 200 190 180 170 160")
    #expect(trace.diagnosis().finding(.neverLearned) == nil)
  }

  @Test func discriminatorThatWonInTheFirstStepsIsAWarning() {
    let observations = (1...800).map { step in
      Observation(
        step: step,
        [.lossDiscriminator: 0.001, .lossGenerator: 8 + Double(step) / 400]
      )
    }
    #expect(Trace(observations).diagnosis(.nonSaturating).alarms.contains(.neverLearned))
  }

  @Test func picturesLikeOneColorAreNamed() {
    let stuck = Trace("metrics/psnr: 12.5x30 ~0.4; loss/g_reconstruction: 0.3x30 ~0.02")
    #expect(stuck.diagnosis().alarms.contains(.neverLearned))
    let rising = Trace("metrics/psnr: 12x6 13x6 14x6 14.8x6; loss/g_reconstruction: 0.3x24 ~0.02")
    #expect(rising.diagnosis().alarms.contains(.neverLearned) == false)
  }

  /// Where the trainer measured what the mean target has, beating that is something learned.
  @Test func aMeasuredBaselineIsTheLimit() {
    let level = Trace("metrics/psnr: 13.6x30 ~0.2; loss/g_reconstruction: 0.3x30 ~0.02")
    var context = RunContext()
    context.baselinePSNR = 11.9
    #expect(!level.diagnosis(context).alarms.contains(.neverLearned))
    context.baselinePSNR = 14.5
    #expect(level.diagnosis(context).alarms.contains(.neverLearned))
  }

  @Test func aChanceMinimumIsNoProgress() {
    let trace = Trace(
      "metrics/fid: 433 465 455 430 440 420 450 287 410 430 445 400 420 431 390 415 420 440"
    )
    #expect(trace.diagnosis().alarms.contains(.neverLearned))
  }
}
