// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// A term that is added to the discriminator's loss, or a rule that its weights keep.
///
/// To add one: a file in `Regularizers/`, a line in `RegularizerCatalog` and its keys in the
/// configuration.
public protocol Regularizer: Sendable {
  /// The measure that is in force with it, as the monitor names it.
  var measure: Measure { get }
  /// Its weight as the configuration states it, for reports.
  var weight: Double { get }
  /// Which batches the penalty takes gradients with respect to.
  var inputs: RegularizedInputs { get }
  /// The signal under which the penalty is logged.
  var signal: Signal { get }
  /// Steps between two applications; the penalty is multiplied by it.
  var interval: Int { get }

  /// Returns the penalty, a scalar, weight included; nil where there is no such term.
  func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor?

  /// Corrects the discriminator's weights after its update.
  func constrain(_ discriminator: Module) throws(TensorError)
}

extension Regularizer {
  /// Every step.
  public var interval: Int { 1 }
  /// No gradients of inputs.
  public var inputs: RegularizedInputs { [] }
  /// No penalty.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? { nil }
  /// No constraint.
  public func constrain(_ discriminator: Module) throws(TensorError) {}
}

/// The batches whose gradients a penalty needs.
public struct RegularizedInputs: OptionSet, Sendable {
  /// Bits.
  public let rawValue: Int
  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The real batch is a leaf that requires a gradient.
  public static let real = RegularizedInputs(rawValue: 1)
  /// The fake batch is a leaf that requires a gradient.
  public static let fake = RegularizedInputs(rawValue: 2)
}

/// What a penalty may read: both batches, their scores and the discriminator.
public struct PenaltyBatch {
  /// Real samples, `[batch, ...]`; requires a gradient if a regularizer asked for it.
  public let real: Tensor
  /// Generated samples, detached from the generator.
  public let fake: Tensor
  /// Scores of `real`, from the forward pass of the loss.
  public let realScores: Scores
  /// Scores of `fake`, from the forward pass of the loss.
  public let fakeScores: Scores
  /// Runs the discriminator on further samples.
  public let discriminate: (Tensor) throws(TensorError) -> Scores
  /// Source of random numbers.
  public let generator: Generator

  /// Returns the squared norm of the scores' gradient for each sample, differentiable again.
  ///
  /// - Returns: Shape `[batch]`.
  public func squaredGradientNorms(
    of scores: Scores,
    at samples: Tensor
  ) throws(TensorError) -> Tensor {
    let gradient = try grad([scores.tensor.sum()], [samples], createGraph: true)[0]
    return try gradient.square().flattened(1).sum(1)
  }
}
