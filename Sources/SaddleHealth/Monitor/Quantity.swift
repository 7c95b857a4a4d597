// SPDX-License-Identifier: Apache-2.0

/// What detectors read in place of raw signals: the same thing, however it was logged.
public enum Quantity: Int, CaseIterable, Sendable {
  /// Adversarial discriminator loss: penalties taken off, halves added.
  case discriminatorLoss
  /// Its natural logarithm, floored at 1e-7: the average of it is a geometric mean, which spikes
  /// don't move.
  case logDiscriminatorLoss
  /// Adversarial generator loss: reconstruction terms taken off where they were logged apart.
  case generatorLoss
  /// Share of real samples that the discriminator gets right, 0...1.
  case accuracyReal
  /// Share of fake samples that the discriminator gets right, 0...1.
  case accuracyFake
  /// Mean pairwise distance of fake samples over that of real ones.
  case diversity
  /// Common logarithm of the generator's gradient norm, floored at -30.
  case logGradientGenerator
  /// Common logarithm of the discriminator's gradient norm, floored at -30.
  case logGradientDiscriminator
  /// Sum of the penalties.
  case penalty
}

/// Turns raw signals into quantities.
struct Derivation: Codable, Sendable, Equatable {
  /// The last diversity of real samples, which is often logged less often than that of fakes.
  private var realDiversity: Double?
  /// Whether the logged discriminator loss contains the penalty; assumed until it turns negative.
  private(set) var lossIncludesPenalty = true
  private var penaltyWasDeclared = false

  init(_ context: RunContext) {
    if let declared = context.discriminatorLossIncludesPenalty {
      lossIncludesPenalty = declared
      penaltyWasDeclared = true
    }
  }

  /// The adversarial discriminator loss of an observation.
  mutating func discriminatorLoss(_ run: RunView) -> Double? {
    if let loss = run.value(.lossDiscriminatorAdversarial) { return loss }
    guard let loss = run.value(.lossDiscriminator) else {
      guard let real = run.value(.lossDiscriminatorReal) else { return nil }
      return run.value(.lossDiscriminatorFake).map { $0 + real }
    }
    guard let penalty = penalty(run), penalty > 0 else { return loss }
    if !penaltyWasDeclared, lossIncludesPenalty, loss >= 0, loss < penalty * 0.99,
      run.objective.name?.discriminatorLossIsNonNegative ?? true
    {
      lossIncludesPenalty = false
    }
    return lossIncludesPenalty ? loss - penalty : loss
  }

  /// The sum of the penalties of an observation.
  func penalty(_ run: RunView) -> Double? {
    if let total = run.value(.penalty) { return total }
    let parts = [Signal.penaltyGradient, .penaltyR1, .penaltyR2].compactMap { run.value($0) }
    return parts.isEmpty ? nil : parts.reduce(0, +)
  }

  /// The adversarial generator loss of an observation.
  func generatorLoss(_ run: RunView) -> Double? {
    if let loss = run.value(.lossGeneratorAdversarial) { return loss }
    return run.isConditional ? nil : run.value(.lossGenerator)
  }

  /// The shares that the discriminator gets right.
  func accuracy(_ run: RunView) -> (real: Double?, fake: Double?) {
    guard run.objective.name?.decisionBoundary != nil || run.objective.name == nil else {
      return (nil, nil)
    }
    let real = run.value(.accuracyReal)
    let fake = run.value(.accuracyFake)
    if real != nil || fake != nil { return (real, fake) }
    if let both = run.value(.accuracy) { return (both, both) }
    // The sign of a score is a decision only where the boundary lies at 0.
    guard run.objective.name?.decisionBoundary == 0 else { return (nil, nil) }
    return (
      run.value(.signsReal).map { (1 + $0) / 2 },
      run.value(.signsFake).map { (1 - $0) / 2 }
    )
  }

  /// The ratio of diversities of an observation.
  mutating func diversity(_ run: RunView) -> Double? {
    if let real = run.value(.diversityReal), real.isFinite, real > 0 { realDiversity = real }
    guard let fake = run.value(.diversityFake), let real = realDiversity else { return nil }
    return fake / real
  }
}
