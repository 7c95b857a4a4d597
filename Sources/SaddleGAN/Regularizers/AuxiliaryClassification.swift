// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// The auxiliary classifier's part: cross entropy of classes, real ones for D and wished ones for G.
///
/// Source: Odena et al., "Conditional Image Synthesis with Auxiliary Classifier GANs", 2017. D learns
/// classes from real samples alone, as the code of WGAN-GP has it (weights 1 and 0.1).
public final class AuxiliaryClassification: Regularizer {
  /// Weight in the discriminator's loss.
  public let discriminator: Double
  /// Weight in the generator's loss.
  public let generator: Double
  /// The discriminator's weight, for reports.
  public var weight: Double { discriminator }
  /// What logs call it.
  public var id: String { "auxiliaryClassifier" }

  /// Creates the term; the defaults are those of WGAN-GP's code.
  public init(discriminator: Double = 1, generator: Double = 0.1) {
    self.discriminator = discriminator
    self.generator = generator
  }

  /// Returns the cross entropy of real samples' classes.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    guard let logits = batch.realScores.classLogits, let labels = batch.realLabels else {
      return nil
    }
    return try Self.crossEntropy(logits, labels) * discriminator
  }

  /// Returns the cross entropy of the classes that fakes were asked to have.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    guard let logits = batch.fakeScores.classLogits, let labels = batch.fake.labels else {
      return nil
    }
    return try Self.crossEntropy(logits, labels) * generator
  }

  /// Mean of `-log softmax(logits)[label]`.
  static func crossEntropy(_ logits: Tensor, _ labels: Tensor) throws(TensorError) -> Tensor {
    let count = try labels.shape[0]
    let chosen = try logits.logSoftmax(1).elements(at: labels.reshaped([count, 1]), along: 1)
    return try -chosen.mean()
  }
}
