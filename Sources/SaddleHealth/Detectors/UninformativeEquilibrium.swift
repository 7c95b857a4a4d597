// SPDX-License-Identifier: Apache-2.0

/// Losses as at the equilibrium, yet the generator does not learn.
///
/// The discriminator's loss is within 10 % of its ideal while samples are less than half or more
/// than twice as diverse as the data, or a sample metric is no better than at the start: random
/// labels, a penalty that silences the discriminator, a discriminator too small. A Wasserstein
/// critic whose loss is below a ten-thousandth of its own scores tells real and fake apart no more.
struct UninformativeEquilibrium: Detector {
  static let info = DetectorInfo(
    guide: .uninformativeEquilibrium,
    quantities: [.discriminatorLoss]
  )

  private enum Sign: String, Codable {
    case diversity, metric, critic
  }

  /// Diversity, in shares of the data's, of samples that are nothing like the data.
  static let tooLittle = 0.5
  static let tooMuch = 2.0

  private var sign = Sign.diversity
  private var level = 0.0
  private var value = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let loss = run.track(.discriminatorLoss)
    guard loss.count > 0 else { return .insufficient(.missingSignals) }
    guard loss.count >= run.window else { return .insufficient(.tooYoung) }
    if run.objective.name == .wasserstein { return critic(run) }
    guard let ideal = run.objective.idealDiscriminatorLoss else {
      return .insufficient(.objective)
    }
    let diversity = run.track(.diversity)
    guard diversity.count >= 8 || run.metrics.primary.map({ $0.count >= 10 }) ?? false else {
      return .insufficient(.missingSignals)
    }
    level = loss.slow / ideal
    guard (level - 1).magnitude < 0.1 else {
      return (level - 1).magnitude < 0.15 ? .fading : .clear
    }
    // Low and rising is a young generator.
    let isFar = diversity.fast > Self.tooMuch || diversity.fast < Self.tooLittle
    if diversity.count >= 8, isFar, !run.variety.isRising || diversity.fast > Self.tooMuch {
      sign = .diversity
      value = diversity.fast
      return .present(.warning, confidence: 0.8)
    }
    if let entry = run.metrics.primary, entry.count >= 10, entry.ratio(entry.first) < 1.1 {
      sign = .metric
      value = entry.ratio(entry.first)
      return .present(.warning, confidence: 0.8)
    }
    return .clear
  }

  private mutating func critic(_ run: RunView) -> Verdict {
    let difference = run.track(.discriminatorLoss).fast.magnitude
    let scores = run.track(.generatorLoss).fast.magnitude
    guard scores > 0, run.track(.generatorLoss).count >= run.window else {
      return .insufficient(.missingSignals)
    }
    sign = .critic
    value = difference / scores
    if value < 1e-4 { return .present(.critical, confidence: 0.7) }
    return value < 3e-4 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    if sign == .critic {
      return Description(
        "The critic gives real and fake samples the same score: the generator learns nothing.",
        side: .discriminator,
        basis: .losses,
        evidence: [
          Evidence(
            "discriminator loss over generator loss",
            signal: .lossDiscriminator,
            value,
            .below,
            1e-4
          )
        ],
        clearedBy: "A difference of scores above 0.03 % of the scores."
      )
    }
    return Description(
      "The losses are those of the equilibrium, but the generator does not learn.",
      side: .both,
      basis: .samples,
      evidence: [
        Evidence(
          "discriminator loss",
          signal: .lossDiscriminator,
          level,
          .within,
          0.1,
          unit: "x ideal"
        ),
        sign == .diversity
          ? Evidence(
            "diversity of fakes",
            signal: .diversityFake,
            value,
            value > 1 ? .above : .below,
            value > 1 ? Self.tooMuch : Self.tooLittle,
            unit: "x that of real samples"
          )
          : Evidence("gain of the sample metric since the start", value, .below, 1.1, unit: "x"),
      ],
      clearedBy: "Samples that become better, or a discriminator that tells something apart."
    )
  }
}

extension Symptom {
  /// Losses as at the equilibrium, yet the generator does not learn.
  public static let uninformativeEquilibrium = Symptom("uninformativeEquilibrium")
}

extension SymptomGuide {
  static let uninformativeEquilibrium = SymptomGuide(
    .uninformativeEquilibrium,
    title: "an uninformative equilibrium",
    absence: "The losses are not those of an idle game.",
    log: [.diversityFake, .diversityReal],
    meaning:
      "Losses as at the equilibrium, yet the generator does not learn: random labels, a penalty "
      + "that silences the discriminator, a discriminator too small.",
    measurement:
      "Loss within 10 % of ideal with samples half as diverse as the data, or a metric no better "
      + "than at the start; for Wasserstein a loss below 1e-4 of the scores.",
    caveat: "Needs samples: from losses alone it can't be told from success.",
    sources: ["Measured on 8-Gaussian rings (R1 gamma 100, random labels, width 4)"],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([.accuracyAtChance, .modeCollapse, .modeHopping, .neverLearned, .stagnation]),
    remedies: [
      Remedy.lowerPenaltyWeight, Remedy.checkWiring, Remedy.enlargeDiscriminator,
      Remedy.useWassersteinPenalty,
    ]
  )
}
