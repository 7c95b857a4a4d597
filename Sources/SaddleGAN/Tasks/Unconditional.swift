// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Samples from noise, or from noise and a class: one generator, one discriminator.
///
///     real ──┐                 ┌─ penalties
///            ├─ discriminator ─┤             ─> D loss ─> D update
///     z ─ G ─┘                 └─ scores
///     z ─ G ─── discriminator (frozen) ────── > G loss ─> G update
public final class Unconditional: Task {
  /// What is played for and how.
  public struct Rules {
    /// The loss of each side.
    public var loss: any AdversarialLoss
    /// By how much the loss's target of real samples is lowered.
    public var labelSmoothing = 0.0
    /// What is added to the losses or done to the discriminator's weights.
    public var regularizers: [any Regularizer] = []
    /// What samples pass before the discriminator sees them, one after the other.
    public var transforms: [any SampleTransform] = []
    /// Samples that the discriminator judges together (PacGAN); must divide the batch.
    public var packing = 1
    /// Fraction of its best-scored samples that the generator learns from; 1 is all of them.
    public var topK = 1.0
    /// Number of classes of conditional networks; nil asks for none.
    public var classCount: Int?
    /// Discriminator updates a step.
    public var discriminatorSteps = 1
    /// Generator updates a step.
    public var generatorSteps = 1
    /// Samples in the batch of an update.
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
    /// The level of grown networks after so many images; nil for others.
    public var growth: ((_ imagesSeen: Int) -> Double)?

    /// Creates rules of one update a side without regularizers or transforms.
    public init(loss: any AdversarialLoss) {
      self.loss = loss
    }
  }

  /// What is played for and how; numbers may change between steps.
  public var rules: Rules
  /// Fakes that the next move learns from, too.
  var shared: FakeBatch?

  /// Creates the task; its rules may change between steps.
  public init(_ rules: Rules) {
    self.rules = rules
  }

  /// Discriminator first, then the generator against it.
  public var phases: [Phase] {
    [
      Phase(
        "discriminator",
        moves: [.discriminator],
        drawsData: true,
        repeats: rules.discriminatorSteps
      ),
      Phase(
        "generator",
        moves: [.generator],
        frozen: [.discriminator],
        needsData: type(of: rules.loss).generatorReadsReal
          || rules.regularizers.contains(where: \.generatorReadsReal),
        repeats: rules.generatorSteps
      ),
    ]
  }

  /// Samples in the batch of an update.
  public var batchSize: Int { rules.batchSize }

  /// The score above which a sample counts as real, where the objective has one.
  public var decisionBoundary: Double? { type(of: rules.loss).decisionBoundary }

  /// The loss of one of both moves.
  public func terms(_ phase: Phase, _ batch: RealBatch?, _ round: Round) throws -> Terms {
    if phase.side == .generator { return try generatorTerms(batch, round) }
    guard let batch else {
      throw TensorError(.invalidArgument, "discriminator", cause: "it needs a real batch")
    }
    return try discriminatorTerms(batch, round)
  }

  /// Holds the discriminator's weights where regularizers want them.
  public func constrain(_ player: Player) throws(TensorError) {
    guard player.id.side == .discriminator else { return }
    for regularizer in rules.regularizers { try regularizer.constrain(player.network) }
  }

  /// Lets transforms follow the scores of real samples.
  public func learn(from record: PhaseRecord, step: Int) {
    guard record.phase.side == .discriminator, let scores = record.scores.first else { return }
    for transform in rules.transforms {
      transform.observe(realScores: scores.real, imageCount: rules.batchSize, step: step)
    }
  }

  /// What transforms have to say.
  public var observations: [(signal: Signal, value: Double)] {
    rules.transforms.flatMap(\.observations)
  }

  /// Brings grown networks to their level, and forgets the fakes of the step before.
  public func prepare(_ players: Players, imagesSeen: Int) throws(TensorError) {
    shared = nil
    grow(players, imagesSeen: imagesSeen)
  }

  /// Brings grown networks to their level.
  package func grow(_ players: Players, imagesSeen: Int) {
    guard let level = rules.growth?(imagesSeen) else { return }
    for player in players {
      for network in [player.network, player.average?.network] { network?.growing?.level = level }
    }
  }

  // MARK: - State and controls

  /// What may change in a running game.
  public var controls: [Control] {
    let own = [
      Control("training.topK", get: { [self] in rules.topK }) { [self] in
        rules.topK = min(1, $0)
      }
    ]
    return own + smoothing
      + rules.regularizers.flatMap { item in
        item.controls.map { $0.inside("regularizers.\(item.id)") }
      }
      + rules.transforms.flatMap { item in
        item.controls.map { $0.inside(item is Augmentation ? item.id : "regularizers.\(item.id)") }
      }
  }

  /// The target of real samples, where the loss has one.
  private var smoothing: [Control] {
    guard type(of: rules.loss).init(labelSmoothing: 0.5) != nil else { return [] }
    return [
      Control("regularizers.labelSmoothing", get: { [self] in rules.labelSmoothing }) {
        [self] in
        guard let loss = type(of: rules.loss).init(labelSmoothing: $0) else { return }
        rules.loss = loss
        rules.labelSmoothing = $0
      }
    ]
  }
}
