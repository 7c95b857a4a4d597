// SPDX-License-Identifier: Apache-2.0

// Networks that nothing moves.
extension Remedy {
  /// Gives a network whose learning rate is nothing the rate that it had, or one that works.
  @Sendable static func restoreRate(_ request: RemedyRequest) -> Remedy? {
    guard request.isIdle, let player = player(request) else { return nil }
    let working = workingRate(player, request)
    let value = SettingText.number(working.rate)
    let letter = player.letter
    var lines = ["for group in optimizer_\(letter).param_groups: group['lr'] = \(value)"]
    if let earlier = request.earlierRate, !SettingRule.idleRate.holds(earlier) {
      lines.append("scheduler_\(letter).step()  # once an epoch, behind the loop over batches")
    }
    return Remedy(
      measure: .restoreSettings,
      title:
        "Set the \(player.side.rawValue)'s learning rate to \(value), \(working.origin)",
      reason:
        "A rate of nothing leaves the weights as they are; where a schedule made it so, it is "
        + "stepped too often or ends too early.",
      evidence: stepped.evidence + ".",
      source: "\(stepped.source); \(SettingRule.adamRates.source)",
      actionClass: .online,
      changes: [
        ConfigurationChange(
          key: player.rate.rawValue,
          value: .number(SettingText.rounded(working.rate))
        )
      ],
      pytorch: lines
    )
  }

  /// Lets updates arrive.
  @Sendable static func letItMove(_ request: RemedyRequest) -> Remedy? {
    let known = player(request)
    let network = (known ?? SettingsView.discriminator).side.rawValue
    let whose = known.map { "the \($0.side.rawValue)'s optimizer holds its weights and takes" }
    return Remedy(
      measure: .checkWiring,
      title: "See that "
        + (whose ?? "both optimizers hold their own network's weights and take")
        + " steps at a rate above 0",
      reason: "A loss that never changes belongs to weights that never change.",
      evidence: stepped.evidence
        + "; Keras keeps what `trainable` was when the model was compiled.",
      source: "\(stepped.source); Keras, Model.trainable",
      actionClass: .restart,
      changes: [],
      pytorch: [
        optimizer(known ?? SettingsView.discriminator, request),
        "before = [p.detach().clone() for p in \(network).parameters()]",
        "# after a step:",
        "assert any((p != q).any() for p, q in zip(\(network).parameters(), before))",
      ]
    )
  }

  // MARK: - Values

  /// How a rate came to nothing where nobody had set it so.
  private static let stepped = (
    evidence: "Schedules that are stepped per batch instead of per epoch brought rates of 7e-111",
    source: "coqui-ai/TTS#1003"
  )

  private static func player(_ request: RemedyRequest) -> SettingsView.Player? {
    SettingsView.players.first { $0.side == request.side }
  }

  /// The optimizer anew over the network's own weights: with the settings that are known, else with
  /// those that it has.
  private static func optimizer(_ player: SettingsView.Player, _ request: RemedyRequest) -> String {
    if let view = request.view, let rate = view.number(player.rate),
      !SettingRule.idleRate.holds(rate)
    {
      return SettingsCode.optimizer(player, [], view)
    }
    let name = "optimizer_\(player.letter)"
    return "\(name) = type(\(name))(\(player.side.rawValue).parameters(), **\(name).defaults)"
  }

  /// What a rate of nothing goes back to, and why: its own past, options, a reference, the other
  /// network's, the usual one.
  private static func workingRate(
    _ player: SettingsView.Player,
    _ request: RemedyRequest
  ) -> (rate: Double, origin: String) {
    func isUsable(_ rate: Double) -> Bool { !SettingRule.idleRate.holds(rate) }
    if let earlier = request.earlierRate, isUsable(earlier) {
      return (earlier, "what it had before")
    }
    let own = request.view?.number(player.rate)
    if let own, isUsable(own) { return (own, "what the options say") }
    let other = "what the \(player.other.side.rawValue) has"
    if let view = request.view {
      let rate = SettingRule.workingRate(player, view)
      if let reference = view.settings.reference, rate == view.reference(player.rate) {
        return (rate, "what \(reference.name) has")
      }
      if rate == view.number(player.other.rate) { return (rate, other) }
    }
    if let rate = request.otherRate, SettingRule.adamRates.weight(rate) == nil {
      return (rate, other)
    }
    return (SettingRule.adamRates.typical, "the usual one with Adam")
  }
}
