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

  /// Diverse samples, or samples that grow more diverse.
  private static func samples(_ run: RunView) -> Diagnosis.Ground? {
    let variety = run.variety
    guard variety.count >= VarietyBook.fewest, variety.level < 2 else { return nil }
    let level = (variety.level * 100).text
    if !VarietyBook.low.holds(variety.level) {
      return .init(.samples, "Samples are \(level) % as diverse as the data.", confidence: 0.9)
    }
    guard variety.isRising, variety.level > 1.2 * variety.first else { return nil }
    let first = (variety.first * 100).text
    let text = "The diversity of samples rises: from \(first) % of the data's to \(level) %."
    return .init(.samples, text, confidence: 0.7)
  }

  /// Signal-to-noise ratio in dB of a picture of one colour: -20 lg of the data's deviation, 0.18 to
  /// 0.25 for photographs.
  private static let onePicture = 15.0

  /// A sample metric that has become better, or, of pairs of images, stays good.
  private static func metric(_ run: RunView) -> Diagnosis.Ground? {
    guard let entry = run.metrics.primary, entry.count >= 3, entry.recentRatio <= 1.25 else {
      return nil
    }
    let gain = entry.ratio(entry.first)
    let isGood = entry.signal == .metricPSNR && entry.best > onePicture
    guard gain > 1.1 || isGood else { return nil }
    let text =
      "\(entry.signal.shortName) is at \(entry.last.text), best \(entry.best.text) at step "
      + "\(entry.bestStep), \(entry.first.text) at the start."
    return .init(.metric, text, confidence: gain > 1.1 ? 0.95 : 0.6)
  }

  /// Whether something moves and neither side's adversarial loss is exactly 0: an equilibrium wobbles,
  /// and a term that is dead is no part of a game.
  private static func isInTheGame(_ run: RunView) -> Bool {
    [run.track(.discriminatorLoss), run.track(.generatorLoss)].allSatisfy { track in
      track.count < RunView.warmUp || track.fast.magnitude > 1e-7 && moves(track)
    }
  }

  /// Whether the run's values differ by more than a rounding of their level; a game without noise that
  /// has come to rest did move.
  private static func moves(_ track: Track, by share: Double = 1e-6) -> Bool {
    let least = share * track.slow.magnitude
    let stretches = track.history.stretches
    let lowest = stretches.map(\.minimum).min() ?? 0
    let highest = stretches.map(\.maximum).max() ?? 0
    return highest - lowest > least || track.slowDifference.squareRoot() > least
  }

  /// Whether a side's loss has ever left 5 % of its level: a discriminator that answers the same
  /// everywhere holds both losses (healthy paired and vocoder runs range over 50 % and more).
  private static func isPlayed(_ run: RunView) -> Bool {
    let sides = [run.track(.discriminatorLoss), run.track(.generatorLoss)]
      .filter { $0.count >= RunView.warmUp }
    return sides.isEmpty || sides.contains { moves($0, by: 0.05) }
  }

  /// A reconstruction that has become better by a tenth since the start.
  ///
  /// Its own term pulls it down whether there is a game or not; where the discriminator answers the
  /// same everywhere or tells nearly every sample apart, it says nothing of the game.
  private static func reconstruction(_ run: RunView) -> Diagnosis.Ground? {
    let track = run.raw(.lossGeneratorReconstruction)
    guard isInTheGame(run), isPlayed(run), track.count >= 2 * Track.blockLength,
      run.recentLossRatio ?? 1 >= DiscriminatorLossZero.limit,
      let first = track.history.stretches.first?.mean, first > 0, track.fast < 0.9 * first
    else { return nil }
    let text = "The reconstruction loss fell from \(first.text) to \(track.fast.text)."
    return .init(.samples, text, confidence: 0.6)
  }

  /// A discriminator that is right more often than not, and wrong often enough.
  private static func outputs(_ run: RunView) -> Diagnosis.Ground? {
    guard isInTheGame(run) else { return nil }
    if let accuracies = run.accuracies {
      let both = [accuracies.real, accuracies.fake]
      guard both.allSatisfy({ (0.5...0.95).contains($0) }) else { return nil }
      let text =
        "The discriminator is right about \((both[0] * 100).text) % of real and "
        + "\((both[1] * 100).text) % of fake samples: both sides are in the game."
      return .init(.outputs, text, confidence: 0.7)
    }
    let real = run.raw(.probabilityReal)
    let fake = run.raw(.probabilityFake)
    guard real.count >= 16, fake.count >= 16 else { return nil }
    guard real.fast < 0.95, fake.fast > 0.05, real.fast > fake.fast - 0.02 else { return nil }
    let text =
      "D(x) is \(real.fast.text) and D(G(z)) \(fake.fast.text): both sides are in the game."
    return .init(.outputs, text, confidence: 0.7)
  }

  /// Loss over ideal within which a game of known objective counts as balanced: healthy small runs
  /// settle at 0.79 to 1.0 (logistic), 0.44 to 0.48 with a penalty (hinge, least squares), see
  /// `Objective.collapsedLossRatio` for the other side.
  private static let balance = 0.65...1.2

  /// Loss over ideal above which a discriminator guesses: the end of a good game, and of none.
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
      guard balance.contains(ratio), lasting > balance.lowerBound / 2,
        ratio < guessing || hasToldApart(run)
      else { return nil }
      let text = "The discriminator's loss is \((ratio * 100).text) % of its ideal."
      return .init(.losses, text, confidence: 0.5)
    }
    guard !objective.discriminatorLossIsNonNegative else { return nil }
    let track = run.track(.discriminatorLoss)
    guard track.count >= RunView.warmUp,
      let usual = track.history.quantile(0.9, in: 0...0.5, of: { $0.mean.magnitude }),
      track.fast.magnitude <= 2 * usual
    else { return nil }
    let text = "The critic's estimate of the distance does not grow: \(track.fast.magnitude.text)."
    return .init(.losses, text, confidence: 0.5)
  }
}
