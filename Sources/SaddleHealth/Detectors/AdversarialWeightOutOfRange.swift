// SPDX-License-Identifier: Apache-2.0

/// The adaptive weight of the adversarial term stands at its clamp or has vanished.
///
/// VQGAN weighs the adversarial term by the ratio of two gradients, `norm(grad nll) / (norm(grad g) +
/// 1e-4)`, cut off at 1e4 and multiplied by a constant of 0.1-1. At the clamp the adversarial gradient
/// is zero for all purposes (the discriminator gives none) and what there is of it is blown up; below
/// 1e-3 the term does not count. Judged where the discriminator takes part: before, the weight means
/// nothing.
struct AdversarialWeightOutOfRange: Detector {
  static let info = DetectorInfo(
    guide: .adversarialWeightOutOfRange,
    quantities: [.discriminatorLoss],
    signals: [.adversarialWeight],
    glances: [.discriminatorFactor],
    needs: [.adversarialWeight],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(8)
  )

  static let high = Threshold.above(
    999,
    source: "taming-transformers: clamp at 1e4, x 0.1 to 1"
  )
  static let low = Threshold.below(1e-3, clears: 2e-3, source: "theory: 0.1 % of the gradient")
  /// Observations at an end, and the share of the run.
  static let fewest = 12
  static let share = 0.05

  private var stretch = Stretch()
  private var weight = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    guard let value = run.value(.adversarialWeight), value.isFinite else {
      return stretch.isOpen ? .fading : .insufficient(.missingSignals)
    }
    let isInGame =
      run.value(.discriminatorFactor).map { $0 > 0 } ?? (run.track(.discriminatorLoss).count > 0)
    guard isInGame else { return .clear }
    weight = value
    let isOut = Self.high.holds(value) || Self.low.holds(value) && value >= 0
    stretch.take(isOut, step: run.step)
    guard stretch.isLong(Self.fewest, share: Self.share, of: run.count) else {
      return stretch.isOpen ? .fading : .clear
    }
    return .present(.warning, confidence: 0.8)
  }

  func describe(_ run: RunView) -> Description {
    let isHigh = Self.high.holds(weight)
    return Description(
      isHigh
        ? "The adaptive weight of the adversarial term stands at \(weight.text), its clamp: the "
          + "discriminator gives next to no gradient, and that is blown up."
        : "The adaptive weight of the adversarial term is \(weight.text): the discriminator has no "
          + "part in what the generator learns.",
      side: .both,
      basis: .outputs,
      evidence: [
        (isHigh ? Self.high : Self.low).evidence("weight", signal: .adversarialWeight, weight)
      ],
      clearedBy:
        "A weight \(Self.low.clearingWords) and \(Self.high.clearingWords) for eight observations.",
      onset: stretch.since
    )
  }
}

extension Symptom {
  /// The adaptive weight of the adversarial term stands at its clamp or has vanished.
  public static let adversarialWeightOutOfRange = Symptom("adversarialWeightOutOfRange")
}

extension SymptomGuide {
  static let adversarialWeightOutOfRange = SymptomGuide(
    .adversarialWeightOutOfRange,
    title: "an adaptive weight at its end",
    absence: "The adaptive weight is between its ends, or the discriminator has not started.",
    log: [.adversarialWeight],
    meaning:
      "The weight that balances the adversarial term against the reconstruction has run into its "
      + "clamp, or is so small that the term has no effect.",
    measurement:
      "A weight \(AdversarialWeightOutOfRange.high.words) or \(AdversarialWeightOutOfRange.low.words) "
      + "for \(AdversarialWeightOutOfRange.fewest) observations and a twentieth of the run, with the discriminator in the game.",
    limits: [
      "adaptive weight, large": AdversarialWeightOutOfRange.high,
      "adaptive weight, small": AdversarialWeightOutOfRange.low,
    ],
    caveat: "A fixed weight that somebody chose as large as that is told like a clamp.",
    sources: ["CompVis/taming-transformers, vqperceptual.py", "CompVis/latent-diffusion#18"],
    gravity: .danger,
    causeClass: .wiring,
    effects: .these([.stagnation, .divergence, .nonFinite]),
    remedies: [Remedy.fixAdversarialWeight, Remedy.startDiscriminatorLater]
  )
}
