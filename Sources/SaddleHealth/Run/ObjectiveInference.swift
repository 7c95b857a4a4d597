// SPDX-License-Identifier: Apache-2.0

/// Reads the objective off the log where nobody declared it.
///
/// With scores the formulas are checked against each other (a hinge or Wasserstein generator loss
/// *is* minus the mean fake score); without them the signs, the ranges and the first losses, which
/// an untrained pair of networks puts near known values, have to do. Every guess must fit the whole
/// run: one that the columns' arithmetic excludes is dropped, and a discriminator loss below zero
/// rules out everything but Wasserstein at any time. Beyond 256 observations one in 16 is looked
/// at.
struct ObjectiveInference: Codable, Sendable, Equatable {
  private static let horizon = 256
  private var seen = 0
  private var negativeDiscriminator = 0
  private var negativeGenerator = 0
  private var firstDiscriminator = 0.0
  private var firstGenerator = 0.0
  private var scored = 0
  private var probabilityLike = 0
  /// Summed relative distance of the generator loss from each formula of the fake score.
  private var linear = 0.0
  private var logistic = 0.0
  private var saturating = 0.0
  private var squared = 0.0
  private var probability = 0.0
  /// The same for the discriminator loss against `fake - real`.
  private var wasserstein = 0.0
  private var discriminator = Moments()
  private var generator = Moments()
  private var early = 0
  private var earlyDiscriminator = 0.0
  private var earlyGenerator = 0.0
  private var stride = 0
  private(set) var arithmetic = ObjectiveArithmetic()

  /// What it reads of an observation.
  struct Sample {
    var step: Int
    var discriminator: Double?
    var generator: Double?
    var real: Double?
    var fake: Double?
    /// The discriminator's losses on real and on fake samples.
    var realHalf: Double?
    var fakeHalf: Double?
    /// The objective as judged so far.
    var present: Objective?
  }

  /// Takes in an observation; returns the judgment where it may have changed.
  mutating func take(_ sample: Sample) -> ObjectiveJudgment? {
    let d = sample.discriminator
    let g = sample.generator
    seen += 1
    var isOverdue = false
    if let d, d < -1e-4 * Swift.max(1, g?.magnitude ?? 0) || d < -1e-3 {
      negativeDiscriminator += 1
      isOverdue = negativeDiscriminator == 3 && sample.present != .wasserstein
    }
    if let g, g < -1e-3 {
      negativeGenerator += 1
      isOverdue = isOverdue || negativeGenerator == 1
    }
    guard seen <= Self.horizon || seen & 15 == 0 || isOverdue else { return nil }
    arithmetic.take(generator: g, discriminator: d, real: sample.realHalf, fake: sample.fakeHalf)
    takeEarly(d, g, sample.step)
    if let d, d.isFinite { takeDiscriminator(d, sample.step) }
    if let g, g.isFinite { takeGenerator(g, sample.step) }
    if scored < 1024 { compare(sample) }
    let isTime = seen <= 8 || seen & 15 == 0 || isOverdue
    return isTime ? judge() : nil
  }

  /// The first five observations with both losses: what untrained networks begin with.
  private mutating func takeEarly(_ d: Double?, _ g: Double?, _ step: Int) {
    guard early < 5, let d, let g, d.isFinite, g.isFinite else { return }
    if early == 1 {
      let first = discriminator.firstStep
      stride = step > first ? Int(clamping: Steps.distance(step, first)) : 0
    }
    early += 1
    earlyDiscriminator += d / 5
    earlyGenerator += g / 5
  }

  private mutating func takeDiscriminator(_ value: Double, _ step: Int) {
    if discriminator.count == 0 { firstDiscriminator = value }
    discriminator.add(value, step: step)
  }

  private mutating func takeGenerator(_ value: Double, _ step: Int) {
    if generator.count == 0 { firstGenerator = value }
    generator.add(value, step: step)
  }

