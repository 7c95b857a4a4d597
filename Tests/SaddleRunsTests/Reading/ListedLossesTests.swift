// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// Losses whose network stands in front of a list, in initials, or in a part of a name.
@Suite struct ListedLossesTests {
  private func log(_ lines: [String], name: String = "out.txt") throws -> (
    recognition: Recognition, items: [GameObservation]
  ) {
    try readLog(lines.joined(separator: "\n") + "\n", name: name)
  }

  /// IDEALLab's design GANs: `"%d: [D] real %f fake %f q %f" + "  [G] fake %f reg %f q %f"`.
  @Test func aNetworkInBracketsOwnsWhatFollows() throws {
    let log = try log(
      (1...6).map {
        "\($0): [D] real 0.2\($0) fake 1.5 q 0.66:  [G] fake 0.75 reg 0.03 q \($0 == 6 ? "nan" : "1e3")"
      }
    )
    #expect(log.items.steps == [1, 2, 3, 4, 5, 6])
    #expect(log.items.values(.lossDiscriminatorReal) == [0.21, 0.22, 0.23, 0.24, 0.25, 0.26])
    #expect(log.items.values(.lossDiscriminatorFake).first == 1.5)
    #expect(log.items.values(.lossGeneratorAdversarial).first == 0.75)
    let terms = log.recognition.columns.filter { !$0.isKnown }.map(\.name)
    #expect(terms == [])
  }

