// SPDX-License-Identifier: Apache-2.0

/// Losses that jump from step to step: a batch too small to say where the gradient points.
///
/// A large deviation of successive differences of the discriminator's loss, with a von Neumann ratio
/// near that of white noise. Only meaningful at each step: averaged
/// logs hide it.
struct HighFrequencyNoise: Detector {
  static let info = DetectorInfo(
    guide: .highFrequencyNoise,
    quantities: [.discriminatorLoss]
  )

  static let loud = Threshold.above(
    0.2,
    clears: 0.15,
    unit: "x ideal",
    source: "ours: a fifth; a notice, as small batches train, too"
  )
  static let white = Threshold.above(
    1.2,
    source: "theory: von Neumann's ratio of white noise is 2, of a random walk 0"
  )

  private var noise = 0.0
  private var neumann = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let track = run.track(.discriminatorLoss)
    guard track.count > 0 else { return .insufficient(.missingSignals) }
    guard !run.context.valuesAreSmoothed else { return .insufficient(.resolution) }
    guard let ideal = run.objective.idealDiscriminatorLoss else {
      return .insufficient(.objective)
    }
    guard track.count >= run.window else { return .insufficient(.tooYoung) }
    noise = (track.slowDifference / 2).squareRoot() / ideal
    neumann = track.slowVariance > 0 ? track.slowDifference / track.slowVariance : 0
    guard Self.white.holds(neumann) else { return Self.loud.isGone(noise) ? .clear : .fading }
    return Self.loud.verdict(noise, .notice, confidence: 0.6)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator's loss jumps by \((noise * 100).text) % of its ideal between "
        + "observations.",
      side: .both,
      basis: .losses,
      evidence: [
        Self.loud.evidence(
          "noise of the discriminator loss",
          signal: .lossDiscriminator,
          noise
        ),
        Self.white.evidence("von Neumann ratio (white noise: 2)", neumann),
      ],
      clearedBy: "A noise \(Self.loud.clearingWords)."
    )
  }
}

extension Symptom {
  /// Losses that jump from step to step.
  public static let highFrequencyNoise = Symptom("highFrequencyNoise")
}

extension SymptomGuide {
  static let highFrequencyNoise = SymptomGuide(
    .highFrequencyNoise,
    title: "noise from step to step",
    absence: "Successive losses are close to each other.",
    log: [.lossDiscriminator],
    meaning:
      "Losses jump from step to step: the batch is too small to say where the gradient points.",
    measurement:
      "Noise of successive discriminator losses \(HighFrequencyNoise.loud.words) with a von Neumann "
      + "ratio \(HighFrequencyNoise.white.words).",
    limits: ["noise": HighFrequencyNoise.loud, "von Neumann ratio": HighFrequencyNoise.white],
    caveat: "Hidden in averaged logs.",
    sources: ["Brock et al., BigGAN, 2019, arXiv:1809.11096 (batch size)"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.enlargeBatch, Remedy.averageWeights, Remedy.halveLearningRates]
  )
}