  private mutating func compare(_ sample: Sample) {
    guard let g = sample.generator, g.isFinite, let fake = sample.fake, fake.isFinite,
      g.magnitude < 1e4
    else { return }
    scored += 1
    let scale = g.magnitude + 0.05
    func distance(_ formula: Double) -> Double {
      Swift.min(1, (g - formula).magnitude / scale)
    }
    linear += distance(-fake)
    logistic += distance(Mathematics.softplus(-fake))
    saturating += distance(-Mathematics.softplus(fake))
    squared += distance((fake - 1) * (fake - 1) / 2)
    probability += distance(-Mathematics.ln(Swift.max(fake, 1e-7)))
    guard let real = sample.real, real.isFinite else { return }
    if (0...1).contains(fake), (0...1).contains(real) { probabilityLike += 1 }
    if let d = sample.discriminator {
      wasserstein += Swift.min(1, (d - fake + real).magnitude / (d.magnitude + 0.05))
    }
  }

  // MARK: - Judging

  private func judge() -> ObjectiveJudgment {
    if let judgment = judgeScores() { return judgment }
    if holdsAnotherTerm {
      return unknown(
        "Both losses begin far above the level of untrained networks for every objective "
          + "(\(earlyDiscriminator.text) and \(earlyGenerator.text)) and stay there: they hold "
          + "another term, such as a classifier's."
      )
    }
    if negativeDiscriminator >= Swift.min(3, Swift.max(1, seen / 4)) {
      return found(.wasserstein, 0.9, "the discriminator's loss falls below zero")
    }
    if let judgment = judgeFirstLosses(), fits(judgment) { return judgment }
    let judgment = judgeRanges()
    return fits(judgment)
      ? judgment : unknown("The losses fit no objective over the whole run; declare it.")
  }

  private func fits(_ judgment: ObjectiveJudgment) -> Bool {
    judgment.name.map { !arithmetic.excludes($0) } ?? true
  }

  /// Whether both losses begin at more than twice the largest chance level there is, and stay there.
  ///
  /// Untrained networks answer near 0: D's loss is then 2 at most (hinge), G's 1. A game that turns
  /// so bad is bad later; one that was never elsewhere has losses with something added.
  private var holdsAnotherTerm: Bool {
    guard early == 5, earlyDiscriminator > 4, earlyGenerator > 4, discriminator.count >= 32,
      stride > 0, discriminator.firstStep / 2 <= stride
    else { return false }
    return discriminator.minimum > 3 && generator.minimum > 2
      && discriminator.maximum < 3 * earlyDiscriminator && generator.maximum < 3 * earlyGenerator
  }

  private func judgeScores() -> ObjectiveJudgment? {
    guard scored >= 2 else { return nil }
    let count = Double(scored)
    let confidence = scored >= 8 ? 0.98 : 0.85
    if linear / count < 0.01 {
      let isWasserstein = wasserstein / count < 0.2 || negativeDiscriminator > 0
      return found(
        isWasserstein ? .wasserstein : .hinge,
        confidence,
        "the generator's loss is minus the mean fake score",
        known: .arithmetic
      )
    }
    var candidates: [(Objective, Double, String)] = [
      (.nonSaturating, logistic, "the generator's loss is softplus(-fake score)"),
      (.saturating, saturating, "the generator's loss is -softplus(fake score)"),
      (.leastSquares, squared, "the generator's loss is (fake score - 1)^2 / 2"),
    ]
    if probabilityLike == scored {
      candidates.append((.nonSaturating, probability, "the generator's loss is -ln D(G(z))"))
    }
    guard let best = candidates.min(by: { $0.1 < $1.1 }), best.1 / count < 0.15 else { return nil }
    return found(best.0, confidence, best.2, known: .arithmetic)
  }

