// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// From a picture to a picture, learned from pairs (pix2pix).
///
///     input ─ G ─ fake ──┬─ L1 to the target ──────────────> G loss
///     input + fake ──────┴─ discriminator (frozen) ────────> G loss
///     input + target, input + fake ─ discriminator ────────> D loss
///
/// The discriminator sees the input beside what is judged, so that a sharp picture of something else
/// doesn't pass. The reference halves its loss; Adam's steps don't depend on that, and here the loss
/// keeps the scale that the monitor knows. Source: Isola et al., "Image-to-Image Translation with
/// Conditional Adversarial Networks", 2017; junyanz/pytorch-CycleGAN-and-pix2pix.
public final class Paired: Task {
  /// The loss of each side.
  public private(set) var loss: any AdversarialLoss
  /// By how much the loss's target of real samples is lowered.
  private var labelSmoothing: Double
  /// Weight of the mean absolute difference between fake and target; the paper's is 100.
  public var reconstruction: Double
  /// Pairs in the batch of an update; the paper's is 1.
  public let batchSize: Int
  /// Fakes that the discriminator has judged and the generator learns from, too.
  private var shared: Tensor?

  /// Creates the task.
  ///
  /// - Parameters:
  ///   - loss: What both play for.
  ///   - labelSmoothing: By how much the loss's target of real samples is lowered, as it was made.
  ///   - reconstruction: Weight of the mean absolute difference.
  ///   - batchSize: Pairs in a batch.
  public init(
    loss: any AdversarialLoss = NonSaturatingLoss(),
    labelSmoothing: Double = 0,
    reconstruction: Double = 100,
    batchSize: Int = 1
  ) {
    self.loss = loss
    self.labelSmoothing = labelSmoothing
    self.reconstruction = reconstruction
    self.batchSize = batchSize
  }

  /// Discriminator first, then the generator against it, both on the same pairs.
  public var phases: [Phase] {
    [
      Phase("discriminator", moves: [.discriminator], drawsData: true),
      Phase("generator", moves: [.generator], frozen: [.discriminator]),
    ]
  }

  /// The score above which a sample counts as real, where the objective has one.
  public var decisionBoundary: Double? { type(of: loss).decisionBoundary }

  /// The weight of the reconstruction, and the target of real samples where the loss has one.
  public var controls: [Control] {
    let own = [Control("paired.reconstruction", of: self, \.reconstruction)]
    guard type(of: loss).init(labelSmoothing: 0.5) != nil else { return own }
    return own + [
      Control("regularizers.labelSmoothing", get: { [self] in labelSmoothing }) { [self] in
        guard let changed = type(of: loss).init(labelSmoothing: $0) else { return }
        (loss, labelSmoothing) = (changed, $0)
      }
    ]
  }

  /// Forgets the fakes of the step before.
  public func prepare(_ players: Players, imagesSeen: Int) throws(TensorError) { shared = nil }

  /// The loss of one of both moves.
  public func terms(_ phase: Phase, _ batch: PairedBatch?, _ round: Round) throws -> Terms {
    guard let batch else {
      throw TensorError(.invalidArgument, phase.name, cause: "it needs a batch of pairs")
    }
    return phase.side == .generator
      ? try generatorTerms(batch, round) : try discriminatorTerms(batch, round)
  }

  /// Returns what a trained generator makes of pictures, `[batch, channels, height, width]`, -1...1.
  ///
  /// - Throws: `TensorError` for pictures of another shape than it was trained on.
  public func translate(_ input: Tensor, _ players: Players) throws(TensorError) -> Tensor {
    let network = try players.player(.generator).sampler
    return try noGrad { () throws(TensorError) in try network(input, mode: .inference) }
  }

  private func discriminatorTerms(_ batch: PairedBatch, _ round: Round) throws -> Terms {
    let generator = try round.players.player(.generator).network
    let fake =
      round.sharesFakes
      ? try generator(batch.input, mode: .training)
      : try noGrad { () throws(TensorError) in try generator(batch.input, mode: .training) }
    shared = round.sharesFakes ? fake : nil
    let real = try scores(of: batch.target, beside: batch.input, round)
    let judged = try scores(of: fake.detach(), beside: batch.input, round)
    let value = try loss.discriminatorLoss(real: real, fake: judged).mean()
    return Terms(
      [Term("adversarial", .adversarial, value)],
      scores: [JudgedScores(real: real, fake: judged)],
      checks: [
        Terms.Check(.data, "inputs", batch.input),
        Terms.Check(.data, "targets", batch.target),
        Terms.Check(NonFinite.Place(.generator), "output", fake),
        Terms.Check(NonFinite.Place(.discriminator), "scores of the targets", real.tensor),
        Terms.Check(NonFinite.Place(.discriminator), "scores of the fakes", judged.tensor),
      ]
    )
  }

  private func generatorTerms(_ batch: PairedBatch, _ round: Round) throws -> Terms {
    let generator = try round.players.player(.generator).network
    let fake = try shared ?? generator(batch.input, mode: .training)
    shared = nil
    let judged = try scores(of: fake, beside: batch.input, round)
    var real: Scores?
    if type(of: loss).generatorReadsReal {
      real = try noGrad { () throws(TensorError) in
        try scores(of: batch.target, beside: batch.input, round)
      }
    }
    let distance = try (fake - batch.target).abs().mean() * reconstruction
    return Terms(
      [
        Term("adversarial", .adversarial, try loss.generatorLoss(real: real, fake: judged).mean()),
        Term("l1", .reconstruction, distance),
      ],
      checks: [
        Terms.Check(NonFinite.Place(.generator), "output", fake),
        Terms.Check(NonFinite.Place(.discriminator), "scores of the fakes", judged.tensor),
      ]
    )
  }

  /// Judges pictures beside the inputs that they belong to, as training does.
  package func scores(
    of pictures: Tensor,
    beside input: Tensor,
    _ round: Round
  ) throws(TensorError) -> Scores {
    let both = try Tensor.concatenated([input, pictures], along: 1)
    return try Scores(round.players.player(.discriminator).network(both, mode: .training))
  }
}
