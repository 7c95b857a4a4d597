// SPDX-License-Identifier: Apache-2.0

/// Losses or gradients that leave their scale: fires before the first NaN.
///
/// Five ways to be caught (`Rule`):
/// - two observations among eight with a loss above 1,000 x the objective's ideal (one of 10,000 x is
///   enough); a single odd batch is not; where the objective is unknown, but its discriminator loss has
///   never been negative, above 2,000 and 100 x the first;
/// - two among eight above 10,000 x the largest loss before, whatever the objective: a Wasserstein
///   critic has no scale but its own past;
/// - a loss or penalty grows steadily by a factor of five (`ExponentialGrowth`), beyond twice everything
///   before it and beyond what a game at play reaches (`GrowthFloor`): seen within a decade;
/// - a loss or penalty lies beyond everything before it, a decade above its usual level, and a hundred
///   times above its ideal (or, where it has none, above a hundred times its beginning or 1,000: no
///   1-Lipschitz critic tells pictures of -1...1 apart by more than their diameter, 2 sqrt(3 x 256^2),
///   some 900);
/// - the logarithm of the envelope grows along a straight line by three decades or more; of gradients,
///   which healthy runs let grow by one or two, too.
///
/// Steady large values (a converged critic at 10^8) are no divergence.
struct Divergence: Detector {
  static let info = DetectorInfo(
    guide: .divergence,
    quantities: [.generatorLoss, .discriminatorLoss, .penalty],
    signals: [.gradientNormGenerator, .gradientNormDiscriminator],
    glances: [.lossGenerator, .lossDiscriminator],
    cadence: .everyObservation,
    hold: .none,
    release: .forever
  )

  static let limit = Threshold.above(
    1e3,
    unit: "x its scale",
    source: "Zhang et al., AutoTrainer, ICSE 2021: a loss of 1,000"
  )
  /// Multiple of the scale that one observation suffices for.
  static let certain = 1e4
  /// Hits that suffice among so many observations: a single odd batch does not.
  private static let enough = 2
  private static let nearby = 8
  static let leap = Threshold.above(
    1e4,
    unit: "x the largest before",
    source: "distribution: no healthy scored run leaps by more than some hundred times its own past"
  )
  static let steady = Threshold.above(
    ExponentialGrowth.factor,
    unit: "x its level at the beginning of the growth",
    source: "theory: half of the decade within which it is to be found (ExponentialGrowth)"
  )
  static let decade = Threshold.above(
    10,
    unit: "x its usual level",
    source: "distribution: beyond any plateau that a healthy scored run settles at"
  )
  static let envelope = Threshold.above(
    1e3,
    unit: "x its earlier level",
    source: "distribution: gradients of healthy scored runs grow by two decades at most"
  )
  /// Multiple of the ideal, or of its beginning, below which a level beyond its past is no divergence.
  static let scale = 100.0
  /// The same where there is no ideal and losses have both signs.
  static let diameter = 1e3
  /// Magnitude below which losses of both signs have no level.
  private static let least = 1e-3

  /// Levels of the discriminator's loss, the generator's, and the penalty.
  private var levels = [LevelHistory(), LevelHistory(), LevelHistory()]
  private var growths = [ExponentialGrowth(), ExponentialGrowth(), ExponentialGrowth()]
  private static let signals = [Signal.lossDiscriminator, .lossGenerator, .penalty]
  private var recent = 0
  private var lastHit: Int?
  private var firstHitStep = 0
  /// What fired: nothing that follows is judged.
  private var sight: Sight?
  /// Largest magnitudes so far: generator loss, discriminator loss.
  private var largest = [0.0, 0.0]
  /// The first magnitudes: discriminator loss, generator loss, penalty.
  private var first: [Double?] = [nil, nil, nil]
  /// Whether a discriminator loss was ever negative.
  private var isSigned = false

  mutating func observe(_ run: RunView) -> Verdict {
    if sight != nil { return .present(.critical, confidence: 0.95) }
    if run.has(.discriminatorLoss), run.track(.discriminatorLoss).last < 0 { isSigned = true }
    let generator = magnitude(.generatorLoss, .lossGenerator, run)
    let discriminator = magnitude(.discriminatorLoss, .lossDiscriminator, run)
    var grown = growth(0, discriminator, run)
    // Each must be told, whatever the others say.
    let ofGenerator = growth(1, generator, run)
    let ofPenalty = growth(2, penalty(run), run)
    grown = grown ?? ofGenerator ?? ofPenalty
    let hit = excess(generator, discriminator, run)
    // What leaps is no past: the second leap is measured by what was before the first.
    if hit == nil { remember(generator, discriminator) }
    if let grown { return fire(grown) }
    if let hit { return take(hit, run) }
    if run.endsStretch, let exploded = explosion(run) { return fire(exploded) }
    return .clear
  }

  private mutating func fire(_ found: Sight) -> Verdict {
    sight = found
    return .present(.critical, confidence: 0.95)
  }

  /// Two hits among eight observations fire, or a certain one.
  private mutating func take(_ hit: (sight: Sight, isCertain: Bool), _ run: RunView) -> Verdict {
    if lastHit.map({ run.count - $0 > Self.nearby }) ?? true {
      recent = 0
      firstHitStep = run.step
    }
    lastHit = run.count
    recent += 1
    guard recent >= Self.enough || hit.isCertain else { return .fading }
    var found = hit.sight
    found.onset = firstHitStep
    return fire(found)
  }

  private func magnitude(_ quantity: Quantity, _ raw: Signal, _ run: RunView) -> Double? {
    if run.has(quantity), let value = Optional(run.track(quantity).last), value.isFinite {
      return value.magnitude
    }
    return run.value(raw).flatMap { $0.isFinite ? $0.magnitude : nil }
  }

