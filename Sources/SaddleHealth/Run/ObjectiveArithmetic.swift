// SPDX-License-Identifier: Apache-2.0

/// What the columns of a log say of the objective by arithmetic alone, over the whole run.
///
/// The generator's loss and the discriminator's loss on fakes are two means of one output `s`, so
/// that each objective leaves a corner of the plane empty, whatever the batch (Jensen, Minkowski):
///
///     logistic        exp(-G) + exp(-F) <= 1        G = softplus(-s), F = softplus(s)
///     least squares   sqrt(G) + sqrt(F) >= 1        G = (s - 1)^2,    F = s^2
///     hinge           F >= 1 - G                    G = -s,           F = relu(1 + s)
///
/// A run that is there for most of its course has another objective. Halves may be averaged and
/// squares halved: only what no such factor explains counts.
struct ObjectiveArithmetic: Codable, Sendable, Equatable {
  /// Share of the run in a corner that its objective leaves empty.
  static let share = 0.5
  /// Observations that are needed to say so.
  static let count = 8
  /// What noise, and an update between both losses, may explain.
  static let tolerance = 0.9

  private var seen = 0
  private var beyondLogistic = 0
  private var beyondSquares = 0
  private var beyondHinge = 0
  private var halves = 0
  private var averaged = 0
  private var summed = 0

  /// Takes in the losses of one observation; `fake` and `real` are the discriminator's halves.
  mutating func take(generator: Double?, discriminator: Double?, real: Double?, fake: Double?) {
    if let discriminator, let real, let fake { compare(discriminator, real + fake) }
    guard let g = generator, g.isFinite, let d = discriminator, d.isFinite else { return }
    seen += 1
    // At least this much of the discriminator's loss is on fakes, averaged or not.
    let most = 2 * (fake.map { Swift.min($0, d) } ?? d)
    if g < -1e-3 || most < Self.tolerance * Self.logistic(g) { beyondLogistic += 1 }
    let squares = g < 0 || most < 0 ? 0 : (2 * g).squareRoot() + (2 * most).squareRoot()
    if squares < Self.tolerance { beyondSquares += 1 }
    if most < Self.tolerance * (1 - g) - 1e-3 { beyondHinge += 1 }
  }

  private mutating func compare(_ whole: Double, _ sum: Double) {
    guard whole.isFinite, sum.isFinite, sum.magnitude > 1e-6 else { return }
    halves += 1
    // Logs print three decimals.
    let tolerance = 0.02 * sum.magnitude + 0.002
    if (whole - sum / 2).magnitude < tolerance { averaged += 1 }
    if (whole - sum).magnitude < tolerance { summed += 1 }
  }

  /// The least loss on fakes that a logistic generator loss allows: `-ln(1 - exp(-g))`.
  private static func logistic(_ g: Double) -> Double {
    guard g > 1e-9 else { return 20 }
    return -Mathematics.ln(Swift.max(1 - Mathematics.e(-g), 1e-9))
  }

  /// Whether a run can't have this objective.
  func excludes(_ objective: Objective) -> Bool {
    guard seen >= Self.count else { return false }
    let beyond: Int
    switch objective.emptyCorner {
    case .logistic: beyond = beyondLogistic
    case .leastSquares: beyond = beyondSquares
    case .hinge: beyond = beyondHinge
    case nil: return false
    }
    return Double(beyond) > Self.share * Double(seen)
  }

  /// The logged discriminator loss over the sum of its halves: 0.5, 1, or nil where unknown.
  var partOfSum: Double? {
    guard halves >= Self.count else { return nil }
    if averaged * 10 >= halves * 9 { return 0.5 }
    return summed * 10 >= halves * 9 ? 1 : nil
  }
}
