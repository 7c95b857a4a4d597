// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A published rule, applied to the same observations.
protocol Baseline {
  /// Its name in the table.
  static var name: String { get }
  /// Where the rule and its constants stem from.
  static var source: String { get }
  init(ideal: Double?)
  /// Returns whether the rule raises an alarm at this observation.
  mutating func observe(_ observation: Observation) -> Bool
}

/// All rules: one line each.
enum BaselineCatalog {
  static var all: [any Baseline.Type] {
    [
      NaNOnly.self, Plateau.self, ZScore.self, Ganhacks.self, AutoTrainerRules.self,
      BTTacklerOscillation.self, GapAwareBand.self,
    ]
  }
}

extension Observation {
  fileprivate var discriminatorLoss: Double? {
    if let loss = self[.lossDiscriminator] { return loss }
    guard let real = self[.lossDiscriminatorReal], let fake = self[.lossDiscriminatorFake] else {
      return nil
    }
    return real + fake
  }
  fileprivate var generatorLoss: Double? {
    self[.lossGeneratorAdversarial] ?? self[.lossGenerator]
  }
}

/// Stop on a non-finite loss.
struct NaNOnly: Baseline {
  static let name = "NaN only"
  static let source = "Keras TerminateOnNaN"
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    observation.values.contains { !$0.value.isFinite }
  }
}

/// No new minimum of the generator's loss, averaged over 100 observations, for 10 averages.
struct Plateau: Baseline {
  static let name = "plateau, patience 10"
  static let source = "Keras ReduceLROnPlateau (min_delta 1e-4)"
  private var sum = 0.0
  private var count = 0
  private var best = Double.infinity
  private var waited = 0
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    guard let loss = observation.generatorLoss, loss.isFinite else { return false }
    sum += loss
    count += 1
    guard count == 100 else { return waited >= 10 }
    let mean = sum / 100
    if mean < best - 1e-4 { waited = 0 } else { waited += 1 }
    best = min(best, mean)
    sum = 0
    count = 0
    return waited >= 10
  }
}

/// A discriminator loss three deviations from the mean of the last 30.
struct ZScore: Baseline {
  static let name = "z-score 30 / 3"
  static let source = "W&B automations' default window"
  private var window: [Double] = []
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    guard let loss = observation.discriminatorLoss, loss.isFinite else { return false }
    defer {
      window.append(loss)
      if window.count > 30 { window.removeFirst() }
    }
    guard window.count == 30 else { return false }
    let mean = window.reduce(0, +) / 30
    let variance = window.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 29
    return variance > 0 && (loss - mean).magnitude > 3 * variance.squareRoot()
  }
}

/// Discriminator loss at zero (below 0.05, averaged) or a gradient norm above 100.
struct Ganhacks: Baseline {
  static let name = "ganhacks thresholds"
  static let source = "soumith/ganhacks 10"
  private var average: Double?
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    if let loss = observation.discriminatorLoss, loss.isFinite {
      average = average.map { $0 + 0.05 * (loss - $0) } ?? loss
    }
    let gradient = max(
      observation[.gradientNormGenerator] ?? 0,
      observation[.gradientNormDiscriminator] ?? 0
    )
    return gradient > 100 || average.map { $0 < 0.05 && $0 >= 0 } ?? false
  }
}

/// AutoTrainer's loss limit and its oscillation rule: extrema of accuracy (of the discriminator,
/// averaged over 50 observations) at least 0.03 apart, in a fifth of all averages.
struct AutoTrainerRules: Baseline {
  static let name = "AutoTrainer rules"
  static let source = "Zhang et al., ICSE 2021 (zeta 0.03, eta 0.2, loss 1e3)"
  private var sum = 0.0
  private var count = 0
  private var means: [Double] = []
  private var swings = 0
  private var lastExtreme: Double?
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    let loss = observation.discriminatorLoss ?? 0
    if !loss.isFinite || loss >= 1e3 || (observation.generatorLoss ?? 0) >= 1e3 { return true }
    guard let real = observation[.accuracyReal], let fake = observation[.accuracyFake] else {
      return false
    }
    sum += (real + fake) / 2
    count += 1
    if count == 50 {
      means.append(sum / 50)
      sum = 0
      count = 0
      if means.count >= 3 { findExtreme() }
    }
    return means.count >= 6 && Double(swings) >= 0.2 * Double(means.count)
  }

  private mutating func findExtreme() {
    let (a, b, c) = (means[means.count - 3], means[means.count - 2], means[means.count - 1])
    guard (b - a) * (c - b) < 0 else { return }
    if let last = lastExtreme, (b - last).magnitude >= 0.03 { swings += 1 }
    lastExtreme = b
  }
}

/// BTTackler's heavy oscillation: over six averages of 50 losses a slope of 0.01 or more and a
/// variation above 0.2.
struct BTTacklerOscillation: Baseline {
  static let name = "BTTackler oscillation"
  static let source = "BTTackler, KDD 2024 (slope 0.01, variation 0.2)"
  private var sum = 0.0
  private var count = 0
  private var means: [Double] = []
  init(ideal: Double?) {}
  mutating func observe(_ observation: Observation) -> Bool {
    guard let loss = observation.discriminatorLoss, loss.isFinite else { return false }
    sum += loss
    count += 1
    if count == 50 {
      means.append(sum / 50)
      if means.count > 6 { means.removeFirst() }
      sum = 0
      count = 0
    }
    guard means.count == 6 else { return false }
    let mean = means.reduce(0, +) / 6
    let variance = means.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 5
    var slope = 0.0
    for (index, value) in means.enumerated() { slope += (Double(index) - 2.5) * value }
    slope /= 17.5
    return slope >= 0.01 && mean != 0 && variance.squareRoot() / mean.magnitude > 0.2
  }
}

/// A discriminator loss, averaged, more than 10 % away from the objective's ideal.
struct GapAwareBand: Baseline {
  static let name = "gap-aware band (10 %)"
  static let source = "gap-aware learning rate, AISTATS 2023"
  private let ideal: Double?
  private var average: Double?
  init(ideal: Double?) { self.ideal = ideal }
  mutating func observe(_ observation: Observation) -> Bool {
    guard let ideal, let loss = observation.discriminatorLoss, loss.isFinite else { return false }
    average = average.map { $0 + 0.05 * (loss - $0) } ?? loss
    return average.map { ($0 - ideal).magnitude > 0.1 * ideal } ?? false
  }
}
