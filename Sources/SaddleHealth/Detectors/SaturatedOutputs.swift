// SPDX-License-Identifier: Apache-2.0

/// The discriminator's outputs lie at the ends of their range, for real and fake alike.
///
/// Mean logits beyond +-4.6 (probabilities beyond 0.99 and 0.01); for least squares outputs
/// beyond [-0.5, 1.5]. A Wasserstein critic has no range, a hinge discriminator none that matters.
struct SaturatedOutputs: Detector {
  static let info = DetectorInfo(
    symptom: .saturatedOutputs,
    signals: [.scoresReal, .scoresFake, .probabilityReal, .probabilityFake]
  )

  /// Log-odds of 99 : 1.
  static let logit = 4.6

  private var real = 0.0
  private var fake = 0.0
  private var isProbability = false

  mutating func observe(_ run: RunView) -> Verdict {
    let probabilities = run.raw(.probabilityReal)
    if probabilities.count > 0 {
      isProbability = true
      real = probabilities.slow
      fake = run.raw(.probabilityFake).slow
      guard probabilities.count >= 16 else { return .insufficient(.tooYoung) }
      return verdict(run, real > 0.99 && fake < 0.01, real > 0.98 && fake < 0.02)
    }
    guard run.raw(.scoresReal).count > 0, run.raw(.scoresFake).count > 0 else {
      return .insufficient(.missingSignals)
    }
    guard run.raw(.scoresReal).count >= RunView.warmUp else { return .insufficient(.tooYoung) }
    real = run.raw(.scoresReal).slow
    fake = run.raw(.scoresFake).slow
    switch run.objective.name {
    case .nonSaturating, .saturating:
      let limit = Self.logit
      return verdict(run, real > limit && fake < -limit, real > limit - 1 && fake < -limit + 1)
    case .leastSquares:
      return verdict(run, real > 1.5 && fake < -0.5, real > 1.4 && fake < -0.4)
    case .hinge, .wasserstein, .relativisticPaired, .relativisticAverage,
      .relativisticAverageLeastSquares, .relativisticAverageHinge, nil:
      return .insufficient(.objective)
    }
  }

  private func verdict(_ run: RunView, _ isSaturated: Bool, _ isNear: Bool) -> Verdict {
    if isSaturated { return .present(run.tempered(.warning), confidence: 0.8) }
    return isNear ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    let unit = isProbability ? "probability" : "score"
    let limit = isProbability ? 0.99 : Self.logit
    return Description(
      "The discriminator is certain of everything: mean \(unit) \(real.text) for real and "
        + "\(fake.text) for fake samples.",
      side: .discriminator,
      basis: .outputs,
      evidence: [
        Evidence("mean output, real", signal: .scoresReal, real, .above, limit, unit: unit),
        Evidence(
          "mean output, fake",
          signal: .scoresFake,
          fake,
          .below,
          isProbability ? 0.01 : -limit,
          unit: unit
        ),
      ],
      clearedBy: "Outputs of either class back inside the range."
    )
  }
}
