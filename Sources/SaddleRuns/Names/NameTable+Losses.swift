// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension NameTable {
  /// Axes, and losses whole and in parts.
  static let placesAndLosses: [(ColumnMeaning, [String])] = [
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
    (.understood("regularization of G"), ["Loss/G/reg", "Loss/pl_lengths"]),
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
        "soundstream total loss",
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
        "loss_disc_fake_g", "gen_adv_loss", "adversarial",
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
        "gen/feature_matching_loss", "adv/feat_loss", "fm_loss_mpd", "fm_loss_mrd", "feat_match",
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

  ]
}
