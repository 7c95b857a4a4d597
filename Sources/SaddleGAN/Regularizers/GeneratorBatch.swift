// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What a penalty of the generator may read: its samples, their scores and both networks.
public struct GeneratorBatch {
  /// Generated samples, attached to the generator, with their latents and labels.
  ///
  /// The latents are a leaf that requires a gradient where a regularizer asked for `.latents`.
  public let fake: FakeBatch
  /// Scores of `fake`; the discriminator's weights are frozen.
  public let fakeScores: Scores
  /// The step's real batch, where one was drawn.
  public let real: RealBatch?
  /// Scores of `real` without gradient, where the objective needs them.
  public let realScores: Scores?
  /// Makes samples of latents (with the labels of `fake`).
  public let generate: (Tensor) throws(TensorError) -> Tensor
  /// Runs the discriminator on further samples (with the labels of `fake`).
  public let discriminate: (Tensor) throws(TensorError) -> Scores
  /// The generator itself, for penalties of its weights.
  public let network: Module
  /// The step that is being made; the first is 1.
  public let step: Int
  /// Source of random numbers.
  public let random: Random
}
