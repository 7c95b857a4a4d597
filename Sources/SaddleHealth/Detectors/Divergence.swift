// SPDX-License-Identifier: Apache-2.0

/// Losses, scores or gradients that leave their scale: fires before the first NaN.
///
/// Three ways to be caught:
/// - two observations among eight with a loss above 1,000 x the objective's ideal (one of
///   1,000,000 x is enough); a single odd batch is not;
/// - two among eight above 10,000 x the largest magnitude before, whatever the objective: a
///   Wasserstein critic has no scale but its own past;
/// - the logarithm of the envelope grows along a straight line by three decades or more.
///
/// Steady large values (a converged critic at 10^8) are no divergence.
struct Divergence: Detector {
  static let info = DetectorInfo(
    symptom: .divergence,
    signals: [
      .lossGenerator, .lossDiscriminator, .lossGeneratorAdversarial,
      .lossDiscriminatorAdversarial, .lossDiscriminatorReal, .lossDiscriminatorFake,
      .gradientNormGenerator, .gradientNormDiscriminator,
    ],
    cadence: .everyObservation,
    hold: .none,
    release: .forever
  )

  /// Multiple of the ideal loss that no healthy batch reaches.
  static let limit = 1e3
  /// Multiple that one observation suffices for.
  static let certain = 1e6
  /// Multiple of the largest value before, for objectives without a scale.
  static let leap = 1e4
  /// Growth of the envelope, as a factor, that counts as explosive.
  static let growth = 1e3

  private var recent = 0
  private var lastHit = -1_000_000
  private var hasFired = false
  private var isGrowth = false
  private var onset = 0
  private var firstHitStep = 0
  private var signal = Signal.lossDiscriminator
  private var value = Number(0)
  private var reference = 0.0
  private var factor = 0.0
  /// Largest magnitudes so far: generator loss, discriminator loss.
  private var largest = [0.0, 0.0]
  private var values = 0

  mutating func observe(_ run: RunView) -> Verdict {
    if hasFired { return .present(.critical, confidence: 0.95) }
    values += 1
    let generator = magnitude(.generatorLoss, .lossGenerator, run)
    let discriminator = magnitude(.discriminatorLoss, .lossDiscriminator, run)
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
    if run.count & 7 == 0, growsExponentially(run) { return fire(at: onset) }
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
    if let discriminator, let ideal = objective.idealDiscriminatorLoss,
      discriminator > Self.limit * ideal
    {
      return note(.lossDiscriminator, discriminator, ideal, scale: 1)
    }
    if let generator, let ideal = objective.idealGeneratorLoss?.magnitude,
      generator > Self.limit * ideal
    {
      return note(.lossGenerator, generator, ideal, scale: 1)
    }
    if let generator, largest[0] > 0, generator > Self.leap * largest[0], generator > 10 {
      return note(.lossGenerator, generator, largest[0], scale: 0.1)
    }
    if let discriminator, largest[1] > 0, discriminator > Self.leap * largest[1],
      discriminator > 10
    {
      return note(.lossDiscriminator, discriminator, largest[1], scale: 0.1)
    }
    return nil
  }

  private mutating func note(
    _ signal: Signal,
    _ value: Double,
    _ reference: Double,
    scale: Double
  ) -> Double {
    self.signal = signal
    self.value = Number(value)
    self.reference = reference
    factor = value / reference
    return factor * scale
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
      factor = found.last / found.first
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
          isGrowth ? Self.growth : Self.limit,
          unit: isGrowth ? "x its earlier level" : "x its scale"
        )
      ],
      clearedBy: "Nothing: what follows an explosion is another run. Go back to a checkpoint.",
      onset: onset
    )
  }
}
