// SPDX-License-Identifier: Apache-2.0

/// The generator's loss is near zero while the discriminator fails: it no longer sees fakes.
///
/// Generator loss below a tenth of its ideal with a discriminator loss above twice its ideal: a
/// discriminator that is frozen, has a learning rate of zero or sees wrong labels. Where the objective
/// is unknown: the same of what both began with, as untrained networks lose about the ideal, where no
/// loss was ever negative. Undefined where the generator's loss has no level
/// (hinge, Wasserstein) or sinks by winning (saturating).
struct VanishingGeneratorLoss: Detector {
  static let info = DetectorInfo(
    guide: .vanishingGeneratorLoss,
    quantities: [.generatorLoss],
    cadence: .everyObservation
  )

  /// Observations that make up a beginning.
  private static let beginning = 3

  private var generator = 0.0
  private var discriminator = 0.0
  private var first = [0.0, 0.0]
  private var begun = 0
  private var tails = [Tail(), Tail()]
  private var isSigned = false
  private var isRelative = false

  mutating func observe(_ run: RunView) -> Verdict {
    let track = run.track(.generatorLoss)
    guard track.count > 0, run.track(.discriminatorLoss).count > 0 else {
      return .insufficient(.missingSignals)
    }
    remember(run)
    if run.objective.name == nil { return judgeUnknown(run) }
    isRelative = false
    guard let ideal = run.objective.idealGeneratorLoss, ideal > 0,
      let idealD = run.objective.idealDiscriminatorLoss
    else { return .insufficient(.objective) }
    guard track.count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    generator = track.fast / ideal
    discriminator = run.track(.discriminatorLoss).fast / idealD
    if generator < 0.1, discriminator > 2 {
      return .present(run.capped(.critical), confidence: 0.9)
    }
    return generator < 0.2 && discriminator > 1.5 ? .fading : .clear
  }

  private mutating func remember(_ run: RunView) {
    let g = run.track(.generatorLoss).last
    let d = run.track(.discriminatorLoss).last
    if g < 0 || d < 0 { isSigned = true }
    if run.has(.generatorLoss) { tails[0].add(g) }
    if run.has(.discriminatorLoss) { tails[1].add(d) }
    guard begun < Self.beginning, run.has(.generatorLoss), run.has(.discriminatorLoss) else {
      return
    }
    begun += 1
    first[0] += (g - first[0]) / Double(begun)
    first[1] += (d - first[1]) / Double(begun)
  }

  private mutating func judgeUnknown(_ run: RunView) -> Verdict {
    isRelative = true
    guard !isSigned, first[0] > 0, first[1] > 0 else { return .insufficient(.objective) }
    guard tails[0].count >= 12, let g = tails[0].median, let d = tails[1].median else {
      return .insufficient(.tooYoung)
    }
    generator = g / first[0]
    discriminator = d / first[1]
    if generator < 0.1, discriminator > 2 { return .present(.warning, confidence: 0.8) }
    return generator < 0.2 && discriminator > 1.5 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    let unit = isRelative ? "x its beginning" : "x ideal"
    return Description(
      "The discriminator no longer sees fakes: the generator's loss is near zero while the "
        + "discriminator's is \(discriminator.text) times its \(isRelative ? "beginning" : "ideal").",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Evidence(
          "generator loss",
          signal: .lossGenerator,
          generator,
          .below,
          0.1,
          unit: unit
        ),
        Evidence(
          "discriminator loss",
          signal: .lossDiscriminator,
          discriminator,
          .above,
          2,
          unit: unit
        ),
      ],
      clearedBy: "A generator loss above a fifth of its ideal, or a discriminator that learns."
    )
  }
}

extension Symptom {
  /// The generator's loss is near zero because the discriminator no longer sees fakes.
  public static let vanishingGeneratorLoss = Symptom("vanishingGeneratorLoss")
}

extension SymptomGuide {
  static let vanishingGeneratorLoss = SymptomGuide(
    .vanishingGeneratorLoss,
    title: "a vanishing generator loss",
    absence: "The generator's loss is on its scale.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning:
      "The discriminator no longer sees fakes: frozen, learning rate zero, or swapped labels.",
    measurement:
      "Generator loss below 10 % of its ideal while the discriminator's is above twice its "
      + "ideal.",
    caveat: "Not defined for hinge and Wasserstein (no level) and saturating losses.",
    sources: ["soumith/ganhacks 10"],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([
      .vanishingGradients, .modeCollapse, .modeHopping, .stagnation, .metricRegression,
    ]),
    remedies: [Remedy.raiseDiscriminatorRate, Remedy.checkWiring]
  )
}
