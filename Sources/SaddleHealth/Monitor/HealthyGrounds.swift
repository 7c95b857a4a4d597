// SPDX-License-Identifier: Apache-2.0

/// What speaks for a run: without any of these, the absence of alarms means nothing.
enum HealthyGrounds {
  /// Signals whose past is read.
  static let signals: [Signal] = [
    .probabilityReal, .probabilityFake, .lossGeneratorReconstruction,
  ]

  /// Everything that speaks for the run.
  static func all(_ run: RunView) -> [Diagnosis.Ground] {
    [samples(run), metric(run), reconstruction(run), outputs(run), losses(run)].compactMap(\.self)
  }

  // MARK: - Limits, each with where it comes from

  /// Samples above twice the data's diversity are noise: no ground.
  private static let noise = Threshold.above(
    UninformativeEquilibrium.tooMuch.fires,
    source: "UninformativeEquilibrium: nothing like the data"
  )
  /// What counts as a gain of a metric or of diversity.
  private static let gain = Threshold.above(
    1.1,
    unit: "x the beginning",
    source: "evaluations of one model differ by less than 10 % (FID of 10,000 samples)"
  )
  private static let diversityGain = Threshold.above(
    1.2,
    unit: "x the beginning",
    source: "distribution: diversity of a batch of 64 wobbles by 5 to 10 %; twice that"
  )
  /// Evaluations of a metric that tell a course.
  private static let fewestEvaluations = 3
  /// A metric whose present mean is a fifth above its best or less is as good as ever.
  private static let asGood = Threshold.below(
    MetricRegression.warning.fires,
    source: "MetricRegression: from there on it has become worse"
  )
  /// Magnitude below which an adversarial loss is 0.
  private static let dead = Threshold.below(
    1e-7,
    source: "theory: single precision resolves 1.2e-7 of 1"
  )
  /// Share of the level by which a loss that lives has moved.
  private static let movement = Threshold.above(
    1e-6,
    source: "theory: eight roundings of single precision"
  )
  private static let play = Threshold.above(
    0.05,
    unit: "% of its level",
    scale: 100,
    source: "distribution: losses of healthy paired and vocoder runs range over 50 % and more"
  )
  /// What is left of a reconstruction's error that has become better.
  private static let reconstructed = Threshold.below(
    0.9,
    unit: "x the beginning",
    source: "a tenth: blocks of eight values wobble by less in the healthy paired runs"
  )
  /// Share of one class that a discriminator which plays gets right.
  private static let right = 0.5...0.95
  /// Outputs that are a ground, of each class.
  private static let fewestOutputs = 16
  /// By how much D(G(z)) may pass D(x): the standard error of a mean over 16 batches at deviation 0.1.
  private static let tie = 0.02

  /// Diverse samples, or samples that grow more diverse.
  private static func samples(_ run: RunView) -> Diagnosis.Ground? {
    let variety = run.variety
    guard variety.count >= VarietyBook.fewest, !noise.holds(variety.level) else { return nil }
    let level = (variety.level * 100).text
    if !VarietyBook.low.holds(variety.level) {
      return .init(.samples, "Samples are \(level) % as diverse as the data.", confidence: 0.9)
    }
    guard variety.isRising, diversityGain.holds(variety.level / variety.first) else { return nil }
    let first = (variety.first * 100).text
    let text = "The diversity of samples rises: from \(first) % of the data's to \(level) %."
    return .init(.samples, text, confidence: 0.7)
  }

  /// A sample metric that has become better, or, of pairs of images, stays good.
  private static func metric(_ run: RunView) -> Diagnosis.Ground? {
    guard let entry = run.metrics.primary, entry.count >= fewestEvaluations,
      asGood.holds(entry.recentRatio)
    else { return nil }
    let hasGained = gain.holds(entry.ratio(entry.first))
    let isGood = entry.signal == .metricPSNR && entry.best > NeverLearned.toBeat(run)
    guard hasGained || isGood else { return nil }
    let text =
      "\(entry.signal.shortName) is at \(entry.last.text), best \(entry.best.text) at step "
      + "\(entry.bestStep), \(entry.first.text) at the start."
    return .init(.metric, text, confidence: hasGained ? 0.95 : 0.6)
  }

  /// Whether something moves and neither side's adversarial loss is exactly 0: an equilibrium wobbles,
  /// and a term that is dead is no part of a game.
  private static func isInTheGame(_ run: RunView) -> Bool {
    [run.track(.discriminatorLoss), run.track(.generatorLoss)].allSatisfy { track in
      track.count < RunView.warmUp || !dead.holds(track.fast.magnitude) && moves(track)
    }
  }

  /// Whether the run's values differ by more than a rounding of their level; a game without noise that
  /// has come to rest did move.
  private static func moves(_ track: Track, by limit: Threshold = movement) -> Bool {
    let least = limit.fires * track.slow.magnitude
    let stretches = track.history.stretches
    let lowest = stretches.map(\.minimum).min() ?? 0
    let highest = stretches.map(\.maximum).max() ?? 0
    return highest - lowest > least || track.slowDifference.squareRoot() > least
  }

