// SPDX-License-Identifier: Apache-2.0

/// Losses as at the equilibrium, yet the generator does not learn.
///
/// The discriminator's loss is at its ideal while samples are nothing like as diverse as the data, or a
/// sample metric is no better than at the start: random labels, a penalty that silences the
/// discriminator, a discriminator too small. A Wasserstein critic whose loss is nothing beside its own
/// scores tells real and fake apart no more.
struct UninformativeEquilibrium: Detector {
  static let info = DetectorInfo(
    guide: .uninformativeEquilibrium,
    quantities: [.discriminatorLoss]
  )

  private enum Sign: String, Codable {
    case diversity, metric, critic
  }

  /// Diversity of samples that are nothing like the data.
  static let tooLittle = Threshold.below(
    0.5,
    unit: "x that of real samples",
    source: "VarietyBook: below the level that 5 of 8 modes leave, by as much again"
  )
  static let tooMuch = Threshold.above(
    2,
    unit: "x that of real samples",
    source: "theory: fully covered mixtures lie at 0.9 to 1.1; twice is noise"
  )
  static let gain = Threshold.below(
    1.1,
    unit: "x the beginning",
    source: "evaluations of one model differ by less than 10 % (FID of 10,000 samples)"
  )
  static let blind = Threshold.below(
    1e-4,
    clears: 3e-4,
    unit: "x its scores",
    source: "ours: its scores have seven digits, so that four of them are left"
  )

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
    let hasMetric = run.metrics.primary.map { $0.count >= Convergence.fewest } ?? false
    guard diversity.count >= VarietyBook.fewest || hasMetric else {
      return .insufficient(.missingSignals)
    }
    level = loss.slow / ideal
    guard Convergence.rest.holds(level) else {
      return Convergence.rest.isGone(level) ? .clear : .fading
    }
    // Low and rising is a young generator.
    let isNoise = Self.tooMuch.holds(diversity.fast)
    let isFar = isNoise || Self.tooLittle.holds(diversity.fast)
    if diversity.count >= VarietyBook.fewest, isFar, isNoise || !run.variety.isRising {
      sign = .diversity
      value = diversity.fast
      return .present(.warning, confidence: 0.8)
    }
    if let entry = run.metrics.primary, hasMetric, Self.gain.holds(entry.ratio(entry.first)) {
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
    return Self.blind.verdict(value, .critical, confidence: 0.7)
  }

  func describe(_ run: RunView) -> Description {
    if sign == .critic {
      return Description(
        "The critic gives real and fake samples the same score: the generator learns nothing.",
        side: .discriminator,
        basis: .losses,
        evidence: [
          Self.blind.evidence(
            "discriminator loss over generator loss",
            signal: .lossDiscriminator,
            value
          )
        ],
        clearedBy: "A difference of scores \(Self.blind.clearingWords)."
      )
    }
    return Description(
      "The losses are those of the equilibrium, but the generator does not learn.",
      side: .both,
      basis: .samples,
      evidence: [
        Convergence.rest.evidence("discriminator loss", signal: .lossDiscriminator, level),
        sign == .diversity
          ? (value > 1 ? Self.tooMuch : Self.tooLittle).evidence(
            "diversity of fakes",
            signal: .diversityFake,
            value
          )
          : Self.gain.evidence("sample metric against the start", value),
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
      "Discriminator loss \(Convergence.rest.words) with a diversity "
      + "\(UninformativeEquilibrium.tooLittle.words) or \(UninformativeEquilibrium.tooMuch.words), or a "
      + "metric no better than at the start; for Wasserstein a loss "
      + "\(UninformativeEquilibrium.blind.words).",
    limits: [
      "discriminator loss": Convergence.rest,
      "diversity, little": UninformativeEquilibrium.tooLittle,
      "diversity, much": UninformativeEquilibrium.tooMuch,
      "sample metric": UninformativeEquilibrium.gain,
      "Wasserstein loss": UninformativeEquilibrium.blind,
    ],
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
