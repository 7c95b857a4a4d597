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

  /// Its place in a set of bits.
  @inline(__always) var bit: UInt32 { 1 << UInt32(truncatingIfNeeded: rawValue) }

  /// The signals that it is made from.
  public var sources: [Signal] {
    switch self {
    case .discriminatorLoss, .logDiscriminatorLoss:
      [
        .lossDiscriminator, .lossDiscriminatorAdversarial, .lossDiscriminatorReal,
        .lossDiscriminatorFake,
      ]
    case .generatorLoss: [.lossGenerator, .lossGeneratorAdversarial]
    case .accuracyReal: [.accuracyReal, .accuracy, .signsReal]
    case .accuracyFake: [.accuracyFake, .accuracy, .signsFake]
    case .diversity: [.diversityFake, .diversityReal]
    case .logGradientGenerator: [.gradientNormGenerator]
    case .logGradientDiscriminator: [.gradientNormDiscriminator]
    case .penalty: [.penalty, .penaltyGradient, .penaltyR1, .penaltyR2]
    }
  }
}

/// What turning raw signals into quantities has to remember.
struct Derivation: Codable, Sendable, Equatable {
  /// The last diversity of real samples, which is often logged less often than that of fakes.
  var realDiversity: Double?
  /// Whether the logged discriminator loss contains the penalty; assumed until that would make it
  /// negative where it can't be.
  var lossIncludesPenalty = true
  private(set) var penaltyWasDeclared = false
  /// Whether the discriminator takes part: until its first loss that is not exactly 0 it waits.
  var discriminatorHasStarted = false
  /// Observations for which it has waited.
  var waitedForDiscriminator = 0

  init(_ context: RunContext) {
    if let declared = context.discriminatorLossIncludesPenalty {
      lossIncludesPenalty = declared
      penaltyWasDeclared = true
    }
  }
}

/// Turning raw signals into quantities. Written as methods of the view, which must not be copied at
/// each observation.
extension RunView {
  /// The adversarial discriminator loss of the present observation; none before the discriminator
  /// takes part in the game.
  mutating func deriveDiscriminatorLoss() -> Double? {
    guard let loss = loggedDiscriminatorLoss() else { return nil }
    if derivation.discriminatorHasStarted { return loss }
    guard loss != 0, value(.discriminatorFactor) != 0 else {
      derivation.waitedForDiscriminator += 1
      return nil
    }
    derivation.discriminatorHasStarted = true
    if derivation.waitedForDiscriminator >= Self.longWait { startDiscriminator() }
    return loss
  }

  /// Observations after which a start of the discriminator is an event.
  private static let longWait = 4

  /// Whether the discriminator's loss was logged and has been exactly 0 since the beginning.
  var isBeforeDiscriminator: Bool {
    !derivation.discriminatorHasStarted && derivation.waitedForDiscriminator > 0
  }

  private mutating func loggedDiscriminatorLoss() -> Double? {
    if let loss = value(.lossDiscriminatorAdversarial) { return loss }
    guard let loss = value(.lossDiscriminator) else {
      guard let real = value(.lossDiscriminatorReal) else { return nil }
      return value(.lossDiscriminatorFake).map { $0 + real }
    }
    guard present.intersects(Self.penalties), let penalty = derivePenalty(), penalty > 0 else {
      return loss
    }
    if !derivation.penaltyWasDeclared, derivation.lossIncludesPenalty, loss >= 0,
      loss < penalty * 0.99, objective.name?.discriminatorLossIsNonNegative ?? true
    {
      derivation.lossIncludesPenalty = false
    }
    return derivation.lossIncludesPenalty ? loss - penalty : loss
  }

  private static let penalties = SignalSet([
    .penalty, .penaltyGradient, .penaltyR1, .penaltyR2,
  ])

  /// The sum of the penalties of the present observation.
  func derivePenalty() -> Double? {
    if let total = value(.penalty) { return total }
    guard present.intersects(Self.penalties) else { return nil }
    return (value(.penaltyGradient) ?? 0) + (value(.penaltyR1) ?? 0) + (value(.penaltyR2) ?? 0)
  }

  /// The adversarial generator loss of the present observation.
  func deriveGeneratorLoss() -> Double? {
    if let loss = value(.lossGeneratorAdversarial) { return loss }
    return isConditional ? nil : value(.lossGenerator)
  }

  /// The shares that the discriminator gets right.
  func deriveAccuracy() -> (real: Double?, fake: Double?) {
    let boundary = objective.name?.decisionBoundary
    guard boundary != nil || objective.name == nil else { return (nil, nil) }
    let real = value(.accuracyReal)
    let fake = value(.accuracyFake)
    if real != nil || fake != nil { return (real, fake) }
    if let both = value(.accuracy) { return (both, both) }
    // The sign of a score is a decision only where the boundary lies at 0.
    guard boundary == 0 else { return (nil, nil) }
    return (
      value(.signsReal).map { (1 + $0) / 2 },
      value(.signsFake).map { (1 - $0) / 2 }
    )
  }

  /// The ratio of diversities of the present observation.
  mutating func deriveDiversity() -> Double? {
    if let real = value(.diversityReal), real.isFinite, real > 0 {
      derivation.realDiversity = real
    }
    guard let fake = value(.diversityFake), let real = derivation.realDiversity else { return nil }
    return fake / real
  }
}
