// SPDX-License-Identifier: Apache-2.0

extension Objective {
  /// The objectives that Saddle knows.
  public static let all: [Objective] = [
    .nonSaturating, .saturating, .leastSquares, .hinge, .wasserstein, .relativisticPaired,
    .relativisticAverage, .relativisticAverageLeastSquares, .relativisticAverageHinge,
  ]

  private static let ln2 = 0.6931471805599453
  /// Log-odds of 99 : 1, released one unit inside (97 : 3).
  private static let certainLogits = CertainScores(real: 4.6, fake: -4.6, margin: 1)

  /// `1 - JSD / ln 2` of a distribution and a share `c` of it.
  private static let logisticCoverage: @Sendable (Double) -> Double = { c in
    let divergence =
      (c * Mathematics.ln(2 * c / (1 + c)) + (1 - c) * ln2) / 2 + Mathematics.ln(2 / (1 + c)) / 2
    return 1 - divergence / ln2
  }

  /// `softplus(-r) + softplus(f)` of mean scores.
  private static let logisticLoss: @Sendable (Double, Double) -> Double = { real, fake in
    Mathematics.softplus(-real) + Mathematics.softplus(fake)
  }

  // Collapsed loss ratios lie below what healthy small runs with a penalty settle at (logistic
  // 0.79-1.0, least squares 0.48, hinge 0.44 x ideal) and above what collapsed ones do (logistic
  // 0.31-0.51, least squares 0.42): measured on rings of 8 Gaussians, five seeds each.

  /// `softplus(-f)` for the generator.
  public static let nonSaturating = Objective(
    "nonSaturating",
    title: "non-saturating logistic",
    formula: "D: softplus(-r) + softplus(f), G: softplus(-f)",
    source: "Goodfellow et al. 2014, arXiv:1406.2661, section 3, in practice",
    aliases: ["ns", "nsgan", "logistic", "bce", "dcgan"],
    idealDiscriminatorLoss: 2 * ln2,
    idealGeneratorLoss: ln2,
    decisionBoundary: 0,
    certainScores: certainLogits,
    generatorLossGrowsWhenRejected: true,
    lossRatioOfCoverage: logisticCoverage,
    collapsedLossRatio: 0.62,
    leastDiscriminatorLoss: logisticLoss,
    emptyCorner: .logistic
  )

  /// `-softplus(f)`: the original minimax generator loss.
  public static let saturating = Objective(
    "saturating",
    title: "saturating (minimax) logistic",
    formula: "the original minimax loss; D: softplus(-r) + softplus(f), G: -softplus(f)",
    source: "Goodfellow et al. 2014, arXiv:1406.2661, equation 1",
    aliases: ["minimax", "mm"],
    idealDiscriminatorLoss: 2 * ln2,
    idealGeneratorLoss: -ln2,
    decisionBoundary: 0,
    certainScores: certainLogits,
    lossRatioOfCoverage: logisticCoverage,
    collapsedLossRatio: 0.62,
    leastDiscriminatorLoss: logisticLoss
  )

  /// Squared distance to targets 1 and 0.
  public static let leastSquares = Objective(
    "leastSquares",
    title: "least squares",
    formula: "D: (r - 1)^2 / 2 + f^2 / 2, G: (f - 1)^2 / 2",
    source: "Mao et al. 2017, arXiv:1611.04076",
    aliases: ["lsgan", "ls", "mse", "least_square"],
    idealDiscriminatorLoss: 0.25,
    idealGeneratorLoss: 0.125,
    decisionBoundary: 0.5,
    certainScores: CertainScores(real: 1.5, fake: -0.5, margin: 0.1),
    lossRatioOfCoverage: { 2 * $0 / (1 + $0) },
    collapsedLossRatio: 0.45,
    emptyCorner: .leastSquares
  )

  /// Scores beyond the margin of 1 count no more.
  public static let hinge = Objective(
    "hinge",
    title: "hinge",
    formula: "D: relu(1 - r) + relu(1 + f), G: -f",
    source: "Lim and Ye 2017, arXiv:1705.02894",
    aliases: ["geometric"],
    idealDiscriminatorLoss: 2,
    decisionBoundary: 0,
    lossRatioOfCoverage: { $0 },
    collapsedLossRatio: 0.38,
    emptyCorner: .hinge
  )

  /// Difference of mean scores.
  public static let wasserstein = Objective(
    "wasserstein",
    title: "Wasserstein",
    formula: "D: f - r, G: -f; needs a gradient penalty, clipping or spectral norm",
    source: "Arjovsky et al. 2017, arXiv:1701.07875",
    aliases: ["wgan", "w", "wgangp"],
    discriminatorLossIsNonNegative: false
  )

  /// Differences of scores, pair by pair.
  public static let relativisticPaired = Objective(
    "relativisticPaired",
    title: "relativistic (paired)",
    formula: "D: softplus(f - r), G: softplus(r - f), pair by pair (R3GAN)",
    source: "Jolicoeur-Martineau 2019, arXiv:1807.00734",
    aliases: ["rpgan", "rsgan", "relativistic", "r3gan", "rgan"],
    idealDiscriminatorLoss: ln2,
    idealGeneratorLoss: ln2
  )

  /// Differences from the other kind's mean, logistic, both halves summed.
  public static let relativisticAverage = Objective(
    "relativisticAverage",
    title: "relativistic (average)",
    formula: "D: softplus(mean(f) - r) + softplus(f - mean(r)), "
      + "G: softplus(r - mean(f)) + softplus(mean(r) - f)",
    source: "Jolicoeur-Martineau 2019, arXiv:1807.00734",
    aliases: ["ragan", "rasgan"],
    idealDiscriminatorLoss: 2 * ln2,
    idealGeneratorLoss: 2 * ln2
  )

  /// Differences from the other kind's mean, squared distances to 1 and -1.
  public static let relativisticAverageLeastSquares = Objective(
    "relativisticAverageLeastSquares",
    title: "relativistic (average, least squares)",
    formula: "D: (r - mean(f) - 1)^2 + (f - mean(r) + 1)^2, "
      + "G: (r - mean(f) + 1)^2 + (f - mean(r) - 1)^2",
    source: "Jolicoeur-Martineau 2019, arXiv:1807.00734",
    aliases: ["ralsgan"],
    idealDiscriminatorLoss: 2,
    idealGeneratorLoss: 2
  )

  /// Differences from the other kind's mean, hinge.
  public static let relativisticAverageHinge = Objective(
    "relativisticAverageHinge",
    title: "relativistic (average, hinge)",
    formula: "D: relu(1 - r + mean(f)) + relu(1 + f - mean(r)), "
      + "G: relu(1 + r - mean(f)) + relu(1 - f + mean(r))",
    source: "Jolicoeur-Martineau 2019, arXiv:1807.00734",
    aliases: ["rahinge", "rahingegan"],
    idealDiscriminatorLoss: 2,
    idealGeneratorLoss: 2
  )
}
