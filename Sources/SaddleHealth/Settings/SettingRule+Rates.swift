// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// Learning rates: 0, far from the reference or from what the optimizer usually has.
  static let learningRates: [SettingRule] =
    SettingsView.players.flatMap { player in
      [
        SettingRule { zeroRate(player, $0) },
        SettingRule { rateOutOfRange(player, $0) },
      ]
    } + [SettingRule(ratesApart)]

  /// Rates of GANs with Adam, from the reference implementations.
  static let adamRates = UsualRange(
    lower: 1e-5,
    upper: 2.5e-3,
    typical: 2e-4,
    source: "TTUR 0.00001 (Heusel et al. 2017), DCGAN 0.0002, StyleGAN2-ADA 0.0025"
  )
  /// Rates of GANs with RMSprop.
  static let rmspropRates = UsualRange(
    lower: 1e-5,
    upper: 1e-3,
    typical: 1e-4,
    source: "WGAN 0.00005 (Arjovsky et al. 2017), GAN_stability 0.0001 (Mescheder et al. 2018)"
  )
  /// Rates of GANs with SGD, divided by 1 - momentum: the length of a step in a constant gradient.
  static let sgdRates = UsualRange(
    lower: 1e-4,
    upper: 0.35,
    typical: 0.01,
    source: "0.1 with momentum 0.5 to 0.7 (Goodfellow et al. 2014, its code)"
  )

  /// Rates where the optimizer isn't known: what one of them has.
  static let rates = UsualRange(
    lower: 1e-5,
    upper: 0.35,
    typical: 2e-4,
    source: adamRates.source + "; with SGD " + sgdRates.source
  )

  /// The rate at which a network isn't trained at all.
  static let idleRate = Threshold.below(
    1e-12,
    source: "theory: 2^-24 of a weight of 2e-5, below which single precision rounds a step away"
  )

  static func usualRates(_ player: SettingsView.Player, _ view: SettingsView) -> UsualRange {
    guard view.settings.text(player.optimizer) != nil || view.settings.isSaddle else {
      return rates
    }
    return switch view.optimizer(of: player) {
    case "sgd": sgdRates
    case "rmsprop": rmspropRates
    default: adamRates
    }
  }

  /// The rate that works beside the other side's, where that one is usual: as much of it as in the
  /// reference, or the same; else `knownRate`.
  static func workingRate(_ player: SettingsView.Player, _ view: SettingsView) -> Double {
    let other = player.other
    let usual = usualRates(player, view)
    guard let rate = view.number(other.rate), rate > 0,
      view.optimizer(of: other) == view.optimizer(of: player), usual.weight(rate) == nil,
      distanceOfRate(other, view)?.weight ?? .doubtful == .doubtful
    else { return knownRate(player, view) }
    guard let own = known(player, view)?.rate, let others = known(other, view)?.rate else {
      return rate
    }
    let balanced = rate * (own / others)
    return usual.weight(balanced) == nil ? balanced : own
  }

  /// The rate that works whatever the other side has: the reference's where optimizer and reference
  /// agree, else the typical one.
  static func knownRate(_ player: SettingsView.Player, _ view: SettingsView) -> Double {
    let kind = view.settings.text(player.optimizer)
    let sameKind = kind == nil || view.settings.reference?.text(player.optimizer) == kind
    if sameKind, let rate = view.reference(player.rate), rate > 0 { return rate }
    let usual = usualRates(player, view)
    // Points are learned by small networks, at the rates of the references on them.
    return view.isPoints && view.isAdaptive(player) ? 1e-3 : usual.typical
  }

  private static func zeroRate(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    guard let rate = view.number(player.rate), idleRate.holds(rate),
      // A schedule may start at nothing.
      idleRate.holds(view.number(player.rateHalfway) ?? 0)
    else { return nil }
    let usual = usualRates(player, view)
    return SettingIssue(
      weight: .certain,
      side: player.side,
      sentence: "\(player.name)'s learning rate is \(view.shown(player.rate)): it can't learn.",
      evidence: Evidence(view.settings.name(of: player.rate), rate, .below, usual.lower),
      source: usual.source,
      changes: [view.change(player.rate, to: workingRate(player, view))],
      distance: .infinity
    )
  }

  private static func rateOutOfRange(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> SettingIssue? {
    guard let rate = view.number(player.rate), let found = distanceOfRate(player, view) else {
      return nil
    }
    return SettingIssue(
      weight: found.weight,
      side: player.side,
      sentence: "\(player.name)'s learning rate is \(view.shown(player.rate)), \(found.words).",
      evidence: Evidence(
        view.settings.name(of: player.rate),
        rate,
        rate > found.limit ? .above : .below,
        found.limit
      ),
      source: usualRates(player, view).source,
      changes: rateChanges(player, view, isFar: found.weight > .doubtful),
      distance: found.decades,
      isPublished: found.isPublished
    )
  }

  /// The momentum that lengthens a step; an adaptive optimizer's steps are as long as its rate.
  private static func momentum(of player: SettingsView.Player, _ view: SettingsView) -> Double {
    view.isAdaptive(player) ? 0 : view.number(player.momentum) ?? 0
  }

  /// The length of a step at a rate in a constant gradient, over that gradient's.
  static func stepLength(
    _ rate: Double,
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> Double {
    let momentum = momentum(of: player, view)
    return momentum < 1 ? rate / (1 - momentum) : .infinity
  }

  /// How far out a rate is.
  private struct RateDistance {
    var weight: SettingIssue.Weight
    /// What it is beside what it is compared with.
    var words: String
    /// The end of the range, or the reference's rate.
    var limit: Double
    var decades: Double
    /// Whether such rates are published, and only the reference has another.
    var isPublished: Bool
  }

  private static func distanceOfRate(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> RateDistance? {
    guard let rate = view.number(player.rate), idleRate.isGone(rate) else { return nil }
    let usual = usualRates(player, view)
    let momentum = momentum(of: player, view)
    let length = stepLength(rate, player, view)
    let published = usual.weight(length)
    let words = momentum > 0 ? "with momentum \(SettingText.number(momentum)); " : ""
    var found = RateDistance(
      weight: published ?? .doubtful,
      words: words + "usual are \(usual.text)",
      limit: length > usual.upper ? usual.upper : usual.lower,
      decades: SettingsView.decades(usual.excess(length)),
      isPublished: false
    )
    guard let known = known(player, view), let factor = factor(rate, known.rate),
      factor >= 4 || factor <= 0.25
    else { return published == nil ? nil : found }
    let isFar = factor >= UsualRange.far || factor <= 1 / UsualRange.far
    found.weight = max(found.weight, isFar ? .far : .doubtful)
    found.words =
      "\(SettingText.times(factor)) that of \(known.name), \(SettingText.number(known.rate))"
    found.limit = known.rate
    found.decades = max(found.decades, SettingsView.decades(factor))
    found.isPublished = published == nil && !isFar
    return found
  }

  /// The rate of the reference, where it has the same optimizer.
  private static func known(
    _ player: SettingsView.Player,
    _ view: SettingsView
  ) -> (name: String, rate: Double)? {
    guard let reference = view.settings.reference, let rate = reference.number(player.rate),
      rate > 0, reference.text(player.optimizer)?.lowercased() == view.optimizer(of: player)
    else { return nil }
    return (reference.name, rate)
  }

  /// How often `other` goes into `value`; nil where it doesn't.
  private static func factor(_ value: Double, _ other: Double) -> Double? {
    let factor = value / other
    return factor.isFinite && factor > 0 ? factor : nil
  }

  /// Back to a rate that works; where the optimizer is another than the reference's, to that, too.
  ///
  /// - Parameter isFar: Whether it is so far out that the other side's may be gone by.
  private static func rateChanges(
    _ player: SettingsView.Player,
    _ view: SettingsView,
    isFar: Bool
  ) -> [ConfigurationChange] {
    if let reference = view.settings.reference, let kind = reference.text(player.optimizer),
      kind.lowercased() != view.optimizer(of: player), let rate = reference.number(player.rate)
    {
      return [
        ConfigurationChange(key: player.optimizer.rawValue, value: .text(kind)),
        view.change(player.rate, to: rate),
      ]
    }
    let working = isFar ? workingRate(player, view) : knownRate(player, view)
    var changes = [view.change(player.rate, to: working)]
    if !view.isAdaptive(player), view.number(player.momentum) ?? 0 > 0 {
      changes.append(view.change(player.momentum, to: 0))
    }
    return changes
  }

  /// Rates times steps of the two sides, whose ratio published recipes keep between 1 : 50
  /// (TTUR on CelebA: D 0.00001, G 0.0005) and 20 : 1 (SAGAN's rates with WGAN's 5 steps).
  static let balance = UsualRange(
    lower: 1.0 / 50,
    upper: 20,
    typical: 1,
    source: "D : G from 1 : 50 (Heusel et al. 2017, CelebA) to 20 : 1 (rates of SAGAN, 5 D steps)"
  )

  private static func ratesApart(_ view: SettingsView) -> SettingIssue? {
    guard let generator = view.number(.generatorRate), idleRate.isGone(generator),
      let discriminator = view.number(.discriminatorRate), idleRate.isGone(discriminator),
      view.isAdaptive(SettingsView.generator) == view.isAdaptive(SettingsView.discriminator)
    else { return nil }
    let steps = (view.number(.discriminatorSteps) ?? 1) / max(1, view.number(.generatorSteps) ?? 1)
    let ratio = discriminator / generator * steps
    // Twice the published extreme is far: the ratio of two rates that are each usual.
    guard let weight = balance.weight(ratio) else { return nil }
    let excess = balance.excess(ratio)
    let isFar = weight == .far || excess >= 2 || excess <= 0.5
    let strong = ratio > 1 ? "discriminator" : "generator"
    return SettingIssue(
      weight: isFar ? .far : .doubtful,
      side: .both,
      sentence: "The learning rates are far apart: the \(strong) moves "
        + "\(SettingText.times(max(ratio, 1 / ratio))) as far a step (\(view.shown(.generatorRate)), "
        + "\(view.shown(.discriminatorRate)), \(SettingText.number(steps)) D steps for one of G).",
      evidence: Evidence(
        "D's rate x steps over G's",
        ratio,
        ratio > 1 ? .above : .below,
        ratio > 1 ? balance.upper : balance.lower,
        unit: "x"
      ),
      source: balance.source,
      changes: SettingsView.players.compactMap { player in
        let working = knownRate(player, view)
        return view.number(player.rate) == working ? nil : view.change(player.rate, to: working)
      } + turnChanges(view),
      distance: SettingsView.decades(excess)
    )
  }
}

extension SettingsView {
  /// Powers of ten between a factor and 1.
  static func decades(_ factor: Double) -> Double {
    factor > 0 && factor.isFinite ? (Mathematics.ln(factor) / 2.302585092994046).magnitude : 99
  }
}
