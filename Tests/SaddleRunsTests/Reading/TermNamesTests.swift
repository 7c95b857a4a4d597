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
    ("real_min", .dataMinimum),
    ("fake_max", .sampleMaximum),
  ])
  func aColumnIsUnderstood(name: String, signal: Signal) throws {
    let log = try readLog("step,loss_d,\(name)\n1,0.5,2\n2,0.6,3\n3,0.5,4\n4,0.4,5\n")
    #expect(log.items.values(signal) == [2, 3, 4, 5])
  }

  @Test(arguments: ["fid5k_step", "fidk", "fid_5k_loss", "fidelity50k"])
  func onlyACountOfSamplesMakesAMetric(_ name: String) throws {
    let log = try readLog("step,loss_d,\(name)\n1,0.5,2\n2,0.6,3\n3,0.5,4\n")
    #expect(log.items.values(.metricFID).isEmpty)
  }

  @Test func aMatchIsNoLoss() throws {
    let log = try readLog("step,loss_d,match\n1,0.5,2\n2,0.6,3\n3,0.5,4\n")
    #expect(log.items.values(.lossGeneratorFeatureMatching).isEmpty)
  }
}
