// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// What the two networks play for: a loss for each.
///
/// Losses are per sample, before reduction; the task takes the mean. One of your own is a type with two
/// functions, wherever it is; one that configurations can name is a `NamedLoss` besides.
///
///     struct SquaredHinge: AdversarialLoss {
///       func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
///         try (1 - real.tensor).relu().square() + (1 + fake.tensor).relu().square()
///       }
///       func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
///         try -fake.tensor
///       }
///     }
public protocol AdversarialLoss: Sendable {
  /// The score above which a sample counts as real; nil where there is no such score.
  static var decisionBoundary: Double? { get }

  /// Creates the loss with its usual targets, without label smoothing.
  init()

  /// Creates the loss with the target of real samples lowered by a share, 0 ..< 1 (one-sided label
  /// smoothing: Salimans et al. 2016); nil where the loss has no such target.
  init?(labelSmoothing: Double)

  /// Returns the discriminator's loss per sample.
  ///
  /// - Parameters:
  ///   - real: Scores of real samples.
  ///   - fake: Scores of generated samples, same shape.
  /// - Returns: Same shape as `real`.
  /// - Throws: `TensorError` if the shapes differ.
  func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor

  /// Returns the generator's loss per sample.
  ///
  /// - Parameters:
  ///   - real: Scores of real samples, which relativistic losses read.
  ///   - fake: Scores of generated samples.
  /// - Returns: Same shape as `fake`.
  /// - Throws: `TensorError` if the shapes differ.
  func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor

  /// Whether `generatorLoss` needs scores of real samples.
  static var generatorReadsReal: Bool { get }
}

/// A loss that configurations know by a name: a file in `Objectives/` and a line in `LossCatalog`.
///
/// `objective` is data: its id is the name in configurations, its formula the help, its boundary and
/// ideal losses what the monitor compares with. One that `saddle diagnose` should know in a stranger's
/// log, too, stands in SaddleHealth's `Objective.all`.
public protocol NamedLoss: AdversarialLoss {
  /// All that is known of it.
  static var objective: Objective { get }
}

extension NamedLoss {
  /// Its name in the configuration.
  public static var name: ObjectiveName { ObjectiveName(rawValue: objective.id) }
  /// As the objective has it.
  public static var decisionBoundary: Double? { objective.decisionBoundary }
}

extension AdversarialLoss {
  /// None: accuracy isn't counted.
  public static var decisionBoundary: Double? { nil }

  /// False: most generator losses read fake scores alone.
  public static var generatorReadsReal: Bool { false }

  /// Nil for any smoothing: most losses have no target that could be lowered.
  public init?(labelSmoothing: Double) {
    guard labelSmoothing == 0 else { return nil }
    self.init()
  }
}

/// The losses that there are.
///
/// ```swift
/// import SaddleGAN
///
/// for loss in LossCatalog.all { print(loss.name.rawValue, loss.objective.formula) }
/// let hinge = LossCatalog.make(.hinge)
/// let smoothed = LossCatalog.make(.nonSaturating, labelSmoothing: 0.1)
/// ```
public enum LossCatalog {
  /// One line a loss.
  public static let all: [any NamedLoss.Type] = [
    NonSaturatingLoss.self,
    SaturatingLoss.self,
    LeastSquaresLoss.self,
    WassersteinLoss.self,
    HingeLoss.self,
    RelativisticPairedLoss.self,
    RelativisticAverageLoss.self,
    RelativisticAverageLeastSquaresLoss.self,
    RelativisticAverageHingeLoss.self,
  ]

  /// Returns the loss of a name; nil where it can't be smoothed and `labelSmoothing` isn't 0.
  public static func make(
    _ name: ObjectiveName,
    labelSmoothing: Double = 0
  ) -> (any AdversarialLoss)? {
    all.first { $0.name == name }?.init(labelSmoothing: labelSmoothing)
  }
}
