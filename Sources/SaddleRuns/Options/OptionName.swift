// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What the options of code bases are called, and which setting each is.
///
/// Names of rates, momenta and optimizers may say a side (`lr_d`, `lrG`, `disc_lr`), or the section
/// that they stand in does (`optim_d.lr`); without one they hold for both.
enum OptionName {
  /// A name in small letters, words apart: `batchSize` and `batch-size` are `batch_size`.
  static func folded(_ name: String) -> String {
    var result: [UInt8] = []
    var wasLower = false
    for byte in name.utf8 {
      if Ascii.isUpper(byte), wasLower { result.append(.underscore) }
      wasLower = Ascii.isLower(byte) || Ascii.isDigit(byte)
      result.append(byte == .minus || byte == .space ? .underscore : Ascii.lower(byte))
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The settings that an option is.
  static func keys(_ path: [String]) -> [SettingKey] {
    guard let last = path.last.map(folded) else { return [] }
    if let key = single[last] { return [key] }
    let (base, own) = side(of: last)
    guard let pair = pairs[base] ?? pairs[last] else { return [] }
    // `type` and `class_name` mean the optimizer only in an optimizer's section.
    if inSection.contains(base), !path.dropLast().contains(where: isOptimizer) { return [] }
    switch own ?? path.dropLast().reversed().compactMap({ side(of: folded($0)).side }).first {
    case .generator: return [pair.generator]
    case .discriminator: return [pair.discriminator]
    default: return [pair.generator, pair.discriminator]
    }
  }

  private static func isOptimizer(_ section: String) -> Bool {
    let name = folded(section)
    return name.contains("optim") || name.contains("opt_kwargs") || name.hasSuffix("_opt")
  }

  /// A name without the word that says a side, and that side.
  static func side(of name: String) -> (base: String, side: Side?) {
    if let whole = contracted[name] { return whole }
    let words = name.split(separator: "_").map(String.init)
    for (word, side) in sides where words.contains(word) {
      return (words.filter { $0 != word }.joined(separator: "_"), side)
    }
    return (name, nil)
  }

  private static let sides: [(String, Side)] = [
    ("d", .discriminator), ("dis", .discriminator), ("disc", .discriminator),
    ("discriminator", .discriminator), ("netd", .discriminator), ("critic", .discriminator),
    ("g", .generator), ("gen", .generator), ("generator", .generator), ("netg", .generator),
  ]
  private static let contracted: [String: (String, Side?)] = [
    "glr": ("lr", .generator), "dlr": ("lr", .discriminator),
    "g_opt": ("optimizer", .generator), "d_opt": ("optimizer", .discriminator),
  ]
  private static let inSection: Set<String> = ["type", "class_name", "name", "eps", "epsilon"]

  private typealias Pair = (generator: SettingKey, discriminator: SettingKey)

  private static let pairs: [String: Pair] = {
    var result: [String: Pair] = [:]
    func add(_ pair: Pair, _ names: String) {
      for name in names.split(separator: " ") { result[String(name)] = pair }
    }
    add(
      (.generatorRate, .discriminatorRate),
      "lr learning_rate initial_lr init_lr initial_learning_rate lr_init adam_lr"
    )
    add(
      (.generatorBeta1, .discriminatorBeta1),
      "beta1 b1 beta_1 adam_b1 adam_beta1 adam_beta_1 betas adam_betas"
    )
    add((.generatorBeta2, .discriminatorBeta2), "beta2 b2 beta_2 adam_b2 adam_beta2 adam_beta_2")
    add(
      (.generatorOptimizer, .discriminatorOptimizer),
      "optimizer optim optim_type optimizer_type opt_type type class_name name"
    )
    add((.generatorEpsilon, .discriminatorEpsilon), "eps epsilon adam_eps adam_epsilon")
    add((.generatorMomentum, .discriminatorMomentum), "momentum")
    add((.generatorWeightDecay, .discriminatorWeightDecay), "weight_decay wd l2_penalty decay_l2")
    add(
      (.generatorClipNorm, .discriminatorClipNorm),
      "grad_clip clip_grad gradient_clip_val max_grad_norm clip_grad_norm grad_norm grad_clip_norm"
    )
    add((.generatorWidth, .discriminatorWidth), "conv_dim nf_width")
    return result
  }()

  private static let single: [String: SettingKey] = {
    var result: [String: SettingKey] = [:]
    func add(_ key: SettingKey, _ names: String) {
      for name in names.split(separator: " ") { result[String(name)] = key }
    }
    add(
      .batchSize,
      "batch_size batch bs mb batchsize minibatch_size minibatch batch_size_train "
        + "train_batch_size batch_gpu_total batch_size_per_gpu per_gpu_batch_size batch_szie"
    )
    add(
      .discriminatorSteps,
      "n_critic ncritic critic_iters critic_iter num_critic d_steps dis_steps d_iters diters "
        + "d_updates_per_step num_d_steps n_dis disc_iters d_iter discriminator_steps d_step "
        + "n_discriminator disc_steps critic_steps num_d_iters d_updates n_d_steps"
    )
    add(
      .generatorSteps,
      "g_steps gen_steps num_g_steps n_gen g_updates_per_step generator_steps g_iters n_g_steps"
    )
    add(
      .gradientPenalty,
      "lambda_gp gp_weight gp_lambda lambda_gradient_penalty gradient_penalty_weight "
        + "gp_coef gradient_penalty w_gp gp_coeff gradient_penalty_lambda lambda_wgp"
    )
    add(.r1, "r1_gamma r1_lambda lambda_r1 r1_weight r1 reg_param r1_penalty_weight w_r1")
    add(.r2, "r2_gamma r2_lambda lambda_r2 r2_weight")
    add(.r1Interval, "d_reg_every r1_interval d_reg_interval r1_every net_d_reg_every")
    add(.dragan, "dragan_lambda lambda_dragan dra_lambda")
    add(.weightClipping, "clip_value clipping_param weight_clip clip_weights wc_bound c_value")
    add(.labelSmoothing, "label_smoothing label_smooth smooth_label smoothing")
    add(.instanceNoise, "instance_noise instance_noise_std")
    add(.leCam, "lecam lecam_lambda lambda_lecam lecam_weight lecam_regularization_weight")
    add(.latentSize, "nz latent_dim z_dim latent_size noise_dim dim_z nz_size latent")
    add(
      .imageSize,
      "image_size img_size imsize resolution crop_size img_resolution image_resolution"
    )
    add(.generatorWidth, "ngf gf_dim g_conv_dim")
    add(.discriminatorWidth, "ndf df_dim d_conv_dim")
    add(
      .steps,
      "total_steps total_iter total_iters n_iter num_iters max_steps max_iter max_iters "
        + "training_steps num_steps train_steps iterations num_train_steps total_step niters "
        + "train_max_steps num_iterations max_training_steps"
    )
    add(
      .epochs,
      "n_epochs epochs num_epochs max_epochs nepoch nepochs total_epoch n_epoch num_epoch"
    )
    add(.kimg, "total_kimg kimg total_kimgs")
    add(
      .precision,
      "fp16 amp use_amp mixed_precision fp16_run half use_fp16 bf16 precision opt_level "
        + "is_half half_precision use_mixed_precision fp16_mode mpc"
    )
    add(
      .discriminatorStart,
      "disc_start discriminator_start discriminator_iter_start gan_start_iter disc_start_step "
        + "discriminator_train_start_steps disc_iter_start gan_start adv_start gan_start_step "
        + "discriminator_start_step start_discriminator adversarial_start discriminator_start_steps "
        + "net_d_init_iters steps_to_start_discriminator disc_step_start gan_loss_start"
    )
    add(
      .dataSource,
      "dataset dataroot dataset_name data_path data_dir train_data data_root dataset_path data "
        + "data_name train_dir training_files"
    )
    add(.discriminatorNormalization, "d_norm norm_d")
    add(.generatorNormalization, "g_norm norm_g")
    add(.averagingDecay, "ema_decay ema_beta ema accum")
    add(
      .resumedFrom,
      "resume_pkl resume resume_from resume_path continue_train resume_state load_checkpoint "
        + "resume_checkpoint ckpt_path resume_from_checkpoint pretrain_network_g checkpoint_path"
    )
    add(.classCondition, "d_cond_mtd cond_type conditional_strategy aux_classifier")
    add(
      .objective,
      "gan_mode gan_type gan_loss adv_loss adv_type adversarial_loss gan_loss_type loss_type "
        + "adv_loss_type gan_objective objective loss_name disc_loss gan_criterion gan adv "
        + "use_lsgan no_lsgan lsgan loss_mode adversarial_loss_mode adversarial_type"
    )
    return result
  }()
}
