// SPDX-License-Identifier: Apache-2.0

/// Losses that jump from step to step: a batch too small to say where the gradient points.
///
/// Deviation of successive differences of the discriminator's loss above a fifth of its ideal,
/// with a von Neumann ratio near that of white noise (2). Only meaningful at each step: averaged
/// logs hide it.
struct HighFrequencyNoise: Detector {
  static let info = DetectorInfo(
    guide: .highFrequencyNoise,
    quantities: [.discriminatorLoss]
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
    if noise > 0.2, neumann > 1.2 { return .present(.notice, confidence: 0.6) }
    return noise > 0.15 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The discriminator's loss jumps by \((noise * 100).text) % of its ideal between "
        + "observations.",
      side: .both,
      basis: .losses,
      evidence: [
        Evidence(
          "noise of the discriminator loss",
          signal: .lossDiscriminator,
          noise,
          .above,
          0.2,
          unit: "x ideal"
        ),
        Evidence("von Neumann ratio (white noise: 2)", neumann, .above, 1.2),
      ],
      clearedBy: "A noise below 15 % of the ideal."
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
      "Noise of successive discriminator losses above 20 % of the ideal with a von Neumann ratio "
      + "above 1.2.",
    caveat: "Hidden in averaged logs.",
    sources: ["Brock et al., BigGAN, 2019, arXiv:1809.11096 (batch size)"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.enlargeBatch, Remedy.averageWeights, Remedy.halveLearningRates]
  )
}
