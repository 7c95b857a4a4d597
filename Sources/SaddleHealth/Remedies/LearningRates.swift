// SPDX-License-Identifier: Apache-2.0

// Learning rates and their course.
extension Remedy {
  /// Lowers both learning rates: to the usual ones where they are above, else to a half.
  @Sendable static func halveLearningRates(_ request: RemedyRequest) -> Remedy? {
    // What was never finite was not brought about by steps.
    if request.symptom == .nonFinite, request.isFromTheStart { return nil }
    let changes = SettingsView.players.map { lower($0, request) }
    return Remedy(
      measure: .lowerLearningRates,
      title: rateTitle(changes, both: "Halve both learning rates"),
      reason: "Steps that are too long for the curvature of the game make it turn or fly apart.",
      evidence: "Without it gradient descent diverges on the Dirac-GAN at any step length; "
        + "with R1 it converges below a limit of the step.",
      source: "Mescheder et al. 2018, arXiv:1801.04406",
      actionClass: .online,
      changes: changes,
      pytorch: rateLines(changes)
    )
  }

  /// Lowers the discriminator's learning rate.
  @Sendable static func lowerDiscriminatorRate(_ request: RemedyRequest) -> Remedy? {
    guard request.objective != .wasserstein else { return nil }
    let change = lower(SettingsView.discriminator, request)
    return Remedy(
      measure: .lowerDiscriminatorLearningRate,
      title: rateTitle([change], both: "Halve the discriminator's learning rate"),
      reason: "It learns faster than the generator can follow; a slower one leaves a gradient.",
      evidence: "A learning rate that follows the distance of D's loss from its ideal improved "
        + "FID by up to 27 % and needed a tenth of the tuning on CelebA.",
      source: "Gap-aware learning rate, AISTATS 2023; Heusel et al. 2017 (TTUR)",
      actionClass: .online,
      changes: [change],
      pytorch: rateLines([change])
    )
  }

  /// Raises the discriminator's learning rate to the generator's, where it is lower.
  @Sendable static func raiseDiscriminatorRate(_ request: RemedyRequest) -> Remedy? {
    guard let generator = request.context.generatorLearningRate,
      let current = request.context.discriminatorLearningRate, generator > current
    else { return nil }
    let change = ConfigurationChange(
      key: SettingKey.discriminatorRate.rawValue,
      value: .number(generator),
      current: current
    )
    return Remedy(
      measure: .raiseDiscriminatorLearningRate,
      title: "Raise the discriminator's learning rate to the generator's, \(change.valueText)",
      reason: "It does not follow the generator; a loss above its ideal means worse than guessing.",
      evidence: "A frozen discriminator gives this picture exactly: generator loss 0.000, "
        + "discriminator loss 31.4 (measured on a ring of 8 Gaussians).",
      source: "Heusel et al. 2017, arXiv:1706.08500 (two time scales)",
      actionClass: .online,
      changes: [change],
      pytorch: rateLines([change])
    )
  }

  /// Lets learning rates fall.
  @Sendable static func decayLearningRates(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.learningRateDecay) else { return nil }
    return Remedy(
      measure: .learningRateDecay,
      title: "Let both learning rates fall to zero over the run",
      reason: "At a constant rate the players keep circling at a distance from the equilibrium.",
      evidence: "No effect size published for GANs; pix2pix and CycleGAN decay linearly over the "
        + "second half, SNGAN over the whole run.",
      source: "Isola et al. 2017, arXiv:1611.07004; pfnet-research/sngan_projection",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: "schedules",
          value: .text("[optimizer.*.learningRate linear to 0]")
        )
      ],
      pytorch: [
        "scheduler_g = torch.optim.lr_scheduler.LinearLR(optimizer_g, 1.0, 0.0, steps_left)",
        "scheduler_d = torch.optim.lr_scheduler.LinearLR(optimizer_d, 1.0, 0.0, steps_left)",
      ]
    )
  }

  // MARK: - Values

  /// The change of a rate: to a working one where it is twice that or more, else to its half.
  private static func lower(
    _ player: SettingsView.Player,
    _ request: RemedyRequest
  ) -> ConfigurationChange {
    let current =
      request.view?.number(player.rate)
      ?? (player.side == .generator
        ? request.context.generatorLearningRate : request.context.discriminatorLearningRate)
    guard let current, let view = request.view else {
      return ConfigurationChange(
        key: player.rate.rawValue,
        value: .scaled(by: 0.5),
        current: current
      )
    }
    let working = SettingRule.workingRate(player, view)
    return working <= current / 2
      ? view.change(player.rate, to: working)
      : ConfigurationChange(key: player.rate.rawValue, value: .scaled(by: 0.5), current: current)
  }

  /// The title: `both` where a factor is all that is known, else the values.
  private static func rateTitle(_ changes: [ConfigurationChange], both: String) -> String {
    let known = changes.filter { $0.current != nil }
    guard known.count == changes.count else { return both }
    let names = [
      SettingKey.generatorRate.rawValue: "the generator's",
      SettingKey.discriminatorRate.rawValue: "the discriminator's",
    ]
    let parts = known.map { "\(names[$0.key] ?? $0.key) learning rate to \($0.valueText)" }
    return "Lower " + parts.joined(separator: " and ")
  }

  /// The same as PyTorch: the value where it is known, else the factor.
  private static func rateLines(_ changes: [ConfigurationChange]) -> [String] {
    changes.map { change in
      let letter = change.key == SettingKey.generatorRate.rawValue ? "g" : "d"
      let loop = "for group in optimizer_\(letter).param_groups: group['lr'] "
      if case .scaled(let factor) = change.resolved {
        return loop + "*= \(SettingText.number(factor))"
      }
      return loop + "= \(change.valueText)"
    }
  }
}
