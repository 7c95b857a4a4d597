// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// What the two networks play for: a loss for each.
///
/// Losses are per sample, before reduction; the trainer takes the mean. To add one: a file in
/// `Losses/` and a line in `LossCatalog`.
public protocol AdversarialLoss: Sendable {
  /// The objective as the monitor and the configuration name it.
  static var objective: Objective { get }

  /// Creates the loss.
  init()

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

extension AdversarialLoss {
  /// False: most generator losses read fake scores alone.
  public static var generatorReadsReal: Bool { false }
}

/// The losses that there are.
public enum LossCatalog {
  /// One line a loss.
  public static let all: [any AdversarialLoss.Type] = [
    NonSaturatingLoss.self,
    SaturatingLoss.self,
    LeastSquaresLoss.self,
    WassersteinLoss.self,
    HingeLoss.self,
  ]

  /// Returns the loss of an objective, or nil where there is none yet.
  public static func make(_ objective: Objective) -> (any AdversarialLoss)? {
    all.first { $0.objective == objective }?.init()
  }
}
