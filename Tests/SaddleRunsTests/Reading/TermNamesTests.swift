// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// Names of the terms beside the game: feature matching, weights, codebook, held-out errors.
@Suite struct TermNamesTests {
  @Test(arguments: [
    ("gen/feature_matching_loss", Signal.lossGeneratorFeatureMatching),
    ("G_GAN_Feat", .lossGeneratorFeatureMatching),
    ("loss/g/fm", .lossGeneratorFeatureMatching),
    ("loss_fm", .lossGeneratorFeatureMatching),
    ("adv/feat_loss", .lossGeneratorFeatureMatching),
    ("training/fm_loss_mpd", .lossGeneratorFeatureMatching),
    ("train/d_weight", .adversarialWeight),
    ("train/disc_factor", .discriminatorFactor),
    ("train/perplexity", .codebookPerplexity),
    ("codebook_usage", .codebookUsage),
    ("grad_scale", .lossScale),
    ("val/rec_loss", .metricReconstruction),
    ("train/rec_loss", .lossGeneratorReconstruction),
    ("mel_loss", .lossGeneratorReconstruction),
    ("fid5k-train", .metricFID),
    ("Metrics/kid10k_full", .metricKID),
    ("results/fvd2048_16f", .metricFrechet),
    ("FVD", .metricFrechet),
    ("frechet_audio_distance", .metricFrechet),
    ("real_min", .dataMinimum),
    ("fake_max", .sampleMaximum),
  ])
  func aColumnIsUnderstood(name: String, signal: Signal) throws {
    let log = try readLog("step,loss_d,\(name)\n1,0.5,2\n2,0.6,3\n3,0.5,4\n4,0.4,5\n")
    #expect(log.items.values(signal) == [2, 3, 4, 5])
  }

  @Test(arguments: ["fid5k_step", "fidk", "fvd_16f_loss", "fid_5k_loss", "fidelity50k", "fid5k_1"])
  func onlyACountOfSamplesMakesAMetric(_ name: String) throws {
    let log = try readLog("step,loss_d,\(name)\n1,0.5,2\n2,0.6,3\n3,0.5,4\n")
    #expect(log.items.values(.metricFID).isEmpty)
  }

  /// StyleGAN-V's metric file: a Frechet distance that is no FID, and of another scale.
  @Test func aDistanceOfClipsThatRisesIsARegression() throws {
    let values = [608, 340, 223, 165, 155, 130, 180, 240, 300, 350, 400, 430, 445, 450, 440]
    let lines = values.enumerated().map { index, value in
      let snapshot = "network-snapshot-\(String(1_000_000 + 200 * index).dropFirst()).pkl"
      return "{\"results\": {\"fvd2048_16f\": \(value).5}, \"snapshot_pkl\": \"\(snapshot)\"}"
    }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    #expect(log.items.values(.metricFID).isEmpty)
    var monitor = HealthMonitor()
    for item in log.items { _ = monitor.observe(item.observation) }
    let diagnosis = monitor.diagnosis()
    #expect(diagnosis.best?.metric == .metricFrechet)
    #expect(diagnosis.best?.step == 1000)
    #expect(diagnosis.findings.contains { $0.symptom == .metricRegression })
  }

  @Test func aMatchIsNoLoss() throws {
    let log = try readLog("step,loss_d,match\n1,0.5,2\n2,0.6,3\n3,0.5,4\n")
    #expect(log.items.values(.lossGeneratorFeatureMatching).isEmpty)
  }
}
