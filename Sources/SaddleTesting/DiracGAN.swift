// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The smallest GAN: one parameter each, data at 0, generator at theta, discriminator
/// `D(x) = -psi x` (larger on reals), after Mescheder and others (2018) and their notebooks.
///
/// Its vector field, periods and contraction rates are known exactly.
public struct DiracGAN: Sendable {
  /// Which players.
  public enum Variant: Sendable {
    /// Minimax: period of the parameters 2 pi / (h / 2).
    case saturating
    /// Non-saturating: spirals in slowly.
    case nonSaturating
    /// Wasserstein without a constraint: period 2 pi / h.
    case wasserstein
    /// Minimax with R1 of the given gamma.
    case r1(Double)
  }

  /// Learning rate.
  public var rate = 0.2
  /// Whether the discriminator sees the updated generator.
  public var alternates = false
  private let variant: Variant
  private var theta = 1.0
  private var psi = 1.0

  /// Creates the game at (1, 1).
  public init(_ variant: Variant, alternates: Bool = false) {
    self.variant = variant
    self.alternates = alternates
  }

  private func generatorField(_ theta: Double, _ psi: Double) -> Double {
    switch variant {
    case .saturating, .r1: -psi * slope(psi * theta)
    case .nonSaturating: -psi * slope(-psi * theta)
    case .wasserstein: -psi
    }
  }

  private func discriminatorField(_ theta: Double, _ psi: Double) -> Double {
    switch variant {
    case .saturating, .nonSaturating: theta * slope(psi * theta)
    case .r1(let gamma): theta * slope(psi * theta) - gamma * psi
    case .wasserstein: theta
    }
  }

  /// `f'(t) = 1 / (1 + e^t)`.
  private func slope(_ t: Double) -> Double { 1 / (1 + exp(t)) }

  private func softplus(_ t: Double) -> Double { t > 30 ? t : log1p(exp(t)) }

  /// Distance from the equilibrium.
  public var radius: Double { (theta * theta + psi * psi).squareRoot() }

  /// Returns the losses of `count` steps as a log.
  ///
  /// The score of the fake is `-psi theta` and that of the real 0, so the discriminator's loss is
  /// `ln 2 + softplus(fake)`.
  public mutating func run(_ count: Int) -> Trace {
    var observations: [Observation] = []
    for step in 1...count {
      let nextTheta = theta + rate * generatorField(theta, psi)
      psi += rate * discriminatorField(alternates ? nextTheta : theta, psi)
      theta = nextTheta
      let fake = -psi * theta
      let discriminator: Double
      let generator: Double
      switch variant {
      case .wasserstein:
        discriminator = fake
        generator = -fake
      case .nonSaturating:
        discriminator = softplus(0) + softplus(fake)
        generator = softplus(-fake)
      case .saturating, .r1:
        discriminator = softplus(0) + softplus(fake)
        generator = -softplus(fake)
      }
      observations.append(
        Observation(step: step, [.lossDiscriminator: discriminator, .lossGenerator: generator])
      )
    }
    return Trace(observations)
  }
}
