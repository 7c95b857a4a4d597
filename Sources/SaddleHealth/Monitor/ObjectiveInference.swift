// SPDX-License-Identifier: Apache-2.0

/// Reads the objective off the log where nobody declared it.
///
/// With scores the formulas are checked against each other (a hinge or Wasserstein generator loss
/// *is* minus the mean fake score); without them the signs, the ranges and the first losses, which
/// an untrained pair of networks puts near known values, have to do. A guess is revised during the
/// first 256 observations with losses and then kept, except that a discriminator loss below zero
/// rules out everything but Wasserstein at any time.
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

  /// Takes in an observation; returns the judgement where it may have changed.
  mutating func take(_ run: RunView) -> ObjectiveJudgement? {
    guard run.has(.discriminatorLoss) || run.has(.generatorLoss) else { return nil }
    let d = run.has(.discriminatorLoss) ? run.track(.discriminatorLoss).last : nil
    let g = run.has(.generatorLoss) ? run.track(.generatorLoss).last : nil
    if let d, d < -1e-4 * Swift.max(1, g?.magnitude ?? 0) || d < -1e-3 {
      negativeDiscriminator += 1
    }
    seen += 1
    let isOverdue = negativeDiscriminator == 3 && run.objective.name != .wasserstein
    guard seen <= Self.horizon || isOverdue else { return nil }
    if let d, d.isFinite { takeDiscriminator(d, run.step) }
    if let g, g.isFinite { takeGenerator(g, run.step) }
    if scored < 64 { compare(d: d, g: g, run) }
    let isTime = seen <= 8 || seen & 15 == 0 || isOverdue
    return isTime ? judge(isConditional: run.isConditional) : nil
  }

  private mutating func takeDiscriminator(_ value: Double, _ step: Int) {
    if discriminator.count == 0 { firstDiscriminator = value }
    discriminator.add(value, step: step)
  }

  private mutating func takeGenerator(_ value: Double, _ step: Int) {
    if generator.count == 0 { firstGenerator = value }
    if value < 0 { negativeGenerator += 1 }
    generator.add(value, step: step)
  }

  private mutating func compare(d: Double?, g: Double?, _ run: RunView) {
    guard let g, g.isFinite, let fake = run.value(.scoresFake), fake.isFinite,
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
    guard let real = run.value(.scoresReal), real.isFinite else { return }
    if (0...1).contains(fake), (0...1).contains(real) { probabilityLike += 1 }
    if let d { wasserstein += Swift.min(1, (d - fake + real).magnitude / (d.magnitude + 0.05)) }
  }

  // MARK: - Judging

  private func judge(isConditional: Bool) -> ObjectiveJudgement {
    if let judgement = judgeScores() { return judgement }
    if negativeDiscriminator >= Swift.min(3, Swift.max(1, seen / 4)) {
      return found(.wasserstein, 0.9, "the discriminator's loss falls below zero")
    }
    if let judgement = judgeFirstLosses() { return judgement }
    return judgeRanges(isConditional: isConditional)
  }

  private func judgeScores() -> ObjectiveJudgement? {
    guard scored >= 2 else { return nil }
    let count = Double(scored)
    let confidence = scored >= 8 ? 0.98 : 0.85
    if linear / count < 0.01 {
      let isWasserstein = wasserstein / count < 0.2 || negativeDiscriminator > 0
      return found(
        isWasserstein ? .wasserstein : .hinge,
        confidence,
        "the generator's loss is minus the mean fake score"
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
    return found(best.0, confidence, best.2)
  }

  /// Untrained networks put the losses near the values at a score of 0.
  private func judgeFirstLosses() -> ObjectiveJudgement? {
    guard discriminator.count > 0, generator.count > 0 else { return nil }
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
    if near(d, 2, 0.05), g.magnitude < 0.3 { return found(.hinge, 0.8, why) }
    if near(d, 0.5, 0.1), near(g, 0.5, 0.2) { return found(.leastSquares, 0.7, why) }
    if near(d, 1, 0.1), near(g, 1, 0.2) { return found(.leastSquares, 0.6, why, scale: 2) }
    return nil
  }

  private func judgeRanges(isConditional: Bool) -> ObjectiveJudgement {
    guard seen >= 32, discriminator.count >= 32, generator.count >= 32 else {
      return ObjectiveJudgement(
        name: nil,
        known: .unknown,
        confidence: 0,
        reason: "Too little was logged to recognise the objective; declare it."
      )
    }
    let below = Double(negativeGenerator) / Double(generator.count)
    if below > 0.02 {
      if generator.maximum < 0.01, generator.minimum > -4 {
        return found(.saturating, 0.6, "the generator's loss is never above zero")
      }
      return found(.hinge, 0.6, "the generator's loss has both signs, the discriminator's one")
    }
    if generator.mean > 0.5, discriminator.maximum > 0.3, discriminator.mean < 1.6 {
      return found(.nonSaturating, 0.6, "both losses lie in the range of a logistic game")
    }
    return ObjectiveJudgement(
      name: nil,
      known: .unknown,
      confidence: 0,
      reason: "Neither range nor sign of the losses points to one objective; declare it."
    )
  }

  private func found(
    _ name: Objective,
    _ confidence: Double,
    _ reason: String,
    scale: Double = 1
  ) -> ObjectiveJudgement {
    ObjectiveJudgement(
      name: name,
      known: .inferred,
      confidence: confidence,
      discriminatorLossScale: scale,
      reason: "Inferred: \(reason)."
    )
  }
}
