// SPDX-License-Identifier: Apache-2.0

/// The discriminator tells nearly all samples apart and stays there.
///
/// Measured where accuracies are logged. From losses alone it follows: a misjudged sample costs at
/// least the ideal loss of its half, so a loss of r x ideal bounds the accuracy from below by 1 - r. A
/// non-saturating generator loss far above its ideal (fakes hardly pass for real) says the same at a
/// larger r, and so do mean probabilities: a misjudged sample takes half a point from the mean.
struct DiscriminatorDominates: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorDominates,
    quantities: [.accuracyReal, .accuracyFake, .discriminatorLoss],
    signals: [.probabilityReal, .probabilityFake]
  )

  static let nearlyAll = Threshold.above(
    0.98,
    clears: 0.95,
    unit: "% of samples",
    scale: 100,
    source: "distribution: healthy runs lie at 70 to 80 % (ADA keeps r_t at 0.6, which is 80 %)"
  )
  static let rejection = Threshold.above(
    7,
    unit: "x ideal",
    source: "theory: -ln 0.008 is seven times ln 2: a fake passes less than once in 100"
  )
  /// The discriminator's loss beside such a rejection.
  static let low = Threshold.below(
    0.1,
    clears: 0.15,
    unit: "x ideal",
    source: "theory: at most a tenth of the samples are misjudged"
  )
  /// The generator's loss of a least-squares game, (f - 1)^2, beside such a discriminator's.
  static let ceiling = Threshold.above(
    0.96,
    unit: "of 1, the loss of a score of 0",
    source:
      "theory: with a discriminator loss below 0.1 x ideal the mean score of fakes is below 0.05"
  )
  /// The last values wobble by more than a window: they must be no more than this.
  static let lately = Threshold.below(
    0.05,
    unit: "x ideal",
    source: "theory: the bound of the clearing limit, 95 % of samples"
  )
  /// Factor on `low` for the last values, and points off `nearlyAll`.
  private static let slack = (loss: 1.2, share: 0.01)
  /// Confidence in the objective that the ceiling needs.
  private static let sure = 0.8
  /// Outputs that are needed, and up to which a log is judged by its end.
  private static let fewestOutputs = 8
  private static let shortLog = 64

  private var accuracy = 0.0
  private var rejection = 0.0
  private var isMeasured = false
  /// The generator's loss where that is at its ceiling.
  private var beaten: Double?
  /// The last mean outputs, real and fake: a short log is judged by its end.
  private var lastReal = Tail()
  private var lastFake = Tail()
  /// The generator's loss over sixteen values, every eighth observation: where it stands now.
  private var lastLoss = Tail()

  mutating func observe(_ run: RunView) -> Verdict {
    if let accuracies = run.accuracies {
      isMeasured = true
      accuracy = Swift.min(accuracies.real, accuracies.fake)
      let recent = Swift.min(run.track(.accuracyReal).fast, run.track(.accuracyFake).fast)
      if accuracy >= Self.nearlyAll.fires, recent >= Self.nearlyAll.fires - Self.slack.share {
        return .present(run.tempered(.warning), confidence: 0.85)
      }
      return Self.nearlyAll.isGone(Swift.min(accuracy, recent)) ? .clear : .fading
    }
    if let real = run.value(.probabilityReal) { lastReal.add(real) }
    if let fake = run.value(.probabilityFake) { lastFake.add(fake) }
    if run.raw(.probabilityReal).count >= Self.fewestOutputs,
      run.raw(.probabilityFake).count >= Self.fewestOutputs,
      let lastReal = lastReal.median, let lastFake = lastFake.median
    {
      isMeasured = true
      let isShort = run.raw(.probabilityReal).count < Self.shortLog
      let real = isShort ? lastReal : run.raw(.probabilityReal).fast
      let fake = isShort ? lastFake : run.raw(.probabilityFake).fast
      accuracy = Swift.min(1 - 2 * (1 - real), 1 - 2 * fake)
      return Self.nearlyAll.verdict(accuracy, run.tempered(.warning), confidence: 0.8)
    }
    guard run.track(.discriminatorLoss).count > 0 else { return .insufficient(.missingSignals) }
    guard run.objective.idealDiscriminatorLoss != nil else { return .insufficient(.objective) }
    guard let ratio = run.settledLossRatio, let recent = run.recentLossRatio else {
      return .insufficient(.tooYoung)
    }
    accuracy = Swift.max(0, 1 - ratio)
    rejection = generatorRatio(run) ?? 0
    if run.track(.generatorLoss).count > 0 { lastLoss.add(run.track(.generatorLoss).fast) }
    beaten = ceilingLoss(run)
    let isCertain = Self.nearlyAll.holds(accuracy) && Self.lately.holds(recent)
    let isBeaten = Self.rejection.holds(rejection) || beaten != nil
    let isRejecting =
      isBeaten && Self.low.holds(ratio) && Self.low.holds(recent / Self.slack.loss)
    if isCertain || isRejecting { return .present(run.tempered(.warning), confidence: 0.7) }
    let isGone = Self.nearlyAll.isGone(accuracy) && (!isBeaten || Self.low.isGone(ratio))
    return isGone ? .clear : .fading
  }

  private func generatorRatio(_ run: RunView) -> Double? {
    guard run.objective.name?.generatorLossGrowsWhenRejected == true,
      run.track(.generatorLoss).count > 0
    else {
      return nil
    }
    return run.objective.idealGeneratorLoss.map { run.track(.generatorLoss).slow / $0 }
  }

  /// The generator's loss where it stands at the ceiling of least squares and nothing but the
  /// discriminator says what samples should look like: pairs would.
  ///
  /// A bound on a mean that a mean over the window reaches only after three windows of standing there:
  /// the last 32 to 64 observations are asked instead, the alarm's own persistence does the rest.
  private func ceilingLoss(_ run: RunView) -> Double? {
    guard run.objective.name == .leastSquares, run.objective.confidence >= Self.sure, !run.hasPairs
    else { return nil }
    guard let loss = lastLoss.median else { return nil }
    return Self.ceiling.holds(Swift.min(loss, run.track(.generatorLoss).fast)) ? loss : nil
  }

  func describe(_ run: RunView) -> Description {
    let share = (accuracy * 100).text
    var evidence = [
      Self.nearlyAll.evidence(
        isMeasured ? "accuracy, the lower of both classes" : "accuracy, lower bound from the loss",
        signal: isMeasured ? .accuracyReal : .lossDiscriminator,
        accuracy
      )
    ]
    if Self.rejection.holds(rejection) {
      evidence.append(
        Self.rejection.evidence("generator loss", signal: .lossGenerator, rejection)
      )
    }
    if let beaten {
      evidence.append(
        Self.ceiling.evidence("generator loss", signal: .lossGenerator, beaten)
      )
    }
    return Description(
      isMeasured
        ? "The discriminator is right about \(share) % of real and fake samples."
        : "The losses imply a discriminator that is right about at least \(share) % of samples.",
      side: .discriminator,
      basis: isMeasured ? .outputs : .losses,
      evidence: evidence,
      clearedBy: "An accuracy \(Self.nearlyAll.clearingWords) for half a window."
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
      "Accuracy \(DiscriminatorDominates.nearlyAll.words) of both classes for half a window, measured "
      + "or implied by the loss (1 - loss / ideal bounds it from below); or a generator's loss "
      + "\(DiscriminatorDominates.rejection.words) beside a discriminator's "
      + "\(DiscriminatorDominates.low.words); of least squares without pairs, one "
      + "\(DiscriminatorDominates.ceiling.words).",
    limits: [
      "accuracy of either class": DiscriminatorDominates.nearlyAll,
      "generator loss": DiscriminatorDominates.rejection,
      "discriminator loss beside it": DiscriminatorDominates.low,
      "discriminator loss, the last values": DiscriminatorDominates.lately,
      "generator loss of least squares": DiscriminatorDominates.ceiling,
    ],
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
