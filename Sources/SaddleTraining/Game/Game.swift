// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Two players and the rules of their game; `play` makes one step.
///
///     real ──┐                 ┌─ penalties
///            ├─ discriminator ─┤             ─> D loss ─> D update
///     z ─ G ─┘                 └─ scores
///     z ─ G ─── discriminator (frozen) ────── > G loss ─> G update
///
/// It knows nothing of files, data sources or reports: `Trainer` does. The Dirac-GAN and bilinear
/// games of the tests run through this very loop.
public final class Game {
  /// What is played and how.
  public struct Rules {
    /// The losses.
    public var loss: any AdversarialLoss
    /// What is added to the discriminator's loss or done to its weights.
    public var regularizers: [any Regularizer] = []
    /// Who moves when.
    public var updates = UpdateOrder.alternating
    /// Discriminator updates a step.
    public var discriminatorSteps = 1
    /// Generator updates a step.
    public var generatorSteps = 1
    /// Samples a batch.
    public var batchSize = 64
    /// Shape of one latent vector.
    public var latentShape = [16]
    /// What latents are drawn from.
    public var latents = LatentDistribution.normal
    /// Element type of latents.
    public var dtype = DType.float32
    /// Whether real and fake samples may pass the discriminator as one batch: only where no
    /// layer of it looks across the batch.
    public var joinsBatches = false

    /// Creates rules.
    public init(loss: any AdversarialLoss) {
      self.loss = loss
    }
  }

  /// The generator and its optimiser.
  public let generator: Player
  /// The discriminator and its optimiser.
  public let discriminator: Player
  /// What is played and how.
  public let rules: Rules
  /// Steps made.
  public private(set) var step = 0
  /// Real samples consumed.
  public private(set) var imagesSeen = 0

  let random: Generator
  private var record = StepRecord()

  /// Creates a game at step 0.
  public init(generator: Player, discriminator: Player, rules: Rules, random: Generator) {
    self.generator = generator
    self.discriminator = discriminator
    self.rules = rules
    self.random = random
  }

  /// Makes one step: all updates of both players.
  ///
  /// - Parameter nextReal: Gives the next real batch, `[batchSize, ...]`.
  /// - Returns: What was seen on the way.
  /// - Throws: `NonFinite` before an update with a non-finite loss or gradient is made,
  ///   `TensorError`, or what `nextReal` throws.
  public func play(_ nextReal: () throws -> Tensor) throws -> StepRecord {
    step += 1
    record = StepRecord()
    switch rules.updates {
    case .alternating:
      let fake = try playDiscriminator(nextReal)
      try playGenerator(fake)
    case .alternatingGeneratorFirst:
      try playGenerator(nil)
      _ = try playDiscriminator(nextReal)
    case .simultaneous:
      // Both gradients at the same weights: one update of each, whatever the step ratio.
      let fake = try differentiateDiscriminator(nextReal(), keepsGraph: true)
      try differentiateGenerator(fake)
      try update(discriminator)
      try update(generator)
    }
    return record
  }

  /// Goes on from a checkpoint's counters.
  func restore(step: Int, imagesSeen: Int) {
    self.step = step
    self.imagesSeen = imagesSeen
  }

  // MARK: - Discriminator

  /// Makes all discriminator updates and returns the last fakes, attached to the generator.
  private func playDiscriminator(_ nextReal: () throws -> Tensor) throws -> Tensor? {
    var fake: Tensor?
    for index in 0..<rules.discriminatorSteps {
      let isLast = index == rules.discriminatorSteps - 1
      let reuse = isLast && rules.updates == .alternating
      fake = try differentiateDiscriminator(nextReal(), keepsGraph: reuse)
      try update(discriminator)
    }
    return fake
  }

  /// Puts the gradient of the discriminator's loss on its parameters.
  ///
  /// - Returns: The fakes; attached to the generator's graph where `keepsGraph`.
  private func differentiateDiscriminator(_ real: Tensor, keepsGraph: Bool) throws -> Tensor {
    imagesSeen += rules.batchSize
    let fake = try keepsGraph ? generate() : noGrad { () throws(TensorError) in try generate() }
    let due = rules.regularizers.filter { (step - 1) % $0.interval == 0 }
    let batch = try discriminate(real: real, fake: fake.detach(), due: due)
    let adversarial = try rules.loss.discriminatorLoss(
      real: batch.realScores,
      fake: batch.fakeScores
    ).mean()
    var total = adversarial
    var scalars = [adversarial]
    record.penalties.removeAll(keepingCapacity: true)
    for regularizer in due {
      guard var penalty = try regularizer.penalty(batch) else { continue }
      if regularizer.interval > 1 { penalty = try penalty * Double(regularizer.interval) }
      total = try total + penalty
      scalars.append(penalty)
      record.penalties.append((regularizer.signal, 0))
    }
    try discriminator.optimizer.zeroGradients()
    try total.backward()
    try readDiscriminator(batch, scalars: scalars)
    return fake
  }

