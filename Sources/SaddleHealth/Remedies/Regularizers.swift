// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Adds a zero-centered gradient penalty.
  @Sendable static func addR1(_ request: RemedyRequest) -> Remedy? {
    let context = request.context
    guard !context.has(.r1), !context.has(.gradientPenalty), !context.has(.weightClipping),
      !request.isPaired
    else { return nil }
    let side = request.view?.number(.imageSize) ?? 0
    let gamma = request.weight(.r1, points: 0.1, images: side >= 64 ? 10 : 1)
    let text = SettingText.number(gamma)
    return Remedy(
      measure: .r1,
      title: "Add R1 with gamma \(text)"
        + (request.view == nil ? " (10 for images of 64 pixels and more)" : ""),
      reason:
        "A penalty on the discriminator's slope at the data takes the turning out of the game "
        + "and lets the generator spread out.",
      evidence: "Ring of 8 Gaussians without penalty: 1-3 modes; with R1 8 of 8 for 5 of 5 seeds. "
        + "Too much of it (gamma 100) stops learning.",
      source: "Mescheder et al. 2018, arXiv:1801.04406",
      actionClass: .rollback,
      changes: [ConfigurationChange(key: SettingKey.r1.rawValue, value: .number(gamma))],
      pytorch: [
        "real.requires_grad_(True)",
        "gradient, = torch.autograd.grad(discriminator(real).sum(), real, create_graph=True)",
        "loss_d = loss_d + 0.5 * \(text) * gradient.square().flatten(1).sum(1).mean()",
      ]
    )
  }

  /// Changes to WGAN-GP.
  @Sendable static func useWassersteinPenalty(_ request: RemedyRequest) -> Remedy? {
    let context = request.context
    guard !context.has(.gradientPenalty) else { return nil }
    let isWasserstein = request.objective == .wasserstein
    if isWasserstein && !context.has(.weightClipping) && context.has(.r1) { return nil }
    let text = SettingText.number(request.weight(.gradientPenalty, points: 0.1, images: 10))
    return Remedy(
      measure: .gradientPenalty,
      title: isWasserstein
        ? (context.has(.weightClipping)
          ? "Replace weight clipping by a gradient penalty of weight \(text)"
          : "Add a gradient penalty of weight \(text)")
        : "Restart with the Wasserstein objective and a gradient penalty of weight \(text), 5 D steps",
      reason: "A critic under a slope bound keeps a gradient where a classifier saturates.",
      evidence: "CIFAR-10 FID 107.68 with clipping, 53.98 with the penalty (StudioGAN); no "
        + "guarantee of convergence with finitely many critic steps.",
      source: "Gulrajani et al. 2017, arXiv:1704.00028",
      actionClass: .restart,
      changes: wassersteinChanges(request),
      pytorch: [
        "mixed = torch.lerp(real, fake.detach(), torch.rand(len(real), 1, 1, 1)).requires_grad_()",
        "gradient, = torch.autograd.grad(discriminator(mixed).sum(), mixed, create_graph=True)",
        "loss_d = fake_scores.mean() - real_scores.mean() + \(text) * "
          + "(gradient.flatten(1).norm(2, 1) - 1).square().mean()",
      ]
    )
  }

  /// The objective, its penalty and turns, and off with what doesn't go with them.
  private static func wassersteinChanges(_ request: RemedyRequest) -> [ConfigurationChange] {
    let weight = request.weight(.gradientPenalty, points: 0.1, images: 10)
    var changes = [
      ConfigurationChange(key: SettingKey.objective.rawValue, value: .text("wasserstein")),
      ConfigurationChange(key: SettingKey.gradientPenalty.rawValue, value: .number(weight)),
      ConfigurationChange(key: SettingKey.discriminatorSteps.rawValue, value: .integer(5)),
    ]
    if request.context.has(.weightClipping) {
      changes.append(
        ConfigurationChange(key: SettingKey.weightClipping.rawValue, value: .number(0))
      )
    }
    if request.context.has(.labelSmoothing) {
      changes.append(
        ConfigurationChange(key: SettingKey.labelSmoothing.rawValue, value: .number(0))
      )
    }
    if request.view?.number(.dragan) ?? 0 > 0 {
      changes.append(ConfigurationChange(key: SettingKey.dragan.rawValue, value: .number(0)))
    }
    return changes
  }

  /// Adds spectral normalization.
  @Sendable static func addSpectralNormalization(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.spectralNormalization) else { return nil }
    return Remedy(
      measure: .spectralNormalization,
      title: "Restart with spectral normalization in the discriminator",
      reason: "It bounds the slope of each layer and with it all gradients.",
      evidence: "CIFAR-10 FID 22.29 (WGAN-GP) to 16.77 (SNGAN) on the same network; does not stop "
        + "late collapse (BigGAN).",
      source: "Miyato et al. 2018, arXiv:1802.05957; kwotsin/mimicry",
      actionClass: .restart,
      changes: [
        ConfigurationChange(key: "discriminator.spectralNorm", value: .flag(true))
      ],
      pytorch: ["layer = torch.nn.utils.parametrizations.spectral_norm(layer)"]
    )
  }

  /// Lowers the weight of the penalty in force: to a working one, or to a tenth.
  @Sendable static func lowerPenaltyWeight(_ request: RemedyRequest) -> Remedy? {
    let weights = request.context.measures
    let known: [(measure: Measure, key: SettingKey, points: Double, images: Double)] = [
      (.r1, .r1, 0.1, 1), (.r2, .r2, 0.1, 1), (.gradientPenalty, .gradientPenalty, 0.1, 10),
    ]
    var changes = known.compactMap { item -> ConfigurationChange? in
      guard let declared = weights[item.measure] else { return nil }
      let entry = declared ?? request.view?.number(item.key)
      let working = request.weight(item.key, points: item.points, images: item.images)
      if let weight = entry, request.view != nil, working < weight {
        return ConfigurationChange(key: item.key.rawValue, value: .number(working), current: weight)
      }
      return ConfigurationChange(key: item.key.rawValue, value: .scaled(by: 0.1), current: entry)
    }
    if changes.isEmpty {
      guard request.symptom == .penaltyOutOfScale else { return nil }
      changes = known.compactMap { item in
        guard let weight = request.context.settings?.number(item.key), weight > 0 else {
          return nil
        }
        return ConfigurationChange(
          key: item.key.rawValue,
          value: .scaled(by: 0.1),
          current: weight
        )
      }
    }
    if changes.isEmpty {
      // Of a run of Saddle's own all is known: there is no penalty to lower.
      guard request.context.settings?.isSaddle != true else { return nil }
      changes = [ConfigurationChange(key: SettingKey.r1.rawValue, value: .scaled(by: 0.1))]
    }
    let values = changes.filter { $0.current != nil }.map(\.valueText)
    return Remedy(
      measure: .lowerPenalty,
      title: values.count == changes.count
        ? "Lower the weight of the penalty to \(values.joined(separator: " and "))"
        : "Divide the weight of the penalty by ten",
      reason: "It leaves the discriminator no freedom to tell real and fake apart.",
      evidence: "Ring of 8 Gaussians: R1 gamma 100 leaves 0-5 modes at losses of the equilibrium; "
        + "gamma 1 covers 8 of 8.",
      source: "Measured; Mescheder et al. 2018, arXiv:1801.04406",
      actionClass: .rollback,
      changes: changes,
      pytorch: values.count == changes.count
        ? values.map { "gamma = \($0)" } : ["gamma *= 0.1"]
    )
  }

  /// Adds noise to what the discriminator sees.
  @Sendable static func addInstanceNoise(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.instanceNoise), request.objective != .wasserstein else {
      return nil
    }
    return Remedy(
      measure: .instanceNoise,
      title: "Add noise (deviation 0.1, fading out) to real and fake samples before D",
      reason: "Distributions that overlap can't be told apart perfectly, so a gradient remains.",
      evidence: "Converges on the Dirac-GAN where plain gradient descent diverges.",
      source: "Arjovsky and Bottou 2017, arXiv:1701.04862; Mescheder et al. 2018",
      actionClass: .online,
      changes: [
        ConfigurationChange(key: "regularizers.instanceNoise.sigma", value: .number(0.1))
      ],
      pytorch: [
        "real = real + sigma * torch.randn_like(real)  # sigma from 0.1 to 0",
        "fake = fake + sigma * torch.randn_like(fake)",
      ]
    )
  }

  /// Smooths the target of real samples.
  @Sendable static func smoothLabels(_ request: RemedyRequest) -> Remedy? {
    let isLogistic = request.objective.map { $0 == .nonSaturating || $0 == .saturating } ?? true
    guard isLogistic, !request.context.has(.labelSmoothing) else { return nil }
    return Remedy(
      measure: .labelSmoothing,
      title: "Set the target of real samples to 0.9",
      reason: "A discriminator that may not be certain keeps its outputs off the ends.",
      evidence: "No effect size published.",
      source: "Salimans et al. 2016, arXiv:1606.03498; soumith/ganhacks 6",
      actionClass: .online,
      changes: [
        ConfigurationChange(key: "regularizers.labelSmoothing", value: .number(0.1))
      ],
      pytorch: [
        "loss_real = F.binary_cross_entropy_with_logits(scores, torch.full_like(scores, 0.9))"
      ]
    )
  }

  /// Anchors scores to their past.
  @Sendable static func addLeCam(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.lecam), request.objective != .wasserstein else { return nil }
    return Remedy(
      measure: .lecam,
      title: "Add the LeCam regularizer (weight 0.01 to 0.3)",
      reason: "Scores that stay near their average of the other class overfit more slowly.",
      evidence: "Improves limited-data training, on top of augmentation too.",
      source: "Tseng et al. 2021, arXiv:2104.03310",
      actionClass: .rollback,
      changes: [ConfigurationChange(key: "regularizers.leCam.weight", value: .number(0.1))],
      pytorch: [
        "lecam = (real_scores - ema_fake).square().mean() "
          + "+ (fake_scores - ema_real).square().mean()",
        "loss_d = loss_d + 0.1 * lecam",
      ]
    )
  }
}
