// SPDX-License-Identifier: Apache-2.0

/// The discriminator tells nearly all samples apart and stays there.
///
/// Measured where accuracies are logged: at least 98 % on real and on fake samples. From losses
/// alone it follows: a misjudged sample costs at least the ideal loss of its half, so a loss of
/// r x ideal bounds the accuracy from below by 1 - r; r below 0.02 is 98 %. A non-saturating
/// generator loss of seven times its ideal (a fake passes for real less than once in 100) says the
/// same at r below 0.1, and so do mean probabilities beyond 0.99 and 0.01: a misjudged sample takes
/// half a point from the mean.
struct DiscriminatorDominates: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorDominates,
    quantities: [.accuracyReal, .accuracyFake, .discriminatorLoss],
    signals: [.probabilityReal, .probabilityFake]
  )

  /// Share that counts as "nearly all".
  static let limit = 0.98
  /// Generator loss over its ideal at which fakes hardly pass.
  static let rejection = 7.0

  private var accuracy = 0.0
  private var rejection = 0.0
  private var isMeasured = false
  /// The last mean outputs, real and fake: a short log is judged by its end.
  private var lastReal = Tail()
  private var lastFake = Tail()

  mutating func observe(_ run: RunView) -> Verdict {
    if let accuracies = run.accuracies {
      isMeasured = true
      accuracy = Swift.min(accuracies.real, accuracies.fake)
      let recent = Swift.min(run.track(.accuracyReal).fast, run.track(.accuracyFake).fast)
      if accuracy >= Self.limit, recent >= Self.limit - 0.01 {
        return .present(run.tempered(.warning), confidence: 0.85)
      }
      return accuracy >= 0.95 && recent >= 0.95 ? .fading : .clear
    }
    if let real = run.value(.probabilityReal) { lastReal.add(real) }
    if let fake = run.value(.probabilityFake) { lastFake.add(fake) }
    if run.raw(.probabilityReal).count >= 8, run.raw(.probabilityFake).count >= 8,
      let lastReal = lastReal.median, let lastFake = lastFake.median
    {
      isMeasured = true
      let isShort = run.raw(.probabilityReal).count < 64
      let real = isShort ? lastReal : run.raw(.probabilityReal).fast
      let fake = isShort ? lastFake : run.raw(.probabilityFake).fast
      accuracy = Swift.min(1 - 2 * (1 - real), 1 - 2 * fake)
      if accuracy >= Self.limit { return .present(run.tempered(.warning), confidence: 0.8) }
      return accuracy >= 0.95 ? .fading : .clear
    }
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    guard run.objective.idealDiscriminatorLoss != nil else { return .insufficient(.objective) }
    guard let ratio = run.lossRatio, let recent = run.recentLossRatio else {
      return .insufficient(.tooYoung)
    }
    accuracy = Swift.max(0, 1 - ratio)
    rejection = generatorRatio(run) ?? 0
    let isCertain = ratio < 1 - Self.limit && recent < 0.05
    let isRejecting = rejection > Self.rejection && ratio < 0.1 && recent < 0.12
    if isCertain || isRejecting { return .present(run.tempered(.warning), confidence: 0.7) }
    return ratio < 0.05 || rejection > Self.rejection && ratio < 0.15 ? .fading : .clear
  }

  private func generatorRatio(_ run: RunView) -> Double? {
    guard run.objective.name?.generatorLossGrowsWhenRejected == true,
      run.track(.generatorLoss).count > 0
    else {
      return nil
    }
    return run.objective.idealGeneratorLoss.map { run.track(.generatorLoss).slow / $0 }
  }

  func describe(_ run: RunView) -> Description {
    let share = (accuracy * 100).text
    var evidence = [
      Evidence(
        isMeasured ? "accuracy, the lower of both classes" : "accuracy, lower bound from the loss",
        signal: isMeasured ? .accuracyReal : .lossDiscriminator,
        accuracy * 100,
        .above,
        Self.limit * 100,
        unit: "%"
      )
    ]
    if rejection > Self.rejection {
      evidence.append(
        Evidence(
          "generator loss",
          signal: .lossGenerator,
          rejection,
          .above,
          Self.rejection,
          unit: "x ideal"
        )
      )
    }
    return Description(
      isMeasured
        ? "The discriminator is right about \(share) % of real and fake samples."
        : "The losses imply a discriminator that is right about at least \(share) % of samples.",
      side: .discriminator,
      basis: isMeasured ? .outputs : .losses,
      evidence: evidence,
      clearedBy: "An accuracy below 95 % for half a window."
    )
  }
}

extension Symptom {
  /// The discriminator tells nearly all samples apart and stays there.
  public static let discriminatorDominates = Symptom("discriminatorDominates")
}

extension SymptomGuide {
  static let discriminatorDominates = SymptomGuide(
    .discriminatorDominates,
    title: "a dominating discriminator",
    absence: "The discriminator is wrong often enough.",
    log: [.accuracyReal, .accuracyFake],
    meaning: "The discriminator wins all the time; the generator learns only that it loses.",
    measurement:
      "Accuracy of 98 % or more on both classes for half a window, measured or implied by the "
      + "loss (1 - loss / ideal bounds it from below).",
    caveat: "Common for a while at the start; healthy runs lie at 70-80 %.",
    sources: ["Brownlee, GAN failure modes", "Karras et al., ADA, 2020, arXiv:2006.06676 (r_t)"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([
      .discriminatorLossZero, .saturatedOutputs, .vanishingGradients, .modeCollapse, .modeHopping,
      .neverLearned, .stagnation, .metricRegression, .discriminatorLossJump, .gradientSpikes,
      .highFrequencyNoise,
    ]),
    remedies: [
      Remedy.leaveSaturatingLoss, Remedy.addR1, Remedy.lowerDiscriminatorRate,
      Remedy.addInstanceNoise, Remedy.augment, Remedy.smoothLabels, Remedy.useWassersteinPenalty,
    ]
  )
}
