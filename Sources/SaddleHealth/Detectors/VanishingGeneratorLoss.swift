// SPDX-License-Identifier: Apache-2.0

/// The generator's loss is low while the discriminator fails: it no longer sees fakes.
///
/// A generator loss far below its ideal with a discriminator loss far above its own: a discriminator
/// that is frozen, has a learning rate of zero or sees wrong labels. By Jensen's inequality a mean loss of
/// -ln p means that fakes pass with a mean probability of p at least: four in five, as where outputs
/// are logged (`FooledDiscriminator`), is a warning. Where the objective is unknown: the same of what
/// both began with, as untrained networks lose about the ideal, where no loss was ever negative and they
/// began in the proportion of a discriminator that guesses. Undefined where the generator's loss has no
/// level (hinge, Wasserstein) or sinks by winning (saturating).
struct VanishingGeneratorLoss: Detector {
  static let info = DetectorInfo(
    guide: .vanishingGeneratorLoss,
    quantities: [.generatorLoss],
    cadence: .everyObservation
  )

  static let low = Threshold.below(
    0.32,
    clears: 0.51,
    unit: "x ideal",
    source: "theory: fakes that pass four times in five cost 0.32 of ln 2, seven in ten 0.51"
  )
  static let vanished = Threshold.below(
    0.1,
    unit: "x ideal",
    source: "theory: fakes that pass 93 times in 100 cost a tenth of ln 2"
  )
  static let lost = Threshold.above(
    2,
    clears: 1.5,
    unit: "x ideal",
    source: "theory: who always guesses loses 1; twice as much is worse than guessing"
  )
  /// Observations that suffice where the objective is unknown.
  private static let fewest = 12
  /// First losses of a discriminator that guesses, over the generator's.
  ///
  /// 1 to 4 by how halves and squares are summed; twice that for what the first updates do. Who began elsewhere was no beginner.
  private static let proportion = 0.5...8

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
    let isGone = Self.vanished.holds(generator)
    return verdict(run.capped(isGone ? .critical : .warning), confidence: 0.9)
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
    guard !isSigned, firstGenerator.mean > 0,
      Self.proportion.contains(firstDiscriminator.mean / firstGenerator.mean)
    else { return .insufficient(.objective) }
    guard lastGenerator.count >= Self.fewest, let g = lastGenerator.median,
      let d = lastDiscriminator.median
    else { return .insufficient(.tooYoung) }
    generator = g / firstGenerator.mean
    discriminator = d / firstDiscriminator.mean
    return verdict(.warning, confidence: 0.8)
  }

  private func verdict(_ severity: Severity, confidence: Double) -> Verdict {
    if Self.low.holds(generator), Self.lost.holds(discriminator) {
      return .present(severity, confidence: confidence)
    }
    return Self.low.isGone(generator) || Self.lost.isGone(discriminator) ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    let unit = isRelative ? "x its beginning" : "x ideal"
    return Description(
      "The discriminator no longer sees fakes: the generator's loss is \(generator.text) times its "
        + "\(isRelative ? "beginning" : "ideal"), the discriminator's \(discriminator.text) times.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Evidence(
          "generator loss",
          signal: .lossGenerator,
          generator,
          .below,
          Self.low.fires,
          unit: unit
        ),
        Evidence(
          "discriminator loss",
          signal: .lossDiscriminator,
          discriminator,
          .above,
          Self.lost.fires,
          unit: unit
        ),
      ],
      clearedBy: "A generator loss \(Self.low.clearingWords), or a discriminator that learns."
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
      "Generator loss \(VanishingGeneratorLoss.low.words) while the discriminator's is "
      + "\(VanishingGeneratorLoss.lost.words), critical \(VanishingGeneratorLoss.vanished.words); of what "
      + "both began with where the objective is unknown.",
    limits: [
      "generator loss": VanishingGeneratorLoss.low,
      "generator loss, critical": VanishingGeneratorLoss.vanished,
      "discriminator loss": VanishingGeneratorLoss.lost,
    ],
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
