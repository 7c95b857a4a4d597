// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// What optimizers remember: momenta, epsilon, weight decay, clipping.
  static let momenta: [SettingRule] = SettingsView.players.flatMap { player in
    [
      SettingRule { strongMomentum(player, $0) }, SettingRule { largeEpsilon(player, $0) },
      SettingRule { weightDecay(player, $0) }, SettingRule { tightClipping(player, $0) },
    ]
  }

  /// First momenta of Adam in GANs.
  static let beta1 = UsualRange(
    lower: 0,
    upper: 0.8,
    typical: 0.5,
    source: "0 (StyleGAN2, BigGAN), 0.5 (DCGAN, pix2pix), 0.8 (HiFi-GAN)"
  )
  /// Adam's and RMSprop's epsilon.
  static let epsilons = UsualRange(
    lower: 0,
    upper: 1e-3,
    typical: 1e-8,
    source: "1e-8 (PyTorch), 1e-7 (Keras), 1e-3 (RMSprop of TensorFlow models)"
  )
  /// Weight decay.
  static let weightDecays = UsualRange(
    lower: 0,
    upper: 0.01,
    typical: 0,
    source: "0 nearly everywhere, 0.01 (AdamW's default: HiFi-GAN, VITS)"
  )

  /// Momentum of 0.9 at a rate at which published GANs have 0.5 or less.
  ///
  /// At small rates 0.9 is common (SRGAN 0.0001, TensorFlow's DCGAN 0.0001) and works.
  private static func strongMomentum(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    guard view.isAdaptive(player), view.optimizer(of: player) != "rmsprop",
      let beta1 = view.number(player.beta1), beta1 > Self.beta1.upper,
      let rate = view.number(player.rate), rate > 5e-4
    else { return nil }
    return SettingIssue(
      weight: .doubtful,
      side: player.side,
      sentence:
        "\(player.name)'s momentum beta1 is \(view.shown(player.beta1)) at a learning rate of "
        + "\(view.shown(player.rate)); usual are \(Self.beta1.text).",
      evidence: Evidence(view.settings.name(of: player.beta1), beta1, .above, Self.beta1.upper),
      source: Self.beta1.source + "; Gidel et al. 2019: momentum makes games turn",
      changes: [view.change(player.beta1, to: view.reference(player.beta1) ?? Self.beta1.typical)],
      distance: SettingsView.decades(rate / 5e-4)
    )
  }

  private static func largeEpsilon(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    let key = player.epsilon
    guard view.isAdaptive(player), let epsilon = view.number(key), epsilon > epsilons.upper else {
      return nil
    }
    return SettingIssue(
      // Gradients of GANs are rarely larger than 1 a weight: from there on steps shrink with it.
      weight: epsilon >= 1 ? .far : .doubtful,
      side: player.side,
      sentence:
        "\(player.name)'s epsilon is \(view.shown(key)): it is larger than gradients are, and "
        + "divides the learning rate by itself; usual are 1e-8 to 0.001.",
      evidence: Evidence(view.settings.name(of: key), epsilon, .above, epsilons.upper),
      source: epsilons.source,
      changes: [view.change(key, to: view.reference(key) ?? epsilons.typical)],
      distance: SettingsView.decades(epsilons.excess(epsilon))
    )
  }

  private static func weightDecay(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    let key = player.weightDecay
    guard let decay = view.number(key), let weight = weightDecays.weight(decay) else { return nil }
    return SettingIssue(
      weight: weight,
      side: player.side,
      sentence: "\(player.name)'s weight decay is \(view.shown(key)), usual are "
        + "\(weightDecays.text): it pulls the weights to 0 faster than they learn.",
      evidence: Evidence(view.settings.name(of: key), decay, .above, weightDecays.upper),
      source: weightDecays.source,
      changes: [view.change(key, to: view.reference(key) ?? weightDecays.typical)],
      distance: SettingsView.decades(weightDecays.excess(decay))
    )
  }

  /// A bound of the gradient that leaves no step.
  ///
  /// With SGD the step is rate times bound, and a weight near 1 loses what is below 6e-8 of it
  /// (float32); with Adam the bound must stay above epsilon.
  private static func tightClipping(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    let key = player.clipNorm
    guard let bound = view.number(key), bound > 0 else { return nil }
    let limit: Double
    if view.isAdaptive(player) {
      let epsilon = view.number(player.epsilon) ?? epsilons.typical
      // The norm is shared by thousands of weights: a hundredth each is generous.
      limit = epsilon * 100
    } else {
      guard let rate = view.number(player.rate), rate > 0 else { return nil }
      limit = 6e-8 * 100 / rate
    }
    guard bound < limit else { return nil }
    return SettingIssue(
      weight: .far,
      side: player.side,
      sentence: "\(player.name)'s gradient is clipped to a norm of \(view.shown(key)): nothing is "
        + "left of a step; usual are 0.5 to 10.",
      evidence: Evidence(view.settings.name(of: key), bound, .below, limit),
      source: "float32 resolves 6e-8 of a weight; clip norms of published GANs: 0.5 to 10",
      changes: [view.change(key, to: 10)],
      distance: SettingsView.decades(limit / bound)
    )
  }
}
