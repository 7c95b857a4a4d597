// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Augments real and fake samples.
  @Sendable static func augment(_ request: RemedyRequest) -> Remedy? {
    let context = request.context
    guard !context.has(.differentiableAugmentation), !context.has(.adaptiveAugmentation),
      !request.isPoints
    else { return nil }
    return Remedy(
      measure: .differentiableAugmentation,
      title: "Augment real and fake images before D (color, translation, cutout)",
      reason: "A discriminator that sees each image in many forms can't know them by heart.",
      evidence: "BigGAN CIFAR-10 FID with 10 % of the data: 39.78 to 22.40; with all of it 9.59 to "
        + "8.70.",
      source: "Zhao et al. 2020, arXiv:2006.10738 (DiffAugment)",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: "augmentation.transforms",
          value: .text("[color, translation, cutout]")
        )
      ],
      pytorch: [
        "scores_real = discriminator(DiffAugment(real, policy='color,translation,cutout'))",
        "scores_fake = discriminator(DiffAugment(fake, policy='color,translation,cutout'))",
      ]
    )
  }

  /// Augments as much as the discriminator overfits.
  @Sendable static func augmentAdaptively(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.adaptiveAugmentation), !request.isPoints else { return nil }
    // Transforms that are there stay; ADA needs some.
    let transforms =
      request.context.has(.differentiableAugmentation)
      ? []
      : [
        ConfigurationChange(
          key: "augmentation.transforms",
          value: .text("[mirror, quarterTurns, translation, scaling, rotation, color]")
        )
      ]
    return Remedy(
      measure: .adaptiveAugmentation,
      title: "Turn on adaptive augmentation (target r_t 0.6)",
      reason: "Its strength follows the discriminator's overfitting.",
      evidence: "CIFAR-10 FID 5.59 to 2.42; trains from a few thousand images. With enough data it "
        + "does not help.",
      source: "Karras et al. 2020, arXiv:2006.06676",
      actionClass: .online,
      changes: transforms + [
        ConfigurationChange(key: "augmentation.adaptive", value: .flag(true)),
        ConfigurationChange(key: "augmentation.target", value: .number(0.6)),
      ],
      pytorch: [
        "p += torch.sign(real_scores.sign().mean() - 0.6) * batch_size * 4 / 500_000",
        "p = p.clamp(0, 1)  # every 4 batches; probability of each augmentation",
      ]
    )
  }

  /// Shows several samples at once.
  @Sendable static func pack(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.packing) else { return nil }
    return Remedy(
      measure: .packing,
      title: "Restart with packing: the discriminator judges 2 samples at once",
      reason: "Two samples of the same kind side by side give a collapsed generator away.",
      evidence: "Ring 6.3 to 7.9 modes of 8, grid 17.3 to 23.8 of 25, Stacked MNIST 78.9 to 1000 "
        + "of 1000.",
      source: "Lin et al. 2018, PacGAN, arXiv:1712.04086",
      actionClass: .restart,
      changes: [ConfigurationChange(key: "discriminator.packing", value: .integer(2))],
      pytorch: [
        "packed = real.view(-1, 2 * channels, height, width)  # D's first layer takes 2 x channels"
      ]
    )
  }

  /// Gives the discriminator batch statistics.
  @Sendable static func addMinibatchDeviation(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.minibatchDeviation), !request.context.has(.packing) else {
      return nil
    }
    return Remedy(
      measure: .minibatchDeviation,
      title: "Restart with a minibatch-deviation channel in the discriminator",
      reason: "It sees how much the samples of a batch differ.",
      evidence: "Part of every StyleGAN; ganhacks reports mixed results.",
      source: "Karras et al. 2018, arXiv:1710.10196",
      actionClass: .restart,
      changes: [
        ConfigurationChange(key: "discriminator.batchStatistics", value: .text("deviation"))
      ],
      pytorch: [
        "deviation = x.std(0, unbiased=False).mean().expand(len(x), 1, *x.shape[2:])",
        "x = torch.cat([x, deviation], 1)",
      ]
    )
  }

  /// Makes the discriminator larger.
  @Sendable static func enlargeDiscriminator(_ request: RemedyRequest) -> Remedy? {
    let width = width(.discriminatorWidth, beside: .generatorWidth, request)
    return Remedy(
      measure: .largerDiscriminator,
      title: "Restart with a discriminator at least as wide as the generator",
      reason: "One that is too small can't tell what is missing.",
      evidence: "Width 4 on a ring of 8 Gaussians: 0-1 modes at equilibrium losses; width 64 with "
        + "R1: 8.",
      source: "Measured on a ring of 8 Gaussians, five seeds",
      actionClass: .restart,
      changes: [width],
      pytorch: ["discriminator = Discriminator(width=\(width.factorText(of: "width")))"]
    )
  }

  /// A network's width: the other network's where that is larger, else twice its own.
  static func width(
    _ key: SettingKey,
    beside other: SettingKey,
    _ request: RemedyRequest
  ) -> ConfigurationChange {
    guard let view = request.view, let current = view.number(key) else {
      return ConfigurationChange(key: key.rawValue, value: .scaled(by: 2))
    }
    return view.change(key, to: max(2 * current, view.number(other) ?? 0))
  }

  /// Leaves the minimax generator loss.
  @Sendable static func leaveSaturatingLoss(_ request: RemedyRequest) -> Remedy? {
    guard request.objective == .saturating else { return nil }
    return Remedy(
      measure: .changeObjective,
      title: "Use the non-saturating generator loss",
      reason: "The minimax loss has no gradient where the generator needs it most: when it loses.",
      evidence: "The generator's gradient falls by up to five decades in 4,000 steps of the "
        + "discriminator.",
      source: "Goodfellow et al. 2014, section 3; Arjovsky and Bottou 2017",
      actionClass: .rollback,
      changes: [ConfigurationChange(key: "objective", value: .text("nonSaturating"))],
      pytorch: ["loss_g = F.softplus(-discriminator(fake)).mean()"]
    )
  }

  /// Scales data to the generator's range.
  @Sendable static func scaleToOutput(_ request: RemedyRequest) -> Remedy? {
    let low = request.context.outputMinimum ?? -1
    let high = request.context.outputMaximum ?? 1
    return Remedy(
      measure: .scaleData,
      title: "Scale the data to \(low.text)...\(high.text)",
      reason: "The generator can't leave the range of its last layer, so D needs only the range.",
      evidence: "Data 100 times too large on a ring of 8 Gaussians: 1-2 modes, gradient norms of "
        + "216.",
      source: "soumith/ganhacks 1; measured",
      actionClass: .restart,
      changes: [],
      pytorch: ["real = real.float() / 127.5 - 1.0  # uint8 pixels to -1...1, as tanh makes them"]
    )
  }
}
