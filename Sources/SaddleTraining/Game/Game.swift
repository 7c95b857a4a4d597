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
    /// What samples pass before the discriminator sees them, one after the other.
    public var transforms: [any SampleTransform] = []
    /// Samples that the discriminator judges together (PacGAN); must divide the batch.
    public var packing = 1
    /// Share of its best-scored samples that the generator learns from; 1 is all of them.
    public var topK = 1.0
    /// Number of classes of conditional networks; nil asks for none.
    public var classCount: Int?
    /// Who moves when.
    public var updates = UpdateOrder.alternating
    /// Weight of the players' common gradient in consensus optimisation.
    public var consensus = 10.0
    /// Steps of the discriminator that an unrolled generator looks ahead.
    public var unrollSteps = 5
    /// Steps between two pulls to the slow weights (lookahead); 0 is none.
    public var lookaheadEvery = 0
    /// How far the slow weights go towards the fast ones.
    public var lookaheadShare = 0.5
    /// Batches whose gradients are averaged for one update.
    public var accumulation = 1
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
  public internal(set) var generator: Player
  /// The discriminator and its optimiser.
  public internal(set) var discriminator: Player
  /// What is played and how; scalars may change between steps.
  public var rules: Rules
  /// Steps made.
  public private(set) var step = 0
  /// Real samples consumed.
  public internal(set) var imagesSeen = 0

  let random: Random
  var record = StepRecord()
  /// What updates remember from step to step: past gradients, slow weights.
  var memory: [String: [Tensor]] = [:]

  /// Creates a game at step 0.
  public init(generator: Player, discriminator: Player, rules: Rules, random: Random) {
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
  public func play(_ nextReal: () throws -> RealBatch) throws -> StepRecord {
    step += 1
    record = StepRecord()
    if rules.lookaheadEvery > 0 { try keepSlowWeights() }
    switch rules.updates {
    case .alternating:
      let last = try playDiscriminator(nextReal)
      try playGenerator(last.fake, real: last.real)
    case .alternatingGeneratorFirst:
      // A relativistic generator needs a real batch; the discriminator then answers on the same.
      var first = type(of: rules.loss).generatorReadsReal ? try nextReal() : nil
      try playGenerator(nil, real: first)
      _ = try playDiscriminator {
        defer { first = nil }
        return try first ?? nextReal()
      }
    case .simultaneous:
      // Both gradients at the same weights: one update of each, whatever the step ratio.
      try differentiateBoth(nextReal)
      try update(discriminator)
      try update(generator)
    case .extragradient: try playExtragradient(nextReal)
    case .extrapolationFromPast: try playExtrapolationFromPast(nextReal)
    case .optimistic: try playOptimistically(nextReal)
    case .consensus: try playConsensus(nextReal)
    case .unrolled: try playUnrolled(nextReal)
    }
    if rules.lookaheadEvery > 0 { try pullToSlowWeights() }
    return record
  }

  /// Goes on from a checkpoint's counters.
  func restore(step: Int, imagesSeen: Int) {
    self.step = step
    self.imagesSeen = imagesSeen
  }

  // MARK: - Discriminator

  /// Makes all discriminator updates.
  ///
  /// - Returns: The last real batch, and the last fakes where they are attached to the generator.
  func playDiscriminator(
    _ nextReal: () throws -> RealBatch
  ) throws -> (real: RealBatch?, fake: FakeBatch?) {
    var last: (real: RealBatch?, fake: FakeBatch?)
    for index in 0..<rules.discriminatorSteps {
      let isLast = index == rules.discriminatorSteps - 1
      let reuse = isLast && rules.updates == .alternating && rules.accumulation == 1
      for part in 0..<rules.accumulation {
        let real = try nextReal()
        let fake = try differentiateDiscriminator(real, keepsGraph: reuse, adds: part > 0)
        last = (real, reuse ? fake : nil)
      }
      try update(discriminator)
    }
    return last
  }

  /// Puts the gradient of the discriminator's loss on its parameters.
  ///
  /// - Parameters:
  ///   - real: The real batch.
  ///   - keepsGraph: Whether the generator will learn from the same fakes.
  ///   - adds: Whether the gradient is added to that of an earlier batch of the same update.
  /// - Returns: The fakes; attached to the generator's graph where `keepsGraph`.
  func differentiateDiscriminator(
    _ real: RealBatch,
    keepsGraph: Bool,
    adds: Bool = false
  ) throws -> FakeBatch {
    imagesSeen += rules.batchSize
    let fake = try keepsGraph ? generate() : noGrad { () throws(TensorError) in try generate() }
    let due = rules.regularizers.filter { (step - 1) % $0.interval == 0 }
    let batch = try discriminate(real: real, fake: fake, due: due)
    let adversarial = try rules.loss.discriminatorLoss(
      real: batch.realScores,
      fake: batch.fakeScores
    ).mean()
    var total = adversarial
    var scalars = [adversarial]
    record.penalties.removeAll(keepingCapacity: true)
    for regularizer in due {
      guard let penalty = try regularizer.penalty(batch) else { continue }
      let scaled = try penalty.scaled(by: regularizer.interval)
      total = try total + scaled
      scalars.append(scaled)
      record.penalties.append((regularizer.signal, 0))
    }
    if !adds { try discriminator.optimizer.zeroGradients() }
    try total.shared(by: rules.accumulation).backward()
    try readDiscriminator(batch, scalars: scalars)
    for transform in rules.transforms {
      transform.observe(realScores: record.realScores, step: step)
    }
    record.transforms = rules.transforms.flatMap(\.observations)
    return fake
  }

  func discriminate(
    real: RealBatch,
    fake: FakeBatch,
    due: [any Regularizer]
  ) throws(TensorError) -> PenaltyBatch {
    let inputs = due.reduce(into: RegularizedInputs()) { $0.formUnion($1.inputs) }
    let asksReal = inputs.contains(.real)
    let asksFake = inputs.contains(.fake)
    let realSamples = asksReal ? try real.samples.requiringGrad() : real.samples
    let fakeSamples = asksFake ? try fake.samples.requiringGrad() : try fake.samples.detach()
    let realScores: Scores
    let fakeScores: Scores
    if rules.joinsBatches && !asksReal && !asksFake {
      let labels = try joined(real.labels, fake.labels)
      let both = try scores(Tensor.concatenated([realSamples, fakeSamples]), labels: labels)
      let count = rules.batchSize / rules.packing
      realScores = try both.narrowed(start: 0, count: count)
      fakeScores = try both.narrowed(start: count, count: count)
    } else {
      realScores = try scores(realSamples, labels: real.labels)
      fakeScores = try scores(fakeSamples, labels: fake.labels)
    }
    var batch = PenaltyBatch(
      real: realSamples,
      fake: fakeSamples,
      realScores: realScores,
      fakeScores: fakeScores,
      discriminate: { [self] (samples) throws(TensorError) in
        try scores(samples, labels: real.labels)
      },
      random: random
    )
    batch.origin = fake
    batch.realLabels = real.labels
    batch.discriminateFake = { [self] (samples) throws(TensorError) in
      try scores(samples, labels: fake.labels)
    }
    batch.generate = { [self] (latents) throws(TensorError) in
      try noGrad { () throws(TensorError) in try generate(latents, labels: fake.labels) }
    }
    batch.network = discriminator.network
    batch.step = step
    return batch
  }

  func readDiscriminator(_ batch: PenaltyBatch, scalars: [Tensor]) throws {
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

  func playGenerator(_ fake: FakeBatch?, real: RealBatch?) throws {
    var fake = fake
    for _ in 0..<rules.generatorSteps {
      for part in 0..<rules.accumulation {
        try differentiateGenerator(fake, real: real, adds: part > 0)
        fake = nil
      }
      try update(generator)
    }
  }

  /// Puts the gradient of the generator's loss on its parameters, leaving the discriminator's.
  ///
  /// - Parameters:
  ///   - given: Fakes to learn from; nil makes new ones.
  ///   - real: What a relativistic loss compares them with.
  ///   - adds: Whether the gradient is added to that of an earlier batch of the same update.
  func differentiateGenerator(
    _ given: FakeBatch?,
    real: RealBatch?,
    adds: Bool = false
  ) throws {
    let due = rules.regularizers.filter { (step - 1) % $0.interval == 0 }
    let asksLatents = due.contains { $0.inputs.contains(.latents) }
    let fake =
      if let given, !asksLatents { given } else { try generate(requiringGrad: asksLatents) }
    try discriminator.network.frozen {
      try differentiateGenerator(fake, real: real, due: due, adds: adds)
    }
  }

  private func differentiateGenerator(
    _ fake: FakeBatch,
    real: RealBatch?,
    due: [any Regularizer],
    adds: Bool
  ) throws {
    let fakeScores = try scores(fake.samples, labels: fake.labels)
    var realScores: Scores?
    if let real, type(of: rules.loss).generatorReadsReal {
      realScores = try noGrad { () throws(TensorError) in
        try scores(real.samples, labels: real.labels)
      }
    }
    let loss = try generatorLoss(real: realScores, fake: fakeScores)
    let batch = GeneratorBatch(
      fake: fake,
      fakeScores: fakeScores,
      real: real,
      realScores: realScores,
      generate: { [self] (latents) throws(TensorError) in
        try generate(latents, labels: fake.labels)
      },
      discriminate: { [self] (samples) throws(TensorError) in
        try scores(samples, labels: fake.labels)
      },
      network: generator.network,
      step: step,
      random: random
    )
    var total = loss
    var scalars = [loss]
    record.generatorPenalties.removeAll(keepingCapacity: true)
    for regularizer in due {
      guard let penalty = try regularizer.generatorPenalty(batch) else { continue }
      let scaled = try penalty.scaled(by: regularizer.interval)
      total = try total + scaled
      scalars.append(scaled)
      record.generatorPenalties.append((regularizer.signal, 0))
    }
    if !adds { try generator.optimizer.zeroGradients() }
    try total.shared(by: rules.accumulation).backward()
    try readGenerator(fake: fake.samples, scores: fakeScores, scalars: scalars)
  }

  /// The mean loss of the generator, over its best-scored samples where `topK` says so.
  func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    guard rules.topK < 1 else { return try rules.loss.generatorLoss(real: real, fake: fake).mean() }
    let count = try fake.tensor.shape[0]
    let kept = max(1, min(count, Int((Double(count) * rules.topK).rounded())))
    let means = try fake.tensor.shape.count == 1 ? fake.tensor : fake.tensor.mean(1)
    let indices = try means.detach().top(kept).indices
    let loss = try rules.loss.generatorLoss(real: real, fake: fake)
    return try loss.gathered(at: indices).mean()
  }

  func readGenerator(fake: Tensor, scores: Scores, scalars: [Tensor]) throws {
    let values = try Tensor.scalars(scalars)
    record.generatorLoss = values[0]
    for index in record.generatorPenalties.indices {
      record.generatorPenalties[index].value = values[index + 1]
    }
    record.generatorNorms = try generator.network.gradientNorms().array()
    guard values.allSatisfy(\.isFinite) && record.generatorNorms.allSatisfy(\.isFinite) else {
      throw try locateNonFinite(
        real: nil,
        fake: fake,
        scores: [("scores of the fake batch", scores.tensor)],
        gradientsOf: generator,
        isGenerator: true
      )
    }
  }

  func update(_ player: Player) throws(TensorError) {
    switch player.clipping {
    case .none: break
    case .norm(let bound): try player.network.clipGradients(norm: bound)
    case .value(let bound): try player.network.clipGradients(value: bound)
    case .adaptive(let ratio): try player.network.clipGradients(adaptive: ratio)
    }
    try player.optimizer.step()
    if player.network === discriminator.network { try constrain() }
  }

  /// Holds the discriminator's weights where regularizers want them.
  func constrain() throws(TensorError) {
    for regularizer in rules.regularizers { try regularizer.constrain(discriminator.network) }
  }
}

extension Tensor {
  /// A lazy penalty stands for the steps that it skips.
  fileprivate func scaled(by interval: Int) throws(TensorError) -> Tensor {
    interval > 1 ? try self * Double(interval) : self
  }

  /// The share of one of `count` batches in an update.
  fileprivate func shared(by count: Int) throws(TensorError) -> Tensor {
    count > 1 ? try self / Double(count) : self
  }
}
