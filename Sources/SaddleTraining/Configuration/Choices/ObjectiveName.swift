// SPDX-License-Identifier: Apache-2.0

/// The objectives by name; `r` and `f` are the discriminator's scores of real and fake samples.
public enum ObjectiveName: String, ConfigurationChoice {
  /// `softplus(-f)` for the generator.
  case nonSaturating
  /// The minimax loss as first written down.
  case saturating
  /// Squared distance to targets 1 and 0.
  case leastSquares
  /// Difference of mean scores.
  case wasserstein
  /// Scores beyond the margin of 1 count no more.
  case hinge
  /// Differences of scores, pair by pair.
  case relativisticPaired
  /// Differences from the other kind's mean, logistic.
  case relativisticAverage
  /// Differences from the other kind's mean, least squares.
  case relativisticAverageLeastSquares
  /// Differences from the other kind's mean, hinge.
  case relativisticAverageHinge

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .nonSaturating: "D: softplus(-r) + softplus(f), G: softplus(-f)"
    case .saturating: "the original minimax loss; D as above, G: -softplus(f)"
    case .leastSquares: "D: (r - 1)^2 / 2 + f^2 / 2, G: (f - 1)^2 / 2"
    case .wasserstein: "D: f - r, G: -f; needs a gradient penalty, clipping or spectral norm"
    case .hinge: "D: relu(1 - r) + relu(1 + f), G: -f"
    case .relativisticPaired: "D: softplus(f - r), G: softplus(r - f), pair by pair (R3GAN)"
    case .relativisticAverage: "logistic loss of each score less the other kind's mean"
    case .relativisticAverageLeastSquares: "squared distance of the same differences to 1 and -1"
    case .relativisticAverageHinge: "hinge of the same differences"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .nonSaturating: ["ns", "logistic", "nsgan", "bce"]
    case .saturating: ["minimax", "mm", "vanilla"]
    case .leastSquares: ["lsgan", "ls", "mse"]
    case .wasserstein: ["wgan", "w"]
    case .hinge: ["geometric"]
    case .relativisticPaired: ["rpgan", "relativistic", "r3gan", "rsgan"]
    case .relativisticAverage: ["ragan", "rasgan"]
    case .relativisticAverageLeastSquares: ["ralsgan"]
    case .relativisticAverageHinge: ["rahinge", "rahingegan"]
    }
  }
}