  /// Untrained networks put the losses near the values at a score of 0.
  private func judgeFirstLosses() -> ObjectiveJudgment? {
    guard discriminator.count > 0, generator.count > 0, discriminator.firstStep <= 10 else {
      return nil
    }
    let d = firstDiscriminator
    let g = firstGenerator
    func near(_ value: Double, _ target: Double, _ tolerance: Double) -> Bool {
      (value - target).magnitude < tolerance * target.magnitude
    }
    let why = "the first losses are those of untrained networks"
    if near(d, 1.386, 0.1), near(g, 0.693, 0.15) { return found(.nonSaturating, 0.85, why) }
    if near(d, 1.386, 0.1), near(g, -0.693, 0.15) { return found(.saturating, 0.85, why) }
    if near(d, 0.693, 0.05), near(g, 0.693, 0.1) {
      return found(.nonSaturating, 0.7, why, scale: 0.5)
    }
    if near(d, 1.386, 0.05), g >= 0 { return found(.nonSaturating, 0.7, why) }
    if near(d, 2, 0.05), g.magnitude < 0.3 { return found(.hinge, 0.8, why) }
    if near(d, 0.5, 0.25), near(g, 0.5, 0.25) { return found(.leastSquares, 0.7, why) }
    if near(d, 1, 0.1), near(g, 1, 0.2) { return found(.leastSquares, 0.6, why, scale: 2) }
    return nil
  }

  private func judgeRanges() -> ObjectiveJudgment {
    guard seen >= 32, discriminator.count >= 32, generator.count >= 32 else {
      return unknown("Too little was logged to recognize the objective; declare it.")
    }
    // Of the losses with a lower bound of zero, only these two let the generator's go below it.
    if negativeGenerator > 0 {
      if generator.maximum < 0.01, generator.minimum > -4 {
        return found(.saturating, 0.6, "the generator's loss is never above zero")
      }
      return found(.hinge, 0.6, "the generator's loss has both signs, the discriminator's one")
    }
    if generator.mean > 0.5, discriminator.maximum > 0.3, discriminator.mean < 1.6 {
      return found(.nonSaturating, 0.6, "both losses lie in the range of a logistic game")
    }
    return unknown("Neither range nor sign of the losses points to one objective; declare it.")
  }

  private func unknown(_ reason: String) -> ObjectiveJudgment {
    ObjectiveJudgment(name: nil, known: .unknown, confidence: 0, reason: reason)
  }

  private func found(
    _ name: Objective,
    _ confidence: Double,
    _ reason: String,
    scale: Double = 1,
    known: ObjectiveJudgment.Origin = .inferred
  ) -> ObjectiveJudgment {
    ObjectiveJudgment(
      name: name,
      known: known,
      confidence: confidence,
      discriminatorLossScale: scale,
      reason: known == .arithmetic ? "Computed: \(reason)." : "Inferred: \(reason)."
    )
  }
}

extension ObjectiveJudgment {
  /// What holds where the surroundings of a log say one thing and its values another.
  ///
  /// Options are believed. The default of a code base is, unless the values exclude it or give
  /// another formula away; then the values hold.
  static func choose(
    read: ObjectiveJudgment?,
    values: ObjectiveJudgment,
    _ arithmetic: ObjectiveArithmetic
  ) -> ObjectiveJudgment {
    guard let read, let name = read.name else { return values.scaled(by: arithmetic) }
    guard read.known == .codeBase else { return read.scaled(by: arithmetic) }
    let isOther = values.known == .arithmetic && values.name != name
    guard arithmetic.excludes(name) || isOther else { return read.scaled(by: arithmetic) }
    var result = values.scaled(by: arithmetic)
    result.reason += " The code's default, \(name.title), does not fit the values."
    return result
  }

  /// The judgment with the scale that the columns give: the mean of halves or their sum.
  private func scaled(by arithmetic: ObjectiveArithmetic) -> ObjectiveJudgment {
    // The squares' own factor of one half is not to be seen between columns.
    guard let part = arithmetic.partOfSum, name != .leastSquares else { return self }
    var result = self
    result.discriminatorLossScale = part
    return result
  }
}
