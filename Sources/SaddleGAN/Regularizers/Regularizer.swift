// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// A term that is added to a player's loss, or a rule that the discriminator's weights keep.
///
/// One file is enough for a new one, wherever it is: what it remembers it gives as `state`, what may
/// change in a running game as `controls`.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// final class ScoreDrift: Regularizer {
///   var weight = 0.001
///   var id: String { "scoreDrift" }
///
///   func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
///     try batch.realScores.tensor.square().mean() * weight
///   }
/// }
/// ```
public protocol Regularizer: Stateful, Controllable {
  /// What logs and summaries call it: the name of its section in the configuration.
  var id: String { get }
  /// The remedy of the monitor's that is in force with it; nil where it is none.
  var measure: Measure? { get }
  /// Its weight as the configuration states it, for reports.
  var weight: Double { get }
  /// Which batches the penalty takes gradients with respect to.
  var inputs: RegularizedInputs { get }
  /// The signal under which the penalty is logged by itself; nil counts it in the total only.
  var signal: Signal? { get }
  /// Steps between two applications; the penalty is multiplied by it.
  var interval: Int { get }
  /// What it adds to the discriminator's update each time; by itself what gradients of `inputs` cost.
  var cost: PassCost { get }
  /// Whether the generator's penalty reads real samples: its move then has a batch, whoever is first.
  var generatorReadsReal: Bool { get }

  /// Returns the discriminator's penalty, a scalar, weight included; nil where there is none.
  func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor?

  /// Returns the generator's penalty, a scalar, weight included; nil where there is none.
  func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor?

  /// Corrects the discriminator's weights after its update.
  func constrain(_ discriminator: Module) throws(TensorError)
}

extension Regularizer {
  /// None: it isn't one of the monitor's remedies.
  public var measure: Measure? { nil }
  /// No signal of its own.
  public var signal: Signal? { nil }
  /// Every step.
  public var interval: Int { 1 }
  /// A gradient penalty for each of `inputs` that the discriminator judges.
  public var cost: PassCost {
    [RegularizedInputs.real, .fake].filter { inputs.contains($0) }
      .reduce(.none) { sum, _ in sum + .gradientPenalty }
  }
  /// It reads fakes alone.
  public var generatorReadsReal: Bool { false }
  /// No gradients of inputs.
  public var inputs: RegularizedInputs { [] }
  /// None: the discriminator's loss stays as it is.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? { nil }
  /// None: the generator's loss stays as it is.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? { nil }
  /// Does nothing: weights stay as the update left them.
  public func constrain(_ discriminator: Module) throws(TensorError) {}
}

/// The batches whose gradients a penalty needs.
public struct RegularizedInputs: OptionSet, Sendable {
  /// The sum of 1 for real samples, 2 for fake ones, 4 for latents.
  public let rawValue: Int
  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The real batch is a leaf that requires a gradient.
  public static let real = RegularizedInputs(rawValue: 1)
  /// The fake batch is a leaf that requires a gradient.
  public static let fake = RegularizedInputs(rawValue: 2)
  /// The generator's latents are a leaf that requires a gradient.
  public static let latents = RegularizedInputs(rawValue: 4)
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
  /// Runs the discriminator on further samples, with the labels of `real`.
  public let discriminate: (Tensor) throws(TensorError) -> Scores
  /// Source of random numbers.
  public let random: Random
  /// Latents and labels that `fake` was made from.
  public var origin: FakeBatch?
  /// Classes of `real`, `[batch]`.
  public var realLabels: Tensor?
  /// Runs the discriminator on further samples, with the labels of `fake`.
  public var discriminateFake: ((Tensor) throws(TensorError) -> Scores)?
  /// Makes samples of latents without gradients, with the labels of `fake`.
  public var generate: ((Tensor) throws(TensorError) -> Tensor)?
  /// The discriminator itself, for penalties of its weights.
  public var network: Module?
  /// The step that is being made; the first is 1.
  public var step = 1

  /// Creates what a penalty needs at least.
  public init(
    real: Tensor,
    fake: Tensor,
    realScores: Scores,
    fakeScores: Scores,
    discriminate: @escaping (Tensor) throws(TensorError) -> Scores,
    random: Random
  ) {
    self.real = real
    self.fake = fake
    self.realScores = realScores
    self.fakeScores = fakeScores
    self.discriminate = discriminate
    self.random = random
  }

  /// Returns the squared norm of each score's gradient, differentiable again.
  ///
  /// Where samples are packed, a score's gradient is that of its whole pack.
  ///
  /// - Returns: Shape `[batch]`, or `[batch / packing]`.
  public func squaredGradientNorms(
    of scores: Scores,
    at samples: Tensor
  ) throws(TensorError) -> Tensor {
    let gradient = try grad([scores.tensor.sum()], [samples], createGraph: true)[0]
    return try gradient.square().reshaped([scores.tensor.shape[0], -1]).sum(1)
  }
}
