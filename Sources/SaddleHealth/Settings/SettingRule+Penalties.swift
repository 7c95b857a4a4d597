// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  /// A weight with its published range.
  private struct Weighted: Sendable {
    let key: SettingKey
    let words: String
    let usual: UsualRange
    let follows: String
  }

  /// Weights of penalties, noise, smoothing.
  static let penalties: [SettingRule] =
    weights.map { weighted in SettingRule { outOfRange(weighted, $0) } } + [
      SettingRule(lastingNoise)
    ]

  private static let weights: [Weighted] = [
    Weighted(
      key: .r1,
      words: "R1's gamma",
      usual: UsualRange(
        lower: 0.01,
        upper: 150,
        typical: 1,
        source: "0.01 (StyleGAN2-ADA, CIFAR-10) to 150 (R3GAN, FFHQ 256)"
      ),
      follows: "D may not tell real and fake apart"
    ),
    Weighted(
      key: .r2,
      words: "R2's gamma",
      usual: UsualRange(
        lower: 0.01,
        upper: 150,
        typical: 1,
        source: "0.05 (R3GAN, CIFAR-10) to 150 (R3GAN, FFHQ 256)"
      ),
      follows: "D may not tell real and fake apart"
    ),
    Weighted(
      key: .gradientPenalty,
      words: "The gradient penalty's weight",
      usual: UsualRange(
        lower: 0.1,
        upper: 10,
        typical: 10,
        source: "10 for images, 0.1 for points (WGAN-GP and its code)"
      ),
      follows: "the critic's slope is not 1"
    ),
    Weighted(
      key: .dragan,
      words: "DRAGAN's weight",
      usual: UsualRange(lower: 0.1, upper: 10, typical: 10, source: "10 (Kodali et al. 2017)"),
      follows: "the slope of D is not 1"
    ),
    Weighted(
      key: .weightClipping,
      words: "The bound of weight clipping",
      usual: UsualRange(
        lower: 0.005,
        upper: 0.1,
        typical: 0.01,
        source: "0.01 (Arjovsky et al. 2017); 0.1 to 0.005 compared in Gulrajani et al. 2017"
      ),
      follows: "the critic's slope is not bounded to any use"
    ),
    Weighted(
      key: .labelSmoothing,
      words: "Label smoothing",
      usual: UsualRange(
        lower: 0,
        upper: 0.3,
        typical: 0.1,
        source: "0.1 (Salimans et al. 2016), up to 0.3 (soumith/ganhacks)"
      ),
      follows: "D is taught that real samples are fake"
    ),
    Weighted(
      key: .instanceNoise,
      words: "The noise on D's input",
      usual: UsualRange(
        lower: 0,
        upper: 0.5,
        typical: 0.1,
        source: "0.1, fading out (Sonderby et al. 2017; Arjovsky and Bottou 2017)"
      ),
      follows: "data of -1 to 1 drown in it"
    ),
    Weighted(
      key: .leCam,
      words: "LeCam's weight",
      usual: UsualRange(
        lower: 1e-7,
        upper: 0.3,
        typical: 0.1,
        source: "1e-6 (StyleGAN2) to 0.3 (BigGAN), Tseng et al. 2021"
      ),
      follows: "scores are held to their past"
    ),
  ]

  private static func outOfRange(_ weighted: Weighted, _ view: SettingsView) -> SettingIssue? {
    // 0 is off.
    guard let value = view.number(weighted.key), value > 0 else { return nil }
    let usual = weighted.usual
    var weight = usual.weight(value)
    var compared = "usual are \(usual.text)"
    var distance = SettingsView.decades(usual.excess(value))
    // Label smoothing is a share: what is beyond one half turns the label round.
    if weighted.key == .labelSmoothing, value >= 0.5 { weight = .far }
    if let known = view.reference(weighted.key), known > 0 {
      let factor = value / known
      if factor >= UsualRange.far || factor <= 1 / UsualRange.far {
        let isFar = factor >= 100 || factor <= 0.01
        weight = max(weight ?? .doubtful, isFar ? .far : .doubtful)
        compared =
          "\(SettingText.times(factor)) that of \(view.settings.reference?.name ?? ""), "
          + SettingText.number(known)
        distance = max(distance, SettingsView.decades(factor))
      }
    }
    guard let weight else { return nil }
    let isLarge = value > usual.typical
    return SettingIssue(
      weight: weight,
      side: .discriminator,
      sentence: "\(weighted.words) is \(view.shown(weighted.key)), \(compared)"
        + (isLarge || weighted.key == .gradientPenalty || weighted.key == .weightClipping
          ? ": \(weighted.follows)." : "."),
      evidence: Evidence(
        view.settings.name(of: weighted.key),
        value,
        isLarge ? .above : .below,
        isLarge ? usual.upper : usual.lower
      ),
      source: usual.source,
      changes: changes(weighted, view),
      distance: distance
    )
  }

  /// Noise on D's input that is as loud as the data, and stays: what D sees is noise by half.
  private static func lastingNoise(_ view: SettingsView) -> SettingIssue? {
    let key = SettingKey.instanceNoiseHalfway
    // Values of -1 to 1 deviate by 1 at most.
    let data = view.number(.dataDeviation) ?? 1
    guard let noise = view.number(key), noise >= data, data > 0 else { return nil }
    return SettingIssue(
      weight: .far,
      side: .discriminator,
      sentence: "The noise on D's input is \(view.shown(.instanceNoise)), in the middle of the run "
        + "still \(SettingText.number(noise)), and the data deviate by "
        + "\(SettingText.number(data)): D sees noise by half and more.",
      evidence: Evidence("noise in the middle of the run", noise, .above, data),
      source: "Sonderby et al. 2017, Arjovsky and Bottou 2017: it has to fade out",
      changes: [view.change(.instanceNoise, to: view.reference(.instanceNoise) ?? 0)],
      distance: SettingsView.decades(noise / data)
    )
  }

  /// Back to what works.
  ///
  /// Clipping is not: at its published bounds a critic uses little of its capacity (Gulrajani et al.
  /// 2017, section 3), so the gradient penalty takes its place.
  private static func changes(_ weighted: Weighted, _ view: SettingsView) -> [ConfigurationChange] {
    guard weighted.key == .weightClipping, view.settings.isSaddle, view.objective == .wasserstein,
      view.reference(.weightClipping) ?? 0 == 0
    else { return [view.change(weighted.key, to: working(weighted, view))] }
    return [view.change(.weightClipping, to: 0)] + gradientPenalty(view)
  }

  private static func working(_ weighted: Weighted, _ view: SettingsView) -> Double {
    if let known = view.reference(weighted.key), known > 0 { return known }
    // The penalties' weights follow the square of the data's size: small for points.
    let ofPoints: [SettingKey: Double] = [.r1: 0.1, .r2: 0.1, .gradientPenalty: 0.1, .dragan: 1]
    return (view.isPoints ? ofPoints[weighted.key] : nil) ?? weighted.usual.typical
  }
}
