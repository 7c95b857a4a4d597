// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension NameTable {
  /// Outputs, penalties, gradients, rates, metrics, and what is known and not judged.
  static let measurements: [(ColumnMeaning, [String])] = [
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

    // The range of what the discriminator is shown.
    (.signal(.dataMinimum), ["real_min", "min_real", "data_min", "real_images_min"]),
    (.signal(.dataMaximum), ["real_max", "max_real", "data_max", "real_images_max"]),
    (.signal(.sampleMinimum), ["fake_min", "min_fake", "samples_min", "fake_images_min"]),
    (.signal(.sampleMaximum), ["fake_max", "max_fake", "samples_max", "fake_images_max"]),

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
      .signal(.metricFrechet),
      [
        "fvd", "fvd_score", "metric/fvd", "frechet_video_distance", "fad", "fad_score",
        "frechet_audio_distance", "sfid", "fdd", "fd_dinov2", "fd_dino", "dino_fd", "fid_clip",
        "clip_fid", "fid_dinov2",
      ]
    ),
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
        "entropy_loss", "vqloss", "num_gpus",
        "vq/commitment_loss", "vq/codebook_loss", "D/loss_cls", "G/loss_cls", "aux_loss",
        "cls_loss_d", "cls_loss_g", "pesq", "v_num", "loss_cls",
      ]
    ),
  ]
}
