// SPDX-License-Identifier: Apache-2.0

/// Losses, scores or gradients that leave their scale: fires before the first NaN.
///
/// Three ways to be caught:
/// - two observations among eight with a loss above 1,000 x the objective's ideal (one of
///   10,000 x is enough); a single odd batch is not; where the objective is unknown, but its
///   discriminator loss has never been negative, above 2,000 and 100 x the first;
/// - two among eight above 10,000 x the largest loss before, whatever the objective: a
///   Wasserstein critic has no scale but its own past;
/// - the logarithm of the envelope grows along a straight line by three decades or more;
/// - a loss or penalty lies beyond everything before it, a decade above its usual level, and a hundred
///   times above its ideal (or, where it has none, above a hundred times its beginning or 1,000: no
///   1-Lipschitz critic tells pictures of -1...1 apart by more than their diameter, 2 sqrt(3 x 256^2),
///   some 900).
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

  /// Multiple of the ideal loss that no healthy batch reaches.
  static let limit = 1e3
  /// Multiple that one observation suffices for.
  static let certain = 1e4
  /// Multiple of the largest value before, for objectives without a scale.
  static let leap = 1e4
  /// Growth of the envelope, as a factor, that counts as explosive.
  static let growth = 1e3

  /// Growth above the usual level, and the multiple of the ideal, that count where everything before
  /// lies below.
  static let decade = 10.0
  static let scale = 100.0
  /// The same where there is no ideal and losses have both signs.
  static let diameter = 1e3
  /// Magnitude below which losses of both signs have no level.
  private static let least = 1e-3

  /// Levels of the discriminator's loss, the generator's, and the penalty.
  private var levels = [LevelHistory(), LevelHistory(), LevelHistory()]
  private var recent = 0
  private var lastHit = -1_000_000
  private var hasFired = false
  private var isGrowth = false
  private var onset = 0
  private var firstHitStep = 0
  private var signal = Signal.lossDiscriminator
  private var value = Number(0)
  private var reference = 0.0
  /// Largest magnitudes so far: generator loss, discriminator loss.
  private var largest = [0.0, 0.0]
  /// The first discriminator loss, and whether one was ever negative.
  private var first = 0.0
  private var isSigned = false
  private var values = 0

  mutating func observe(_ run: RunView) -> Verdict {
    if hasFired { return .present(.critical, confidence: 0.95) }
    values += 1
    if run.has(.discriminatorLoss) {
      let loss = run.track(.discriminatorLoss).last
      if loss < 0 { isSigned = true }
      if values <= 1 { first = loss.magnitude }
    }
    let generator = magnitude(.generatorLoss, .lossGenerator, run)
    let discriminator = magnitude(.discriminatorLoss, .lossDiscriminator, run)
    var grows = leavesItsPast(0, discriminator, run)
    if leavesItsPast(1, generator, run) { grows = true }
    if leavesItsPast(2, penalty(run), run) { grows = true }
    let hit = excess(generator, discriminator, run)
    remember(generator, discriminator)
    if let hit {
      if run.count - lastHit > 8 {
        recent = 0
        firstHitStep = run.step
      }
      lastHit = run.count
      recent += 1
      if recent >= 2 || hit >= Self.certain { return fire(at: firstHitStep) }
      return .fading
    }
    if grows || run.count & 7 == 0 && growsExponentially(run) { return fire(at: onset) }
    return .clear
  }

  private mutating func fire(at step: Int) -> Verdict {
    hasFired = true
    onset = step
    return .present(.critical, confidence: 0.95)
  }

  private func magnitude(_ quantity: Quantity, _ raw: Signal, _ run: RunView) -> Double? {
    if run.has(quantity), let value = Optional(run.track(quantity).last), value.isFinite {
      return value.magnitude
    }
    return run.value(raw).flatMap { $0.isFinite ? $0.magnitude : nil }
  }

  private mutating func remember(_ generator: Double?, _ discriminator: Double?) {
    if let generator, lastHit < 0 || recent == 0 { largest[0] = max(largest[0], generator) }
    if let discriminator, lastHit < 0 || recent == 0 {
      largest[1] = max(largest[1], discriminator)
    }
  }

  /// The multiple by which an observation exceeds its reference of 1, or nil where it doesn't.
  private mutating func excess(
    _ generator: Double?,
    _ discriminator: Double?,
    _ run: RunView
  ) -> Double? {
    let objective = run.objective
    var worst = 0.0
    func compare(_ value: Double?, _ signal: Signal, with unit: Double, limit: Double) {
      guard let value, unit > 0, value > limit * unit else { return }
      // A leap beyond the run's own past needs to be 100 x larger to be certain at once.
      let certainty = limit == Self.leap ? 0.01 : 1
      guard value / unit * certainty > worst else { return }
      worst = value / unit * certainty
      self.signal = signal
      self.value = Number(value)
      reference = unit
    }
    if let ideal = objective.idealDiscriminatorLoss {
      compare(discriminator, .lossDiscriminator, with: ideal, limit: Self.limit)
    }
    if let ideal = objective.idealGeneratorLoss?.magnitude {
      compare(generator, .lossGenerator, with: ideal, limit: Self.limit)
    }
    if objective.name == nil, !isSigned {
      compare(discriminator, .lossDiscriminator, with: max(2, first / 10), limit: Self.limit)
    }
    let past = max(largest[0], largest[1])
    compare(generator, .lossGenerator, with: past, limit: Self.leap)
    compare(discriminator, .lossDiscriminator, with: past, limit: Self.leap)
    return worst > 0 ? worst : nil
  }

  private func penalty(_ run: RunView) -> Double? {
    run.has(.penalty) ? run.track(.penalty).last : nil
  }

  /// Whether a loss lies a decade above its usual level, beyond everything before it and any scale.
  private mutating func leavesItsPast(_ index: Int, _ magnitude: Double?, _ run: RunView) -> Bool {
    guard let magnitude, magnitude.isFinite,
      levels[index].add(max(magnitude.magnitude, Self.least), step: run.step),
      let growth = levels[index].growth(beyond: Self.decade), growth.level > floor(index, run)
    else { return false }
    signal = index == 0 ? .lossDiscriminator : index == 1 ? .lossGenerator : .penalty
    value = Number(growth.level)
    reference = growth.usual
    onset = growth.onset
    isGrowth = true
    return true
  }

  /// The size below which growth is no divergence.
  private func floor(_ index: Int, _ run: RunView) -> Double {
    let ideal = index == 1 ? run.objective.idealGeneratorLoss : run.objective.idealDiscriminatorLoss
    if let ideal = ideal ?? run.objective.idealDiscriminatorLoss {
      return Self.scale * ideal.magnitude
    }
    return run.objective.name == nil && !isSigned ? Self.scale * max(1, first) : Self.diameter
  }

  /// Whether the envelope of a loss or gradient grows along an exponential.
  private mutating func growsExponentially(_ run: RunView) -> Bool {
    guard run.count & 63 == 0 else { return false }
    let candidates: [(Signal, Track)] = [
      (.lossDiscriminator, run.track(.discriminatorLoss)),
      (.lossGenerator, run.track(.generatorLoss)),
      (.gradientNormDiscriminator, run.raw(.gradientNormDiscriminator)),
      (.gradientNormGenerator, run.raw(.gradientNormGenerator)),
    ]
    for (signal, track) in candidates {
      guard let found = Envelope(track.history).explosion(minimum: Self.growth) else { continue }
      self.signal = signal
      value = Number(found.last)
      reference = found.first
      onset = found.step
      isGrowth = true
      return true
    }
    return false
  }

  func describe(_ run: RunView) -> Description {
    let multiple = (value.value / reference).text
    let summary =
      isGrowth
      ? "\(signal.title) grows exponentially: \(multiple) times its level since step \(onset)."
      : "\(signal.title) leapt to \(value.text), \(multiple) times its scale, at step \(onset)."
    return Description(
      summary,
      side: signal.side,
      basis: signal.level,
      evidence: [
        Evidence(
          signal.title,
          signal: signal,
          value.value / reference,
          .above,
          isGrowth ? Self.decade : Self.limit,
          unit: isGrowth ? "x its earlier level" : "x its scale"
        )
      ],
      clearedBy: "Nothing: what follows an explosion is another run. Go back to a checkpoint.",
      onset: onset
    )
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
      "Two observations among eight above 1,000 x the ideal loss or 10,000 x the largest before "
      + "(one of 10,000 x the ideal suffices), or an envelope that grows along an exponential by "
      + "three decades.",
    caveat: "Large steady values are fine: a converged critic can sit at 10^8.",
    sources: ["Zhang et al., AutoTrainer, ICSE 2021", "salu133445/musegan issue 66"],
    gravity: .fatal,
    causeClass: .dynamics,
    stopAdvice:
      "The run has failed beyond repair; go back to a checkpoint.",
    effects: .allBut([.divergence, .dataRange, .scheduleEvent, .convergence]),
    remedies: [
      Remedy.leaveHalfPrecision, Remedy.addR1, Remedy.halveLearningRates, Remedy.clipGradients,
      Remedy.rollBack, Remedy.addSpectralNormalization,
    ]
  )
}
