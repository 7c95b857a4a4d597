// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleText
import SaddleTorch

/// Samples from noise, or from noise and a class, in a run.
final class UnconditionalSetup: TaskSetup {
  static let name = TaskName.unconditional

  let shape: SampleShape
  let latentShape: [Int]
  private let played: Game<Unconditional>
  private let configuration: Configuration
  private let data: RunData
  private let usesChannelsLast: Bool
  private let fixedLatents: Tensor
  /// What diversity is measured on: `min(batch, SampleStatistics.count)` latents, or all for points.
  private let measuredLatents: Tensor
  /// The last real batch, for statistics.
  private var lastReal: Tensor?

  init(_ configuration: Configuration, data: RunData) throws {
    self.configuration = configuration
    self.data = data
    let seed = UInt64(configuration.seed)
    shape = SampleShape(data.source.exampleShape, classCount: data.source.classNames?.count)
    let random = try Random(seed: SeedStream.game.seed(seed))
    let networks = try Networks(configuration, shape: shape)
    latentShape = networks.latentShape
    usesChannelsLast = networks.usesChannelsLast
    let average =
      configuration.ema.enabled
      ? try ExponentialAverage(
        of: networks.generator,
        into: Networks.generator(configuration, shape: shape),
        settings: configuration.ema.averaging
      )
      : nil
    played = try Game(
      configuration.makeTask(networks, levels: Self.levels(shape)),
      players: configuration.makePlayers(
        networks.generator,
        networks.discriminator,
        average: average
      ),
      updates: configuration.makeUpdates(),
      random: random
    )
    let side = configuration.logging.gridSize
    let shown = shape.isImage ? side * side : 1024
    let stream = try Random(seed: SeedStream.samples.seed(seed))
    let distribution = configuration.generator.latentDistribution
    let latents = try distribution.draw([shown] + latentShape, using: stream)
    fixedLatents = latents
    // How many are looked at is a matter of taste, how many are measured is none.
    let measured = min(configuration.training.batchSize, SampleStatistics.count)
    let missing = measured - shown
    measuredLatents =
      missing > 0
      ? try Tensor.concatenated([
        latents, distribution.draw([missing] + latentShape, using: stream),
      ])
      : try latents.narrowed(0, length: measured)
  }

  var game: any AnyGame { played }
  /// Losses, regularizers and transforms.
  var rules: Unconditional.Rules {
    get { played.task.rules }
    set { played.task.rules = newValue }
  }
  var classCount: Int? { rules.classCount }
  var summary: [String] { rules.regularizers.map { "\($0.id) \($0.weight)" } }

  func play() throws -> [GameObservation] { try played.play(nextBatch) }

  /// Gives the next real batch, `[batch] + shape`.
  private func nextBatch() throws -> RealBatch {
    let batch = try realBatch(data.source.nextBatch(size: configuration.training.batchSize))
    lastReal = batch.samples
    return batch
  }

  private func realBatch(_ batch: Batch) throws(TensorError) -> RealBatch {
    var samples = try Tensor(batch.values, shape: batch.shape)
    if usesChannelsLast { samples = try samples.contiguous(.channelsLast) }
    if configuration.training.growth.isOn,
      let network = try game.players.player(.discriminator).network.growing
    {
      samples = try samples.reduced(to: network.level, of: Self.levels(shape))
    }
    guard classCount != nil, let labels = batch.classLabels else { return RealBatch(samples) }
    return try RealBatch(
      samples,
      labels: Tensor(labels.map { Int64($0) }, shape: [labels.count])
    )
  }

  /// Doublings from 4x4 to the full size.
  private static func levels(_ shape: SampleShape) -> Int {
    shape.isImage ? max(0, shape.dimensions[1].trailingZeroBitCount - 2) : 0
  }

  func declare(in context: inout RunContext) {
    for regularizer in rules.regularizers {
      if let measure = regularizer.measure { context.measures[measure] = regularizer.weight }
      context.lazyRegularizationInterval = max(
        context.lazyRegularizationInterval,
        regularizer.interval
      )
    }
    for transform in rules.transforms {
      if let measure = transform.measure { context.measures[measure] = .some(nil) }
      if let bound = (transform as? Augmentation)?.controller?.maximum {
        context.augmentationBound = bound
      }
    }
    if rules.packing > 1 { context.measures[.packing] = Double(rules.packing) }
  }

  // MARK: - Samples

  func samples(_ request: SampleRequest) throws -> Tensor {
    let latents = try latents(request.count, using: request.random)
    let player = try generator()
    return try samples(
      latents,
      with: request.usesAverage ? player.sampler : player.network,
      label: request.label,
      first: request.first
    )
  }

