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

  private var generator = 0.0
  private var discriminator = 0.0
  private var firstGenerator = Beginning()
  private var firstDiscriminator = Beginning()
  private var lastGenerator = Tail()
  private var lastDiscriminator = Tail()
  private var isSigned = false
  private var isRelative = false

  mutating func observe(_ run: RunView) -> Verdict {
    guard let g = run.recent(.generatorLoss), let d = run.recent(.discriminatorLoss) else {
      return .insufficient(.missingSignals)
    }
    remember(run)
    if run.objective.name == nil { return judgeUnknown(run) }
    isRelative = false
    guard let ideal = run.objective.idealGeneratorLoss, ideal > 0,
      let idealD = run.objective.idealDiscriminatorLoss
    else { return .insufficient(.objective) }
    guard run.count(.generatorLoss) >= RunView.warmUp else { return .insufficient(.tooYoung) }
    generator = g / ideal
    discriminator = d / idealD
    if generator < 0.1, discriminator > 2 {
      return .present(run.capped(.critical), confidence: 0.9)
    }
    return generator < 0.2 && discriminator > 1.5 ? .fading : .clear
  }

  private mutating func remember(_ run: RunView) {
    let g = run.last(.generatorLoss)
    let d = run.last(.discriminatorLoss)
    if g < 0 || d < 0 { isSigned = true }
    if run.has(.generatorLoss) { lastGenerator.add(g) }
    if run.has(.discriminatorLoss) { lastDiscriminator.add(d) }
    guard run.has(.generatorLoss), run.has(.discriminatorLoss) else { return }
    firstGenerator.add(g)
    firstDiscriminator.add(d)
  }

  private mutating func judgeUnknown(_ run: RunView) -> Verdict {
    isRelative = true
    guard !isSigned, firstGenerator.mean > 0, firstDiscriminator.mean > 0 else {
      return .insufficient(.objective)
    }
    guard lastGenerator.count >= 12, let g = lastGenerator.median,
      let d = lastDiscriminator.median
    else { return .insufficient(.tooYoung) }
    generator = g / firstGenerator.mean
    discriminator = d / firstDiscriminator.mean
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
