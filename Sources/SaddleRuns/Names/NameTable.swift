// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The names that training code gives its columns, and what they mean: the one place to add one.
///
/// A name is compared word by word (see `NameWords`), so case and separators don't matter. A
/// format may have names of its own that mean something else there (`D_real` is a loss in
/// pytorch-CycleGAN-and-pix2pix, an output elsewhere): these stand in its dialect.
enum NameTable {
  /// Returns what `words` mean in `dialect`, or nil where the table has no such name.
  static func meaning(of words: NameWords, dialect: Dialect) -> ColumnMeaning? {
    let name = words.joined
    return dialects[dialect]?[name] ?? common[name]
  }

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
  }

  private static let common: [String: ColumnMeaning] = index(commonNames)
  private static let dialects: [Dialect: [String: ColumnMeaning]] = dialectNames.mapValues(index)

  private static func index(_ rows: [(ColumnMeaning, [String])]) -> [String: ColumnMeaning] {
    var result: [String: ColumnMeaning] = [:]
    for (meaning, names) in rows {
      for name in names { result[NameWords(name).joined] = meaning }
    }
    return result
  }

  private static let reconstruction = ColumnMeaning.term(.lossGeneratorReconstruction)
  private static let featureMatching = ColumnMeaning.term(.lossGeneratorFeatureMatching)
  private static let rates = ColumnMeaning.signals(
    [.learningRateGenerator, .learningRateDiscriminator],
    scale: 1
  )

  private static let commonNames: [(ColumnMeaning, [String])] =
    Signal.allCases.map { (.signal($0), [$0.rawValue]) } + [
      // Axes.
      (
        .axis(.step),
        [
          "step", "steps", "global_step", "iteration", "iterations", "iter", "iters", "itr", "it",
          "_step", "batches_done", "train_step", "trainer/global_step", "n_iter", "total_iters",
          "step_count", "update", "updates", "niter", "iter_count", "i", "Global Step",
        ]
      ),
      (.axis(.epoch), ["epoch", "epochs", "ep", "current_epoch"]),
      (.axis(.batch), ["batch", "batch_idx", "epoch_iter", "minibatch", "batch_index"]),
      (.axis(.batchesPerEpoch), ["batches_per_epoch", "steps_per_epoch"]),
      (.axis(.kimg), ["Progress/kimg", "kimg"]),
      (.axis(.images), ["nimg", "cur_nimg", "images_seen", "seen_images", "n_images"]),
      (
        .axis(.wallTime),
        ["timestamp", "_timestamp", "wall_time", "Wall time", "_stamp", "walltime"]
      ),

      // StyleGAN2-ADA, StyleGAN3, R3GAN: training/loss.py.
      (.signal(.lossGenerator), ["Loss/G/loss"]),
      (.signal(.lossDiscriminator), ["Loss/D/loss"]),
      (.signal(.scoresReal), ["Loss/scores/real", "Loss/real_scores"]),
      (.signal(.scoresFake), ["Loss/scores/fake", "Loss/fake_scores"]),
      (.signal(.signsReal), ["Loss/signs/real", "Rt", "rt_mean", "ada_rt"]),
      (.signal(.signsFake), ["Loss/signs/fake"]),
      (.signal(.augmentation), ["Progress/augment", "augment", "ada_p", "aa_p", "ada_aug_p"]),
      (
        .understood("a penalty before its weight"),
        ["Loss/pl_penalty"]
      ),
      (.understood("regularisation of G"), ["Loss/G/reg", "Loss/pl_lengths"]),
      (.signal(.penalty), ["Loss/D/reg"]),
      (
        .understood("progress"),
        [
          "Progress/tick", "tick", "Progress/lod", "Progress/minibatch", "Progress/ema_mimg",
          "Progress/beta2", "Progress/gamma", "progress",
        ]
      ),
      (rates, ["Progress/lr", "lr", "learning_rate", "lr-Adam", "base_lr"]),
      (.signal(.metricFID), ["Metrics/fid50k_full", "Metrics/fid50k", "fid50k_full", "fid50k"]),
      (.signal(.metricKID), ["Metrics/kid50k_full", "Metrics/kid50k", "kid50k_full", "kid50k"]),
      (.signal(.metricInceptionScore), ["is50k_mean", "Metrics/is50k_mean"]),
      (
        .signal(.metricPrecision),
        [
          "pr50k3_full_precision", "pr50k3_precision", "Metrics/pr50k3_full_precision",
          "Improved Precision", "precision", "Precision score",
        ]
      ),
      (
        .signal(.metricRecall),
        [
          "pr50k3_full_recall", "pr50k3_recall", "Metrics/pr50k3_full_recall", "Improved Recall",
          "recall", "Recall score",
        ]
      ),
      (.understood("spread of a metric"), ["is50k_std", "Metrics/is50k_std", "IS_std"]),

      // Losses.
      (
        .signal(.lossGenerator),
        [
          "g_loss", "loss_g", "errG", "err_g", "gen_loss", "loss_gen", "generator_loss",
          "Loss_Generator", "lossG", "gen/loss", "G loss", "netG_loss",
          "g_total_loss", "loss_G_total", "total_generator_loss", "gen_total_loss",
          "losses/generator", "generator_total_loss", "Loss G", "G_total", "g_loss_total",
          "training/gen_loss_total", "Gen Loss Total", "l_g_total", "l_g", "loss/generator",
          "model/generator_loss", "train/g_loss", "adversarial_loss_total", "gloss",
        ]
      ),
      (
        .signal(.lossDiscriminator),
        [
          "d_loss", "loss_d", "errD", "err_d", "dis_loss", "loss_dis", "disc_loss",
          "loss_disc", "discriminator_loss", "Loss_Discriminator", "lossD",
          "dis/loss", "D loss", "critic_loss", "loss_critic", "netD_loss", "d_total_loss",
          "loss_D_total", "disc_total_loss", "losses/discriminator", "Loss D", "D_total",
          "D_real+fake", "l_d", "loss/discriminator", "model/discriminator_loss", "dloss",
          "train/d_loss", "discrim_loss", "c_loss", "discloss", "discloss_step",
        ]
      ),
      (
        .signal(.lossGeneratorAdversarial),
        [
          "g_adv", "g_adv_loss", "loss_g_adv", "adv_loss", "G adv", "gen_gan_loss", "loss_gan",
          "G_GAN", "loss_G_GAN", "g_gan_loss", "l_g_gan", "generator_wass_loss", "loss_adv",
          "generator_wass_hinge_loss", "generator_minimax_loss", "generator_modified_loss",
          "generator_lsq_loss", "gan_loss", "adversarial_loss", "losses/l_g_gan", "loss_g_fake",
          "loss_disc_fake_g", "gen_adv_loss",
        ]
      ),
      (
        .signal(.lossDiscriminatorAdversarial),
        [
          "d_adv", "d_adv_loss", "loss_d_adv", "discriminator_wass_loss", "wasserstein_loss",
          "discriminator_wass_hinge_loss", "discriminator_minimax_loss", "disc_adv_loss",
          "discriminator_modified_loss", "discriminator_lsq_loss",
        ]
      ),
      (
        .signal(.lossDiscriminatorReal),
        [
          "d_loss_real", "loss_d_real", "d_real_loss", "errD_real", "loss_disc_real",
          "loss/real_loss", "real_loss", "disc_real_loss", "l_d_real", "losses/l_d_real",
          "discriminator_real_wass_loss", "discriminator_real_wass_hinge_loss", "D_loss_real",
          "dis_loss_real", "loss_real", "real_d_loss",
        ]
      ),
      (
        .signal(.lossDiscriminatorFake),
        [
          "d_loss_fake", "loss_d_fake", "d_fake_loss", "errD_fake", "loss_disc_fake",
          "loss/fake_loss", "fake_loss", "disc_fake_loss", "l_d_fake", "losses/l_d_fake",
          "discriminator_gen_wass_loss", "discriminator_gen_wass_hinge_loss", "D_loss_fake",
          "dis_loss_fake", "loss_fake", "fake_d_loss",
        ]
      ),
      (
        reconstruction,
        [
          "G_L1", "gen_l1_loss", "l1_loss", "loss_l1", "g_l1", "g_l1_loss", "loss_G_L1",
          "cycle", "cycle_loss", "loss_cycle", "idt", "identity", "idt_loss", "identity_loss",
          "loss_identity", "pixel", "pixel_loss", "loss_pixel", "l_g_pix", "l_g_percep", "l_pix",
          "losses/l_g_pix", "losses/l_g_percep", "l_g_fea", "rec_loss", "recon_loss",
          "reconstruction_loss",
          "content_loss", "perceptual_loss", "vgg_loss", "G_VGG", "NCE", "NCE_Y",
          "loss_content", "loss_perceptual", "cycle_consistency_loss", "mel_loss", "loss_mel",
        ]
      ),

      (
        featureMatching,
        [
          "G_GAN_Feat", "GAN_Feat", "feature_matching_loss", "feature_matching", "loss_feat_match",
          "feat_match_loss", "G_feat_match_loss", "feature_match_loss", "fm", "loss_fm_all",
          "gen/feature_matching_loss", "adv/feat_loss", "fm_loss_mpd", "fm_loss_mrd",
        ]
      ),
      (.signal(.adversarialWeight), ["d_weight", "disc_adaptive_weight", "adaptive_weight"]),
      (.signal(.discriminatorFactor), ["disc_factor"]),
      (
        .signal(.codebookPerplexity),
        ["perplexity", "codebook_perplexity", "vq_perplexity", "ppl_codebook", "code_perplexity"]
      ),
      (
        .signal(.codebookUsage),
        [
          "codebook_usage", "cluster_usage", "cluster_use", "codebook_utilization", "codebook_util",
          "code_usage", "active_codes", "codes_used", "codebook_use", "vq_usage",
        ]
      ),

      // Outputs of the discriminator.
      (
        .output(.real),
        [
          "D(x)", "d_x", "dx", "d_real", "real_score", "score_real", "Score_D", "real_scores",
          "out_d_real", "d_out_real",
          "d_real_mean", "disc_real", "real_validity", "D_real_mean", "real_out", "d_score_real",
          "real_pred", "pred_real", "D_x_mean", "real score", "output/real",
        ]
      ),
      (
        .output(.fake),
        [
          "D(G(z))", "d_g_z", "dgz", "d_fake", "fake_score", "score_fake", "Score_G",
          "fake_scores", "out_d_fake",
          "d_out_fake", "d_fake_mean", "disc_fake", "fake_validity", "D_fake_mean", "fake_out",
          "d_score_fake", "fake_pred", "pred_fake", "D_G_z1", "D(G(z))1", "fake score",
          "output/fake", "D(G(z)) before",
        ]
      ),
      // Whatever their values: a logit is no probability.
      (.signal(.scoresReal), ["logits_real", "real_logits", "dis_logit_real"]),
      (.signal(.scoresFake), ["logits_fake", "fake_logits", "dis_logit_fake"]),
      (.understood("D's output after its update"), ["D_G_z2", "D(G(z))2", "D(G(z)) after"]),
      (
        .signal(.probabilityReal),
        [
          "D(x)/prob", "prob/real", "prob_real", "d_prob_real", "p_real", "real_prob",
          "probability_real",
        ]
      ),
      (
        .signal(.probabilityFake),
        [
          "D(G(z))/prob", "prob/fake", "prob_fake", "d_prob_fake", "p_fake", "fake_prob",
          "probability_fake",
          "prob/fake_before",
        ]
      ),
      (.signal(.signsReal), ["dis_sign_real", "sign/real", "real_sign", "sign_real"]),
      (.signal(.signsFake), ["dis_sign_fake", "sign/fake", "fake_sign", "sign_fake"]),
      (.signal(.scoresRealDeviation), ["d_real_std", "real_score_std", "scores_real_std"]),
      (.signal(.scoresFakeDeviation), ["d_fake_std", "fake_score_std", "scores_fake_std"]),
      (
        .share(.accuracy),
        [
          "acc", "d_acc", "acc_d", "acc/d", "disc_acc", "d_accuracy", "accuracy",
          "discriminator_accuracy", "dis_acc", "disc_accuracy",
        ]
      ),
      (
        .share(.accuracyReal),
        ["acc_real", "d_acc_real", "accuracy/real", "real_acc", "d_real_acc", "acc_d_real"]
      ),
      (
        .share(.accuracyFake),
        ["acc_fake", "d_acc_fake", "accuracy/fake", "fake_acc", "d_fake_acc", "acc_d_fake"]
      ),

      // Penalties.
      (
        .signal(.penalty),
        [
          "penalty", "loss/penalty", "losses/regularizer", "reg", "d_reg", "reg_loss", "loss_reg",
        ]
      ),
      (
        .signal(.penaltyGradient),
        [
          "gp", "gradient_penalty", "Loss/gradient_penalty", "gradient_penalty_loss", "loss_gp",
          "gp_loss", "d_gp",
          "grad_penalty", "reg/gp", "loss_d_gp", "gpenalty", "gradient penalty",
        ]
      ),
      (.signal(.penaltyR1), ["Loss/r1_penalty"]),
      (.signal(.penaltyR2), ["Loss/r2_penalty"]),
      (.signal(.penaltyR1), ["r1", "r1_loss", "reg/r1", "r1_penalty", "D_R1", "l_d_r1", "r1_reg"]),
      (.signal(.penaltyR1), ["r1_reg_loss", "loss_r1"]),
      (.signal(.penaltyR2), ["r2", "r2_loss", "reg/r2", "r2_penalty", "loss_r2"]),

      // Gradients, updates, rates.
      (
        .signal(.gradientNormGenerator),
        ["grad_norm_g", "g_grad_norm", "gradient_norm_g", "grad_norm/generator", "g_grad"]
      ),
      (
        .signal(.gradientNormDiscriminator),
        ["grad_norm_d", "d_grad_norm", "gradient_norm_d", "grad_norm/discriminator", "d_grad"]
      ),
      (.signal(.updateRatioGenerator), ["update_ratio_g", "g_update_ratio"]),
      (.signal(.updateRatioDiscriminator), ["update_ratio_d", "d_update_ratio"]),
      (
        .signal(.learningRateGenerator),
        ["lr_g", "lr/g", "g_lr", "learning_rates/generator", "lr_G", "gen_lr", "lr_gen"]
      ),
      (
        .signal(.learningRateDiscriminator),
        ["lr_d", "lr/d", "d_lr", "learning_rates/discriminator", "lr_D", "disc_lr", "lr_disc"]
      ),

      (
        .signal(.lossScale),
        ["loss_scale", "grad_scale", "amp_scale", "scaler_scale", "loss_scaler", "scaler/scale"]
      ),

      // Samples and metrics.
      (.signal(.diversityReal), ["spread_real", "real_diversity"]),
      (.signal(.diversityFake), ["spread_fake", "fake_diversity"]),
      (
        .signal(.metricFID),
        [
          "fid", "fid_score", "fid_scores", "metric/fid", "FID score", "frechet_inception_distance",
          "MNIST_Frechet_distance", "val/fid", "clean_fid", "fid_val",
        ]
      ),
      (.signal(.metricKID), ["kid", "kid_score", "metric/kid", "kernel_inception_distance_mean"]),
      (
        .signal(.metricInceptionScore),
        [
          "is", "IS_mean", "inception_score", "IS score", "metric/is", "inception_score/mean",
          "inception_score_mean", "MNIST_Classifier_score",
        ]
      ),
      (.signal(.metricDensity), ["density"]),
      (.signal(.metricCoverage), ["coverage"]),
      (.signal(.metricPSNR), ["psnr", "val_psnr", "metrics/psnr"]),
      (.signal(.metricSSIM), ["ssim", "val_ssim", "metrics/ssim"]),
      (.signal(.metricMSSSIM), ["ms_ssim", "msssim"]),
      (.signal(.metricSWD), ["swd", "sliced_wasserstein_distance"]),
      (.signal(.metricLPIPS), ["lpips", "val_lpips"]),
      (.signal(.nonFiniteGenerator), ["nonfinite_g", "g_non_finite"]),
      (.signal(.nonFiniteDiscriminator), ["nonfinite_d", "d_non_finite"]),

      // Of one code base, and of no other meaning elsewhere.
      // TimeGAN: unsupervised, supervised, moments, embedder.
      (.signal(.lossGeneratorAdversarial), ["g_loss_u"]),
      (.understood("a supervised part of the generator's loss"), ["g_loss_s", "g_loss_v"]),
      (reconstruction, ["e_loss_t0", "e_loss"]),
      // StarGAN v2: the latent-guided half speaks, the reference-guided one is its twin.
      (.signal(.lossDiscriminatorReal), ["D/latent_real", "D/ref_real"]),
      (.signal(.lossDiscriminatorFake), ["D/latent_fake", "D/ref_fake"]),
      (.signal(.penaltyR1), ["D/latent_reg", "D/ref_reg"]),
      (.signal(.lossGeneratorAdversarial), ["G/latent_adv", "G/ref_adv"]),
      (reconstruction, ["G/latent_cyc", "G/ref_cyc"]),
      (
        .understood("style and diversity terms"),
        ["G/latent_sty", "G/latent_ds", "G/ref_sty", "G/ref_ds", "G/lambda_ds"]
      ),
      // Coqui: D and G by the optimizer's number.
      (.signal(.lossDiscriminator), ["loss_0", "D_mse_gan_loss", "d_loss_total"]),
      (.signal(.lossGenerator), ["loss_1", "G_gen_loss"]),
      (.signal(.gradientNormDiscriminator), ["grad_norm_0", "other/grad_norm_d"]),
      (.signal(.gradientNormGenerator), ["grad_norm_1", "other/grad_norm"]),
      (.signal(.learningRateDiscriminator), ["current_lr_0", "optim1_lr0"]),
      (.signal(.learningRateGenerator), ["current_lr_1", "optim0_lr0"]),
      // EnCodec and its like.
      (.signal(.lossGeneratorAdversarial), ["adv", "gen_adv_loss_total"]),
      // Outcomes of a reconstruction.
      (
        .signal(.metricReconstruction),
        [
          "validation/mel_spec_error", "val/rec_loss", "val_rec_loss", "val/recon_loss",
          "val_recon_loss", "val/mel_loss", "val_mel_loss", "validation/mel_loss",
          "val/mel_spec_error", "eval/mel_loss", "val/loss_mel",
        ]
      ),
      (reconstruction, ["Mel-Spec. Error", "training/mel_spec_error", "mel_spec_error"]),
      (
        .understood("BEGAN's control variable"),
        ["k_t", "kt", "measure", "M_global", "convergence_measure"]
      ),

      // Known, and nothing to judge.
      (.understood("the autoencoder's whole loss"), ["aeloss", "aeloss_step"]),
      // Coqui TTS: least squares on the fake samples, a part of `G_adv_loss`.
      (.understood("a part of the adversarial loss"), ["G_mse_fake_loss", "G_hinge_fake_loss"]),
      (.signal(.lossDiscriminatorReal), ["D_mse_gan_real_loss"]),
      (.signal(.lossDiscriminatorFake), ["D_mse_gan_fake_loss"]),

      (
        .understood("time"),
        [
          "time", "elapsed_time", "elapsed", "data", "data_time", "eta", "_runtime", "epoch_time",
          "sec/tick", "sec/kimg", "maintenance", "total_time", "s/b", "ms", "sec/idx",
          "batch_cost", "reader_cost", "step cost", "step_time", "loader_time",
        ]
      ),
      (
        .understood("memory"),
        ["memory", "cpumem", "gpumem", "reserved", "gpu_mem", "mem", "max_mem"]
      ),
      (
        .understood("no signal for it"),
        [
          "path", "mean path", "PL", "path_length", "l_g_path", "Path Length",
          "Path Length "
            + "Regularization", "Mean Path Length", "CR", "Q", "SS", "cls_loss", "topk",
          "temperature", "info loss", "info_discrete_loss", "info_conti_loss", "nll_loss",
          "kl_loss", "quant_loss", "pl_reg_loss", "best_fid", "KLD", "loss_kl", "loss_dur",
          "loss/g/kl",
          "loss/g/dur", "commit_loss", "commitment_loss", "codebook_loss", "vq_loss",
          "entropy_loss",
          "vq/commitment_loss", "vq/codebook_loss", "D/loss_cls", "G/loss_cls", "aux_loss",
          "cls_loss_d", "cls_loss_g", "pesq", "v_num", "loss_cls",
        ]
      ),
    ]

  private static let dialectNames: [Dialect: [(ColumnMeaning, [String])]] = [
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
    .chainer: [
      (.understood("BEGAN's control variable"), ["kt", "measure"])
    ],
  ]
}