  @Test func whatIsNoLossInAListStaysWhatItIs() throws {
    let log = try log((1...6).map { "\($0): [D] lr 0.1 acc 0.5 loss 0.75 [G] lr 0.2 loss 1.5" })
    #expect(
      log.recognition.mapping == [
        "[D] lr": "learning_rate/d", "[D] acc": "accuracy/d", "[D] loss": "loss/d",
        "[G] lr": "learning_rate/g", "[G] loss": "loss/g",
      ]
    )
  }

  /// What is no network in brackets begins no list: domains, levels, counts.
  @Test func otherBracketsOwnNothing() throws {
    let log = try log(
      (1...6).map { "\($0): [INFO] D_loss 0.5 G_loss 0.25 [A] fake 0.75 real 0.5" }
    )
    #expect(log.recognition.mapping == ["D_loss": "loss/d", "G_loss": "loss/g"])
  }

  /// Musika's bar: `bar.set_postfix(DR=..., DF=..., G=..., GP=..., LR=...)`.
  @Test func initialsOfTheHalvesBesideAGenerator() throws {
    let bars = (1...4).map {
      "Epoch \($0)/9: 100%|██| 75/75 [07:10<00:00, 22.2it/s, DR=0.\($0), DF=0.5, G=\($0 > 2 ? "nan" : "1"), "
        + "GP=2e+3, LR=0.0001]"
    }
    let log = try log(bars)
    #expect(log.items.values(.lossDiscriminatorReal) == [0.1, 0.2, 0.3, 0.4])
    #expect(log.items.values(.lossDiscriminatorFake).count == 4)
    #expect(log.items.values(.lossGenerator).map(\.isFinite) == [true, true, false, false])
  }

  @Test func initialsAloneAreNoLosses() throws {
    let log = try readLog("step,DR,DF,FID\n1,0.1,0.2,9\n2,0.1,0.2,8\n3,0.1,0.2,8\n")
    #expect(log.recognition.mapping == ["FID": "metrics/fid"])
  }

  /// audiolm-pytorch's SoundStream: `discr (scale {scale}) loss: {loss:.3f}` for each scale.
  @Test func aNumberInParenthesesMayBelongToAName() throws {
    let log = try log(
      (0..<6).map {
        "\($0): soundstream total loss: 1\($0).5, soundstream recon loss: 0.25 | discr (scale 1) loss: "
          + "2.0 | discr (scale 0.5) loss: 0.5 | discr (scale 0.25) loss: 0.25"
      }
    )
    #expect(log.items.steps == [0, 1, 2, 3, 4, 5])
    #expect(log.items.values(.lossDiscriminator) == Array(repeating: 2.75, count: 6))
    #expect(log.items.values(.lossGenerator).last == 15.5)
    #expect(log.items.values(.lossGeneratorReconstruction).last == 0.25)
  }

  /// A place and a mean in parentheses are no part of what follows.
  @Test(arguments: [
    "Epoch 1 (step %) loss_D: 0.5 loss_G: 0.75",
    "step % loss_G: 0.75 (avg 0.9) loss_D: 0.5 (avg 0.5)",
  ])
  func otherNumbersInParenthesesAreNot(_ form: String) throws {
    let log = try log((1...6).map { form.replacing("%", with: "\($0)") })
    #expect(log.items.steps == [1, 2, 3, 4, 5, 6])
    #expect(log.items.values(.lossDiscriminator) == Array(repeating: 0.5, count: 6))
    #expect(log.items.values(.lossGenerator) == Array(repeating: 0.75, count: 6))
  }

  /// SRNet: `Iter: {}/{} | Gen: {} | D_bg: {} | D_fus: {}`; a discriminator for each part.
  @Test func partsWithADiscriminatorOfTheirOwn() throws {
    let log = try log((1...6).map { "Iter: \($0)/500 | Gen: 47.5 | D_bg: 9.25 | D_fus: 1.75" })
    #expect(log.items.values(.lossDiscriminator) == Array(repeating: 11, count: 6))
    #expect(log.items.values(.lossGenerator).count == 6)
  }

  @Test(arguments: ["D_bg", "loss_img", "scale_2_loss", "D_lr_face", "global_frame"])
  func aPartAloneIsNoLoss(_ name: String) throws {
    let log = try readLog("step,FID,\(name)\n1,9,0.5\n2,8,0.4\n3,8,0.4\n")
    #expect(log.recognition.mapping == ["FID": "metrics/fid"])
  }

  /// BasicSR's descendants (VQFR, GFPGAN, CodeFormer): a loss is `l_` and what it is of.
  @Test func aLossInOneLetter() throws {
    let log = try log(
      (1...6).map {
        "2022-08-01 09:00:33,170 INFO: [train..][epoch:  0, iter:   \($0),100, lr:(1.000e-04,)] [eta: "
          + "3 days, 12:00:50, time (data): 0.330 (0.003)] l_rec: 2.5e-01 l_style: 0.5 l_codebook: 1.0e-01 "
          + "l_total_g: 1.5e+00 "
      }
    )
    #expect(log.recognition.format == "basicsr")
    #expect(log.items.steps.first == 1100)
    #expect(log.items.values(.lossGenerator).first == 1.5)
    #expect(log.items.values(.lossGeneratorReconstruction).first == 0.25)
    #expect(log.recognition.unknownColumns.map(\.name) == ["l_style"])
  }

  /// AudioDec, Parallel WaveGAN, TensorFlowTTS: one value a line, training data in front of the name.
  @Test func namesBehindTheTrainingData() throws {
    let names = [
      "train/train/ppl_0", "train/train/ppl_1", "train/feat_match", "train_adversarial_loss",
      "train_subband_spectral_convergence_loss", "train_real_loss", "train_fake_loss",
    ]
    let log = try log(
      (1...6).flatMap { step in
        names.map { "2024-04-07 19:19:48,300 (trainer:33) INFO: (Steps: \(step)) \($0) = 0.5000." }
      }
    )
    #expect(
      log.recognition.mapping == [
        "train/train/ppl_0": "codebook/perplexity", "train/feat_match": "loss/g_feature_matching",
        "train_adversarial_loss": "loss/g_adversarial", "train_real_loss": "loss/d_real",
        "train_fake_loss": "loss/d_fake",
        "train_subband_spectral_convergence_loss": "loss/g_reconstruction",
      ]
    )
    #expect(log.items.steps == [1, 2, 3, 4, 5, 6])
  }

  /// StyleGAN-V: `metric-fvd2048_16f.jsonl`; a distance of pictures beside it is another.
  @Test func aDistanceOfVideos() throws {
    let lines = (1...4).map {
      #"{"results": {"fvd2048_16f": 40\#($0).5}, "metric": "fvd2048_16f", "num_gpus": 4, "#
        + #""snapshot_pkl": "network-snapshot-000\#($0)00.pkl", "timestamp": 1651000000.0}"#
    }
    let log = try log(lines, name: "metric-fvd2048_16f.jsonl")
    #expect(log.items.steps == [100, 200, 300, 400])
    #expect(log.items.values(.metricFrechet) == [401.5, 402.5, 403.5, 404.5])
    let both = try readLog("step,loss_d,FVD,FID\n1,0.5,100,9\n2,0.6,90,8\n3,0.5,80,7\n")
    #expect(both.items.values(.metricFID) == [9, 8, 7])
  }
}
