// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension NameTable {
  /// A code base whose names mean something of their own.
  enum Dialect: String, Sendable, CaseIterable {
    case common
    case cycleGAN
    case studioGAN
    case dcganExample
    case bigGAN
    case mimicry
    case rosinality
    case lucidrains
    case mmEngine
    case basicSR
    case taming
    case hifiGAN
    case chainer
    case pytorchGAN
    case kerasGAN
    case keras
    case mlMastery
    case vits
    case motion
    case lipSync
    case kerasACGAN
  }

  /// Names that mean something of their own in a code base.
  static let dialectNames: [Dialect: [(ColumnMeaning, [String])]] = [
    // util/visualizer.py, models/*.py: losses, all of them.
    .cycleGAN: [
      (.signal(.lossDiscriminatorReal), ["D_real"]),
      (.signal(.lossDiscriminatorFake), ["D_fake"]),
      (.signal(.lossGeneratorAdversarial), ["G_GAN"]),
      (.signal(.lossGeneratorAdversarial), ["GAN"]),
      (reconstruction, ["G_L1", "NCE", "NCE_Y", "idt", "cycle", "cyc", "L1", "VGG"]),
      (.understood("a prior's term"), ["KLD", "KL"]),
      (.signal(.penaltyR1), ["D_R1"]),
      (.signal(.lossGenerator), ["G"]),
      (.signal(.lossDiscriminator), ["D"]),
      (.axis(.batch), ["iters"]),
      (.understood("time"), ["time", "data"]),
    ],
    .studioGAN: [
      (.signal(.metricFID), ["FID score"]),
      (.signal(.metricInceptionScore), ["Inception score"]),
      (.understood("precision and recall in one number"), ["F_8 score", "F_1/8 score"]),
      (.understood("the best so far"), ["Best FID score"]),
    ],
    // dcgan/main.py: errD is the sum of both halves; D's outputs went through a sigmoid.
    .dcganExample: [
      (.signal(.probabilityReal), ["D(x)"]),
      (.signal(.probabilityFake), ["D(G(z)) before", "D(G(z))"]),
      (.understood("D(G(z)) after the update of D"), ["D(G(z)) after"]),
    ],
    .kerasGAN: [(.signal(.lossGenerator), ["A loss"])],
    .bigGAN: [
      (.signal(.lossDiscriminatorReal), ["D_loss_real"]),
      (.signal(.lossDiscriminatorFake), ["D_loss_fake"]),
    ],
    .mimicry: [
      (.signal(.probabilityReal), ["D(x)"]),
      (.signal(.probabilityFake), ["D(G(z))"]),
    ],
    .rosinality: [
      (.signal(.scoresReal), ["Real Score"]),
      (.signal(.scoresFake), ["Fake Score"]),
      (.understood("a penalty before its weight"), ["r1", "R1"]),
    ],
    .lucidrains: [
      (.signal(.penaltyGradient), ["GP"])
    ],
    .mmEngine: [
      (.axis(.step), ["iter", "step"])
    ],
    .basicSR: [
      (.signal(.scoresReal), ["out_d_real", "real_score"]),
      (.signal(.scoresFake), ["out_d_fake", "fake_score"]),
    ],
    .taming: [
      (.signal(.scoresReal), ["logits_real"]),
      (.signal(.scoresFake), ["logits_fake"]),
    ],
    .hifiGAN: [
      (.axis(.step), ["Steps"]),
      (reconstruction, ["Mel-Spec. Error", "training/mel_spec_error"]),
    ],
    // The generator's bracket has its terms behind the total.
    .pytorchGAN: [
      (.signal(.lossGeneratorAdversarial), ["adv"]),
      (reconstruction, ["cycle", "identity", "pixel", "content", "id", "rec"]),
    ],
    // machinelearningmastery.com: 1 and 2 are the halves of D's loss, on real and on fake samples.
    .mlMastery: [
      (.signal(.lossDiscriminatorReal), ["d1", "c1", "dr", "d real", "dis real"]),
      (.signal(.lossDiscriminatorFake), ["d2", "c2", "df", "d fake", "dis fake"]),
      (.signal(.lossDiscriminator), ["d", "c"]),
      (.signal(.lossGenerator), ["g", "g1"]),
      (
        .understood("the classifier's"),
        ["dr class", "df class", "g class", "classifier", "classifier class"]
      ),
    ],
    // train.py, train_ms.py: sums over the sub-discriminators.
    .vits: [
      (.signal(.lossDiscriminator), ["loss_disc"]),
      (.signal(.lossGeneratorAdversarial), ["loss_gen"]),
      (.understood("a prior's term"), ["loss_kl"]),
      (.understood("the duration predictor's loss"), ["loss_dur", "loss_lf0"]),
    ],
    .keras: [
      (.understood("time"), ["ETA"])
    ],
    // modules/model.py: terms of the generator's loss, and the discriminator's.
    .motion: [
      (
        reconstruction,
        ["perceptual", "reconstruction", "reconstruction_deformed", "warp_loss", "warp"]
      ),
      (.signal(.lossGeneratorAdversarial), ["gen_gan", "gen_adv"]),
      (featureMatching, ["feature_matching"]),
      (.signal(.lossDiscriminator), ["disc_gan"]),
      (
        .understood("a term of the generator's loss"),
        [
          "equivariance_value", "equivariance_jacobian", "kp_distance", "kp_prior", "headpose",
          "bg",
        ]
      ),
    ],
    // hq_wav2lip_train.py: means over the epoch so far.
    .lipSync: [
      (reconstruction, ["L1"]),
      (.understood("the lip-sync expert's loss"), ["Sync"]),
      (.signal(.lossGeneratorAdversarial), ["Percep"]),
      (.signal(.lossDiscriminatorReal), ["Real"]),
      (.signal(.lossDiscriminatorFake), ["Fake"]),
    ],
    // examples/mnist_acgan.py: each network's loss, its adversarial part and its classifier's.
    .kerasACGAN: [
      (.signal(.lossGenerator), ["generator/loss"]),
      (.signal(.lossGeneratorAdversarial), ["generator/generation_loss"]),
      (.signal(.lossDiscriminator), ["discriminator/loss"]),
      (.signal(.lossDiscriminatorAdversarial), ["discriminator/generation_loss"]),
      (
        .understood("the classifier's"),
        ["generator/auxiliary_loss", "discriminator/auxiliary_loss"]
      ),
    ],
    .chainer: [
      (.understood("BEGAN's control variable"), ["kt", "measure"])
    ],
  ]
}