  /// Whether a side's loss has ever left its level: a discriminator that answers the same everywhere
  /// holds both losses.
  private static func isPlayed(_ run: RunView) -> Bool {
    let sides = [run.track(.discriminatorLoss), run.track(.generatorLoss)]
      .filter { $0.count >= RunView.warmUp }
    return sides.isEmpty || sides.contains { moves($0, by: play) }
  }

  /// A reconstruction that has become better by a tenth since the start.
  ///
  /// Its own term pulls it down whether there is a game or not; where the discriminator answers the
  /// same everywhere or tells nearly every sample apart, it says nothing of the game.
  private static func reconstruction(_ run: RunView) -> Diagnosis.Ground? {
    let track = run.raw(.lossGeneratorReconstruction)
    guard isInTheGame(run), isPlayed(run), track.count >= 2 * Track.blockLength,
      !DiscriminatorLossZero.bottom.holds(run.recentLossRatio ?? 1),
      let first = track.history.stretches.first?.mean, first > 0,
      reconstructed.holds(track.fast / first)
    else { return nil }
    let text = "The reconstruction loss fell from \(first.text) to \(track.fast.text)."
    return .init(.samples, text, confidence: 0.6)
  }

  /// A discriminator that is right more often than not, and wrong often enough.
  private static func outputs(_ run: RunView) -> Diagnosis.Ground? {
    guard isInTheGame(run) else { return nil }
    if let accuracies = run.accuracies {
      let both = [accuracies.real, accuracies.fake]
      guard both.allSatisfy(right.contains) else { return nil }
      let text =
        "The discriminator is right about \((both[0] * 100).text) % of real and "
        + "\((both[1] * 100).text) % of fake samples: both sides are in the game."
      return .init(.outputs, text, confidence: 0.7)
    }
    let real = run.raw(.probabilityReal)
    let fake = run.raw(.probabilityFake)
    guard real.count >= fewestOutputs, fake.count >= fewestOutputs else { return nil }
    guard real.fast < right.upperBound, fake.fast > 1 - right.upperBound,
      real.fast > fake.fast - tie
    else { return nil }
    let text =
      "D(x) is \(real.fast.text) and D(G(z)) \(fake.fast.text): both sides are in the game."
    return .init(.outputs, text, confidence: 0.7)
  }

  /// Loss over ideal within which a game of known objective is a ground.
  ///
  /// Healthy small runs settle at 0.79 to 1.0 (logistic) and, with a penalty, at 0.44 to 0.48 (hinge,
  /// least squares); collapsed ones at 0.31 to 0.51 (rings of 8 Gaussians, five seeds each,
  /// `Objective.collapsedLossRatio`). Where both lie the level tells nothing, so the lower end stands
  /// above every collapsed one: a healthy run below it needs another ground. Above 1.2 the discriminator
  /// loses more than one that guesses, by more than a window's noise (`HighFrequencyNoise`).
  private static let balance = 0.65...1.2
  /// The lasting level may lie lower, in a run that has been there for half a window only.
  private static let recovery = balance.lowerBound / 2
  /// A critic's distance over what it was in the first half of the run.
  private static let distance = Threshold.below(
    2,
    unit: "x the first half's",
    source: "distribution: estimates of healthy scored critics rise by half at most"
  )

  /// Loss over ideal above which a discriminator guesses: the end of a good game, and of none.
  ///
  /// No ground for a hinge loss: published recipes bound its discriminator by spectral norm (SNGAN,
  /// SAGAN, BigGAN), and one whose scores stay small within the margin stands at the ideal, too,
  /// whatever is missing.
  private static let guessing = 0.95
  /// Loss over ideal that a discriminator once had which learned something: small healthy runs begin at
  /// 0.55 to 0.90 (means of 64 steps), one that collapsed at once never fell below 0.95.
  private static let learned = 0.93

  /// Whether a discriminator that guesses has once told real from fake.
  private static func hasToldApart(_ run: RunView) -> Bool {
    guard let ideal = run.objective.idealDiscriminatorLoss else { return false }
    return run.track(.discriminatorLoss).history.stretches.contains { $0.mean < learned * ideal }
  }

  /// Losses of a known objective near its ideal; of a Wasserstein critic, a distance that does not grow.
  private static func losses(_ run: RunView) -> Diagnosis.Ground? {
    guard isInTheGame(run), run.objective.confidence >= 0.6, let objective = run.objective.name
    else { return nil }
    if let ratio = run.recentLossRatio, let lasting = run.lossRatio {
      guard balance.contains(ratio), lasting > recovery,
        ratio < guessing || objective != .hinge && hasToldApart(run)
      else { return nil }
      let text =
        "The discriminator's loss is \((ratio * 100).text) % of its ideal; losses can't show "
        + "how varied the samples are."
      return .init(.losses, text, confidence: 0.5)
    }
    guard !objective.discriminatorLossIsNonNegative else { return nil }
    let track = run.track(.discriminatorLoss)
    guard track.count >= RunView.warmUp,
      let usual = track.history.quantile(0.9, in: 0...0.5, of: { $0.mean.magnitude }),
      usual == 0 ? track.fast == 0 : !distance.isGone(track.fast.magnitude / usual)
    else { return nil }
    let text = "The critic's estimate of the distance does not grow: \(track.fast.magnitude.text)."
    return .init(.losses, text, confidence: 0.5)
  }
}