  private func discriminate(
    real: Tensor,
    fake: Tensor,
    due: [any Regularizer]
  ) throws(TensorError) -> PenaltyBatch {
    let inputs = due.reduce(into: RegularizedInputs()) { $0.formUnion($1.inputs) }
    let real = inputs.contains(.real) ? try real.detach().requiringGrad() : real
    let fake = inputs.contains(.fake) ? try fake.detach().requiringGrad() : fake
    let realScores: Scores
    let fakeScores: Scores
    if rules.joinsBatches && inputs.isEmpty {
      let both = try scores(Tensor.concatenated([real, fake]))
      realScores = try both.narrowed(start: 0, count: rules.batchSize)
      fakeScores = try both.narrowed(start: rules.batchSize, count: rules.batchSize)
    } else {
      realScores = try scores(real)
      fakeScores = try scores(fake)
    }
    return PenaltyBatch(
      real: real,
      fake: fake,
      realScores: realScores,
      fakeScores: fakeScores,
      discriminate: { [self] (samples) throws(TensorError) in try scores(samples) },
      generator: random
    )
  }

  private func readDiscriminator(_ batch: PenaltyBatch, scalars: [Tensor]) throws {
    let values = try Tensor.scalars(scalars)
    record.discriminatorLoss = values[0]
    for index in record.penalties.indices { record.penalties[index].value = values[index + 1] }
    record.realScores = try batch.realScores.tensor.detach().array(of: Float.self)
    record.fakeScores = try batch.fakeScores.tensor.detach().array(of: Float.self)
    record.discriminatorNorms = try discriminator.network.gradientNorms().array()
    guard values.allSatisfy(\.isFinite) && record.discriminatorNorms.allSatisfy(\.isFinite) else {
      throw try locateNonFinite(
        real: batch.real,
        fake: batch.fake,
        scores: [
          ("scores of the real batch", batch.realScores.tensor),
          ("scores of the fake batch", batch.fakeScores.tensor),
        ],
        gradientsOf: discriminator,
        isGenerator: false
      )
    }
  }

  // MARK: - Generator

  private func playGenerator(_ fake: Tensor?) throws {
    var fake = fake
    for _ in 0..<rules.generatorSteps {
      try differentiateGenerator(fake ?? generate())
      try update(generator)
      fake = nil
    }
  }

  /// Puts the gradient of the generator's loss on its parameters, leaving the discriminator's.
  private func differentiateGenerator(_ fake: Tensor) throws {
    try discriminator.network.freeze()
    let scores = try scores(fake)
    let loss = try rules.loss.generatorLoss(real: nil, fake: scores).mean()
    try generator.optimizer.zeroGradients()
    try loss.backward()
    try discriminator.network.unfreeze()
    record.generatorLoss = try loss.item()
    record.generatorNorms = try generator.network.gradientNorms().array()
    guard record.generatorLoss.isFinite && record.generatorNorms.allSatisfy(\.isFinite) else {
      throw try locateNonFinite(
        real: nil,
        fake: fake,
        scores: [("scores of the fake batch", scores.tensor)],
        gradientsOf: generator,
        isGenerator: true
      )
    }
  }

  private func generate() throws(TensorError) -> Tensor {
    let shape = [rules.batchSize] + rules.latentShape
    let latents =
      switch rules.latents {
      case .normal: try random.normal(shape, dtype: rules.dtype)
      case .uniform: try random.uniform(shape, low: -1, high: 1, dtype: rules.dtype)
      }
    return try generator.network.forward(latents, mode: .training)
  }

  private func scores(_ samples: Tensor) throws(TensorError) -> Scores {
    try Scores(discriminator.network.forward(samples, mode: .training))
  }

  private func update(_ player: Player) throws(TensorError) {
    switch player.clipping {
    case .none: break
    case .norm(let bound): try player.network.clipGradients(norm: bound)
    case .value(let bound): try player.network.clipGradients(value: bound)
    }
    try player.optimizer.step()
    guard player.network === discriminator.network else { return }
    for regularizer in rules.regularizers { try regularizer.constrain(player.network) }
  }
}
