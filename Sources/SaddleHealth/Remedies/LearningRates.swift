// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Halves both learning rates.
  @Sendable static func halveLearningRates(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .lowerLearningRates,
      title: "Halve both learning rates",
      reason: "Steps that are too long for the curvature of the game make it turn or fly apart.",
      evidence: "Without it gradient descent diverges on the Dirac-GAN at any step length; "
        + "with R1 it converges below a limit of the step.",
      source: "Mescheder et al. 2018, arXiv:1801.04406",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: "optimizer.generator.learningRate",
          value: .scaled(by: 0.5),
          current: request.context.generatorLearningRate
        ),
        ConfigurationChange(
          key: "optimizer.discriminator.learningRate",
          value: .scaled(by: 0.5),
          current: request.context.discriminatorLearningRate
        ),
      ],
      pytorch: [
        "for optimizer in (optimizer_g, optimizer_d):",
        "    for group in optimizer.param_groups: group['lr'] *= 0.5",
      ]
    )
  }

  /// Lowers the discriminator's learning rate.
  @Sendable static func lowerDiscriminatorRate(_ request: RemedyRequest) -> Remedy? {
    guard request.objective != .wasserstein else { return nil }
    return Remedy(
      measure: .lowerDiscriminatorLearningRate,
      title: "Halve the discriminator's learning rate",
      reason: "It learns faster than the generator can follow; a slower one leaves a gradient.",
      evidence: "A learning rate that follows the distance of D's loss from its ideal improved "
        + "FID by up to 27 % and needed a tenth of the tuning on CelebA.",
      source: "Gap-aware learning rate, AISTATS 2023; Heusel et al. 2017 (TTUR)",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: "optimizer.discriminator.learningRate",
          value: .scaled(by: 0.5),
          current: request.context.discriminatorLearningRate
        )
      ],
      pytorch: ["for group in optimizer_d.param_groups: group['lr'] *= 0.5"]
    )
  }

  /// Raises the discriminator's learning rate.
  @Sendable static func raiseDiscriminatorRate(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .raiseDiscriminatorLearningRate,
      title: "Raise the discriminator's learning rate to the generator's",
      reason: "It does not follow the generator; a loss above its ideal means worse than guessing.",
      evidence: "A frozen discriminator gives this picture exactly: generator loss 0.000, "
        + "discriminator loss 31.4 (measured on a ring of 8 Gaussians).",
      source: "Heusel et al. 2017, arXiv:1706.08500 (two time scales)",
      actionClass: .online,
      changes: [
        request.context.generatorLearningRate.map {
          ConfigurationChange(
            key: "optimizer.discriminator.learningRate",
            value: .number($0),
            current: request.context.discriminatorLearningRate
          )
        }
          ?? ConfigurationChange(
            key: "optimizer.discriminator.learningRate",
            value: .scaled(by: 2),
            current: request.context.discriminatorLearningRate
          )
      ],
      pytorch: [
        "for group in optimizer_d.param_groups:",
        "    group['lr'] = optimizer_g.param_groups[0]['lr']",
      ]
    )
  }

  /// Lets learning rates fall.
  @Sendable static func decayLearningRates(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.learningRateDecay) else { return nil }
    return Remedy(
      measure: .learningRateDecay,
      title: "Let both learning rates fall to zero over the rest of the run",
      reason: "At a constant rate the players keep circling at a distance from the equilibrium.",
      evidence: "No effect size published for GANs; pix2pix and CycleGAN decay linearly over the "
        + "second half.",
      source: "Isola et al. 2017, arXiv:1611.07004",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: "optimizer.generator.learningRate",
          value: .scaled(by: 0.5),
          current: request.context.generatorLearningRate
        ),
        ConfigurationChange(
          key: "optimizer.discriminator.learningRate",
          value: .scaled(by: 0.5),
          current: request.context.discriminatorLearningRate
        ),
      ],
      pytorch: [
        "scheduler_g = torch.optim.lr_scheduler.LinearLR(optimizer_g, 1.0, 0.0, steps_left)",
        "scheduler_d = torch.optim.lr_scheduler.LinearLR(optimizer_d, 1.0, 0.0, steps_left)",
      ]
    )
  }

  /// Takes momentum out of Adam.
  @Sendable static func lowerMomentum(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.lowerMomentum) else { return nil }
    return Remedy(
      measure: .lowerMomentum,
      title: "Set Adam's first momentum to 0 (or 0.5)",
      reason: "Momentum carries the players past each other and makes them turn.",
      evidence: "StyleGAN2-ADA trains with 0; negative momentum makes bilinear games converge.",
      source: "Gidel et al. 2019, arXiv:1807.04740",
      actionClass: .online,
      changes: [
        ConfigurationChange(key: "optimizer.generator.beta1", value: .number(0)),
        ConfigurationChange(key: "optimizer.discriminator.beta1", value: .number(0)),
      ],
      pytorch: [
        "for optimizer in (optimizer_g, optimizer_d):",
        "    for group in optimizer.param_groups: group['betas'] = (0.0, group['betas'][1])",
      ]
    )
  }

  /// Bounds the gradient.
  @Sendable static func clipGradients(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.gradientClipping) else { return nil }
    return Remedy(
      measure: .gradientClipping,
      title: "Clip the norm of both gradients at 10 times their median",
      reason: "One broken batch then moves the weights no further than ten ordinary ones.",
      evidence: "Adaptive clipping removed all loss spikes and trained 35 % faster (language "
        + "models; no figure for GANs).",
      source: "Kumar et al. 2025, ZClip, arXiv:2504.02507",
      actionClass: .online,
      changes: [
        ConfigurationChange(key: "optimizer.generator.gradientClip.norm", value: .number(10)),
        ConfigurationChange(key: "optimizer.discriminator.gradientClip.norm", value: .number(10)),
      ],
      pytorch: [
        "torch.nn.utils.clip_grad_norm_(generator.parameters(), max_norm=10.0)",
        "torch.nn.utils.clip_grad_norm_(discriminator.parameters(), max_norm=10.0)",
      ]
    )
  }

  /// Wraps the optimiser.
  @Sendable static func useLookahead(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.lookahead) else { return nil }
    return Remedy(
      measure: .lookahead,
      title: "Wrap both optimisers in Lookahead (k = 5, alpha = 0.5)",
      reason: "Averaging over a few steps cancels the turning part of a game's gradient.",
      evidence: "Bilinear game: radius after 200 steps 71.4 plain, 0.066 with lookahead; CIFAR-10 "
        + "FID 12.19 with a network 30 times smaller than BigGAN's.",
      source: "Chavdarova et al. 2021, arXiv:2006.14567",
      actionClass: .rollback,
      changes: [ConfigurationChange(key: "training.lookahead.every", value: .integer(5))],
      pytorch: [
        "# every 5 steps, for both networks:",
        "for slow, fast in zip(slow_weights, network.parameters()):",
        "    slow.lerp_(fast.data, 0.5); fast.data.copy_(slow)",
      ]
    )
  }

  /// More samples a step.
  @Sendable static func enlargeBatch(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .largerBatch,
      title: "Quadruple the batch",
      reason: "Noise falls with the root of the batch.",
      evidence: "Batch 4 to 128 halved the variation of the discriminator's loss on a ring of 8 "
        + "Gaussians; BigGAN gained from an 8 times larger batch.",
      source: "Brock et al. 2019, arXiv:1809.11096",
      actionClass: .rollback,
      changes: [
        request.context.batchSize.map {
          ConfigurationChange(key: "training.batchSize", value: .integer($0 * 4))
        } ?? ConfigurationChange(key: "training.batchSize", value: .scaled(by: 4))
      ],
      pytorch: [
        "loader = DataLoader(dataset, batch_size=4 * batch_size, shuffle=True, drop_last=True)"
      ]
    )
  }
}