  func realSamples(_ examples: Batch) throws(TensorError) -> Tensor {
    try Tensor(examples.values, shape: examples.shape)
  }

  func picture() throws -> Image {
    let made = try samples(fixedLatents, with: generator().sampler)
    return try picture(made, columns: configuration.logging.gridSize)
  }

  func picture(_ request: SampleRequest, side: Int) throws -> Image {
    try picture(samples(request), columns: side)
  }

  private func picture(_ samples: Tensor, columns: Int) throws -> Image {
    if shape.isImage { return try SamplePicture.grid(samples, columns: columns) }
    return try SamplePicture.scatter(
      real: data.source.examples(from: 0, size: 1024).values,
      fake: samples.array()
    )
  }

  /// Draws latents as training does.
  private func latents(_ count: Int, using random: Random) throws(TensorError) -> Tensor {
    try configuration.generator.latentDistribution.draw([count] + latentShape, using: random)
  }

  /// Makes samples of given latents.
  ///
  /// A conditional generator makes classes in turn, as if the first latent were number `first` of a
  /// longer series, or all of the class `label`.
  private func samples(
    _ latents: Tensor,
    with network: Module,
    label: Int? = nil,
    first: Int = 0
  ) throws(TensorError) -> Tensor {
    played.task.grow(played.players, imagesSeen: played.imagesSeen)
    let condition = try Condition(labels: labels(latents.shape[0], label: label, first: first))
    return try noGrad { () throws(TensorError) in
      try network.forward(latents, condition: condition, mode: .inference)
    }
  }

  private func labels(_ count: Int, label: Int?, first: Int) throws(TensorError) -> Tensor? {
    guard let classes = classCount else { return nil }
    return try Tensor(
      (first..<first + count).map { Int64(label ?? $0 % classes) },
      shape: [count]
    )
  }

  // MARK: - Measures

  func observeSamples(_ games: inout [GameObservation]) throws {
    guard !games.isEmpty else { return }
    try observeSamples(&games[0].observation)
  }

  private func observeSamples(_ observation: inout Observation) throws {
    try noGrad { () throws in
      if let lastReal { try SampleStatistics.add(lastReal, real: true, to: &observation) }
      let fake = try samples(measuredLatents, with: generator().network)
      try SampleStatistics.add(fake, real: false, to: &observation)
      try observeHeldOut(&observation)
    }
  }

  /// Scores held-out samples as training batches are scored; running statistics stay as they are.
  private func observeHeldOut(_ observation: inout Observation) throws {
    guard configuration.data.heldOut > 0,
      let batch = try data.source.heldOutBatch(size: configuration.training.batchSize)
    else { return }
    // A small held-out part fills no batch: what fills no pack of it is left out.
    let count = batch.shape[0] - batch.shape[0] % max(1, rules.packing)
    guard count > 0 else { return }
    let scores = try game.players.player(.discriminator).network.keepingBuffers {
      let real = try realBatch(batch)
      let samples = try real.samples.narrowed(0, length: count)
      return try played.task.scores(samples, labels: real.labels, played.round)
    }
    try SampleStatistics.addHeldOut(
      scores,
      boundary: configuration.objective.health.decisionBoundary,
      to: &observation
    )
  }

  func measure(_ progress: (EvaluationProgress) throws -> Void) throws -> [MeasuredValue] {
    guard let result = try judgeMixture() else { return [] }
    return [
      MeasuredValue(signal: .metricModes, value: Double(result.modesCaptured)),
      MeasuredValue(signal: .metricHighQuality, value: result.highQualityShare),
    ]
  }

  func verdict(_ progress: (EvaluationProgress) throws -> Void) throws -> [String] {
    guard let result = try judgeMixture() else { return [] }
    return [
      "covers \(result.modesCaptured) of \(result.modeCount) modes, "
        + "\(NumberText.tenths(result.highQualityShare)) of \(result.count) samples within 3 sigma "
        + "(a perfect sampler: \(NumberText.tenths(MixtureEvaluator.idealHighQualityShare)))"
    ]
  }

  /// Counts the modes that points of the sampler reach; nil where there are none to count.
  private func judgeMixture() throws -> MixtureEvaluator.Result? {
    guard let mixture = (data.source as? MixtureSource)?.mixture, !mixture.means.isEmpty else {
      return nil
    }
    let random = try Random(seed: SeedStream.evaluation.seed(UInt64(configuration.seed)))
    let request = SampleRequest(count: configuration.evaluation.samples, random: random)
    return try MixtureEvaluator(mixture).evaluate(samples(request).array())
  }
}