  private func penalty(_ run: RunView) -> Double? {
    run.has(.penalty) ? run.track(.penalty).last.magnitude : nil
  }

  private mutating func remember(_ generator: Double?, _ discriminator: Double?) {
    if let generator { largest[0] = max(largest[0], generator) }
    if let discriminator { largest[1] = max(largest[1], discriminator) }
  }

  /// A loss far beyond its scale or its past, and whether one such observation is enough.
  private func excess(
    _ generator: Double?,
    _ discriminator: Double?,
    _ run: RunView
  ) -> (sight: Sight, isCertain: Bool)? {
    var worst: Sight?
    var certainty = 0.0
    func compare(_ value: Double?, _ signal: Signal, with unit: Double, _ rule: Rule) {
      guard let value, unit > 0, rule.threshold.holds(value / unit) else { return }
      // A leap beyond the run's own past needs to be 100 x larger to be certain at once.
      let multiple = value / unit * (rule == .leap ? 0.01 : 1)
      guard multiple > certainty else { return }
      certainty = multiple
      worst = Sight(rule: rule, signal: signal, value: Number(value), reference: unit, onset: 0)
    }
    let objective = run.objective
    if let ideal = objective.idealDiscriminatorLoss {
      compare(discriminator, .lossDiscriminator, with: ideal, .scale)
    }
    if let ideal = objective.idealGeneratorLoss?.magnitude {
      compare(generator, .lossGenerator, with: ideal, .scale)
    }
    if objective.name == nil, !isSigned, let first = first[0] {
      compare(discriminator, .lossDiscriminator, with: max(2, first / 10), .scale)
    }
    let past = max(largest[0], largest[1])
    compare(generator, .lossGenerator, with: past, .leap)
    compare(discriminator, .lossDiscriminator, with: past, .leap)
    return worst.map { ($0, certainty >= Self.certain) }
  }

  /// Growth of a loss, or of the penalty, beyond everything before it.
  private mutating func growth(_ index: Int, _ magnitude: Double?, _ run: RunView) -> Sight? {
    guard let magnitude, magnitude.isFinite else { return nil }
    if first[index] == nil { first[index] = magnitude }
    let log = Mathematics.ln(max(magnitude, Self.least))
    let steady = growths[index].add(log, step: run.step)
    let isStretch = levels[index].add(log: log, step: run.step)
    let past = isStretch ? levels[index].growth(beyond: Self.decade.fires) : nil
    guard steady != nil || past != nil else { return nil }
    let scale = GrowthFloor(index, run, first: first[index] ?? 1, isSigned: isSigned)
    if let steady, steady.level > scale.floor(after: steady) {
      return Sight(
        rule: .steady,
        signal: Self.signals[index],
        value: Number(steady.level),
        reference: steady.start,
        onset: steady.onset,
        length: steady.values
      )
    }
    guard let past, past.level > scale.far else { return nil }
    return Sight(
      rule: .past,
      signal: Self.signals[index],
      value: Number(past.level),
      reference: past.usual,
      onset: past.onset
    )
  }

  /// Growth of the envelope of a loss or gradient along an exponential.
  private func explosion(_ run: RunView) -> Sight? {
    let candidates: [(Signal, Track)] = [
      (.lossDiscriminator, run.track(.discriminatorLoss)),
      (.lossGenerator, run.track(.generatorLoss)),
      (.gradientNormDiscriminator, run.raw(.gradientNormDiscriminator)),
      (.gradientNormGenerator, run.raw(.gradientNormGenerator)),
    ]
    for (signal, track) in candidates {
      guard let found = Envelope(track.history).explosion(minimum: Self.envelope.fires) else {
        continue
      }
      return Sight(
        rule: .envelope,
        signal: signal,
        value: Number(found.last),
        reference: found.first,
        onset: found.step
      )
    }
    return nil
  }

  func describe(_ run: RunView) -> Description {
    let nothing = Sight(
      rule: .scale,
      signal: .lossDiscriminator,
      value: Number(0),
      reference: 1,
      onset: 0
    )
    return (sight ?? nothing).description
  }
}

extension Symptom {
  /// Losses or gradients that grow without bound.
  public static let divergence = Symptom("divergence")
}

extension SymptomGuide {
  static let divergence = SymptomGuide(
    .divergence,
    title: "divergence",
    absence: "Losses and gradients stay on their scale.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning:
      "Losses or gradients leave their scale. Caught before the first NaN, and without one: Adam "
      + "with a learning rate of 1 never gives a NaN.",
    measurement:
      "Two observations among eight \(Divergence.limit.words) (one suffices at ten times that) or "
      + "\(Divergence.leap.words); a loss that grows steadily, \(Divergence.steady.words), beyond all "
      + "before it; a level \(Divergence.decade.words) and far above its ideal; or an envelope that grows "
      + "along an exponential, \(Divergence.envelope.words).",
    limits: [
      "loss": Divergence.limit,
      "loss, at once": Divergence.leap,
      "steady growth": Divergence.steady,
      "level": Divergence.decade,
      "envelope": Divergence.envelope,
    ],
    caveat: "Large steady values are fine: a converged critic can sit at 10^8.",
    sources: ["Zhang et al., AutoTrainer, ICSE 2021", "salu133445/musegan issue 66"],
    gravity: .fatal,
    causeClass: .dynamics,
    effects: .allBut([.divergence, .dataRange, .scheduleEvent, .convergence]),
    remedies: [
      Remedy.leaveHalfPrecision, Remedy.addR1, Remedy.halveLearningRates, Remedy.clipGradients,
      Remedy.rollBack, Remedy.addSpectralNormalization,
    ]
  )
}
