// SPDX-License-Identifier: Apache-2.0

/// A network that nothing moves: its learning rate, its updates or its gradient are zero.
///
/// Certain, whatever the objective: an update of exactly 0 leaves the weights as they are, and a step
/// of 1e-12 is rounded away by every single-precision weight above 2e-5 (2^-24 of it is more). It
/// must hold without a break for eight observations and for a twentieth of the run, so that a
/// warm-up that begins at 0 and a schedule that ends there say nothing. A discriminator whose loss is
/// exactly 0 has no gradient because it has won (hinge), and one that hasn't started is not meant to
/// move.
struct NotTrained: Detector {
  static let info = DetectorInfo(
    guide: .notTrained,
    glances: [
      .learningRateGenerator, .learningRateDiscriminator, .updateRatioGenerator,
      .updateRatioDiscriminator, .gradientNormGenerator, .gradientNormDiscriminator,
      .discriminatorFactor,
    ],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(8)
  )

  static let rate = SettingRule.idleRate
  /// Observations that it must hold for, and the share of the run.
  static let fewest = 8
  static let share = 0.05

  /// What is zero, the most certain first.
  private enum Sign: Int, Codable, CaseIterable {
    case rate, update, gradient
  }

  private var generator = Array(repeating: Stretch(), count: Sign.allCases.count)
  private var discriminator = Array(repeating: Stretch(), count: Sign.allCases.count)
  private var seen = 0
  private var side = Side.generator
  private var sign = Sign.rate
  /// The last learning rates: generator, discriminator.
  private var rates = [0.0, 0.0]

  mutating func observe(_ run: RunView) -> Verdict {
    seen += 1
    let hasStarted = run.value(.discriminatorFactor) != 0
    take(.rate, run.value(.learningRateGenerator), run.value(.learningRateDiscriminator), run)
    take(.update, run.value(.updateRatioGenerator), run.value(.updateRatioDiscriminator), run)
    let hasWon = run.has(.discriminatorLoss) && run.track(.discriminatorLoss).last == 0
    take(
      .gradient,
      run.value(.gradientNormGenerator),
      hasWon ? nil : run.value(.gradientNormDiscriminator),
      run
    )
    if !hasStarted { discriminator = Array(repeating: Stretch(), count: Sign.allCases.count) }
    guard seen >= Self.fewest else { return .insufficient(.tooYoung) }
    guard
      generator.contains(where: { $0.rows >= Self.fewest })
        || discriminator.contains(where: { $0.rows >= Self.fewest })
    else { return .clear }
    for sign in Sign.allCases {
      for (side, zeros) in [(Side.generator, generator), (.discriminator, discriminator)]
      where isLong(zeros[sign.rawValue], run) {
        self.side = side
        self.sign = sign
        return verdict()
      }
    }
    return .clear
  }

  private mutating func take(
    _ sign: Sign,
    _ generatorValue: Double?,
    _ discriminatorValue: Double?,
    _ run: RunView
  ) {
    func isZero(_ value: Double) -> Bool {
      sign == .rate ? Self.rate.holds(value) && value >= 0 : value == 0
    }
    if let generatorValue {
      generator[sign.rawValue].take(isZero(generatorValue), step: run.step)
      if sign == .rate { rates[0] = generatorValue }
    }
    if let discriminatorValue {
      discriminator[sign.rawValue].take(isZero(discriminatorValue), step: run.step)
      if sign == .rate { rates[1] = discriminatorValue }
    }
  }

  private func isLong(_ zeros: Stretch, _ run: RunView) -> Bool {
    zeros.isLong(Self.fewest, share: Self.share, of: run.count)
  }

  private func verdict() -> Verdict {
    // Without its updates at hand, a gradient of 0 may be that of a phase in which D rests.
    sign == .gradient && side == .discriminator
      ? .present(.warning, confidence: 0.55) : .present(.critical, confidence: 0.95)
  }

  private var zeros: Stretch {
    side == .generator ? generator[sign.rawValue] : discriminator[sign.rawValue]
  }

  func describe(_ run: RunView) -> Description {
    let who = "The \(side.rawValue)"
    let since = zeros.rows >= seen ? "from the start" : "since step \(zeros.since)"
    let isGenerator = side == .generator
    let what: String
    let evidence: Evidence
    switch sign {
    case .rate:
      let value = rates[isGenerator ? 0 : 1]
      what = "\(who)'s learning rate is \(value.text) \(since): it is not trained."
      evidence = Self.rate.evidence(
        "learning rate",
        signal: isGenerator ? .learningRateGenerator : .learningRateDiscriminator,
        value
      )
    case .update:
      what = "\(who)'s update ratio is exactly 0 \(since): nothing moves it, it is not trained."
      evidence = Evidence(
        "update over weight",
        signal: isGenerator ? .updateRatioGenerator : .updateRatioDiscriminator,
        0
      )
    case .gradient:
      what = "\(who)'s gradient is exactly 0 \(since): no loss reaches it, it is not trained."
      evidence = Evidence(
        "gradient norm",
        signal: isGenerator ? .gradientNormGenerator : .gradientNormDiscriminator,
        0
      )
    }
    return Description(
      what,
      side: side,
      basis: .outputs,
      evidence: [evidence, Evidence("observations in a row", Double(zeros.rows))],
      clearedBy: "Updates that are not zero for eight observations.",
      onset: zeros.since
    )
  }
}

extension Symptom {
  /// A network that nothing moves.
  public static let notTrained = Symptom("notTrained")
}

extension SymptomGuide {
  static let notTrained = SymptomGuide(
    .notTrained,
    title: "a network that is not trained",
    absence: "Learning rates, updates and gradients are not zero.",
    log: [
      .updateRatioGenerator, .updateRatioDiscriminator, .learningRateGenerator,
      .learningRateDiscriminator,
    ],
    meaning:
      "One of both networks stays as it is: a learning rate of zero (or one that a schedule made "
      + "too small), frozen weights, an optimizer that holds other parameters, a loss that is "
      + "detached from it.",
    measurement:
      "A learning rate \(NotTrained.rate.words), an update or a gradient of exactly 0, for "
      + "\(NotTrained.fewest) observations and a twentieth of the run without a break.",
    limits: ["learning rate": NotTrained.rate],
    caveat:
      "A discriminator at a loss of exactly 0 has no gradient because it has won; one that rests in "
      + "a planned phase (BigVGAN's freeze_step) is told like a broken one.",
    sources: [
      "theory: single precision", "coqui-ai/TTS#1003: a schedule that is stepped per batch",
      "NVIDIA/NeMo PR 7266: gradients that were zeroed in the wrong place",
    ],
    gravity: .failure,
    causeClass: .wiring,
    stopAdvice:
      "What nothing moves learns nothing, however long it goes on; stop and mend that.",
    effects: .allBut([.dataRange, .nonFinite, .scheduleEvent, .brokenMetric]),
    remedies: [Remedy.restoreRate, Remedy.letItMove, Remedy.checkWiring]
  )
}
